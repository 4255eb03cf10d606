import { expect, test } from "vitest";
import { dayInFrench } from "./day.ts";

test.each([
  ["2016", "2016"],
  ["2016-04", "avril 2016"],
  ["2016-04-21", "21\u00a0avril 2016"],
  ["2016-05-01", "1er\u00a0mai 2016"],
])("%s is « %s »", (date, text) => expect(dayInFrench(date)).toBe(text));
