import { expect, test } from "vitest";
import { isWeb } from "./links.ts";

test.each([
  ["https://example.org/a", true],
  ["HTTP://example.org", true],
  ["javascript:alert(1)", false],
  ["file:///etc/passwd", false],
  ["data:text/html,x", false],
  ["example.org", false],
])("%s is a link of the web: %s", (uri, expected) => expect(isWeb(uri)).toBe(expected));
