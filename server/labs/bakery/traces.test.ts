import { expect, test } from "vitest";
import { difference, missingUnits } from "./traces.ts";

const prepared = new Set(["unit lxd.service", "unit lxd.socket", "program lxd", "link lxdbr0"]);
const booted = new Set(["unit lxd.socket", "unit autre.timer"]);

test("tells what one machine has and the other has not", () => {
  expect(difference(prepared, prepared)).toEqual([]);
  expect(difference(prepared, booted)).toEqual([
    "- unit lxd.service",
    "- program lxd",
    "- link lxdbr0",
    "+ unit autre.timer",
  ]);
});

test("names the units to start, and nothing else", () => {
  expect(missingUnits(prepared, booted)).toEqual(["lxd.service"]);
  expect(missingUnits(booted, prepared)).toEqual([]);
});
