import { expect, test } from "vitest";
import { difference } from "./head.ts";

const CHARSET = '<meta charset="utf-8">';

test("what both heads have stays, and the rest gives way", () =>
  expect(
    difference(
      [CHARSET, "<title>Un</title>", '<meta name="robots" content="noindex">'],
      [CHARSET, "<title>Deux</title>", '<link rel="canonical" href="/deux/">'],
    ),
  ).toEqual({ gone: [1, 2], fresh: [1, 2] }));

test("equal heads change nothing", () =>
  expect(difference([CHARSET], [CHARSET])).toEqual({ gone: [], fresh: [] }));
