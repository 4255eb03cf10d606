import { expect, test } from "vitest";
import { admit } from "./quotas.ts";

const quotas = { max: 3, perUser: 1, perAddress: 2 };
const code = (code: string) => expect.objectContaining({ code, retryAfter: 60 });

test("admits up to what there may be, in all and from one address", () => {
  const [here, there] = [{ origin: "ici" }, { origin: "là" }];
  expect(() => admit("ici", [], quotas)).not.toThrow();
  expect(() => admit("ici", [here, there], quotas)).not.toThrow();
  expect(() => admit("ici", [here, here], quotas)).toThrow(code("too-many-labs-here"));
  expect(() => admit("là", [here, here, there], quotas)).toThrow(code("labs-full"));
});

test("knows no limit for addresses that it does not know", () => {
  const unknown = { origin: "" };
  expect(() => admit("", [unknown, unknown], quotas)).not.toThrow();
});
