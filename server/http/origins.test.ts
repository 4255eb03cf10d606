import { hostname } from "node:os";
import { expect, test } from "vitest";
import { originsOf } from "./origins.ts";

const local = originsOf(undefined);
const open = originsOf("https://atelier.example");

test.each(["localhost:4321", "127.0.0.1:4321", "[::1]:4321", "192.168.1.9:4321", hostname()])(
  "serves %s without a public address",
  (host) => expect(local.allowsHost(host)).toBe(true),
);

test.each([undefined, "", "atelier.example", "localhost.evil.example", "rebound.example:4321"])(
  "does not serve %s: its name may have been rebound",
  (host) => expect(local.allowsHost(host)).toBe(false),
);

test("serves the public address, when there is one", () => {
  expect(open.allowsHost("atelier.example")).toBe(true);
  expect(open.allowsHost("autre.example")).toBe(false);
});

test.each([
  ["http://127.0.0.1:4321", "127.0.0.1:4321", true],
  ["http://localhost:4321", "localhost:4321", true],
  ["http://127.0.0.1:8000", "127.0.0.1:4321", false],
  ["http://localhost:4321", "127.0.0.1:4321", false],
  ["https://127.0.0.1:4321", "127.0.0.1:4321", false],
  ["null", "127.0.0.1:4321", false],
  [undefined, "127.0.0.1:4321", false],
  ["http://rebound.example:4321", "rebound.example:4321", false],
])("origin %s at %s: %s", (origin, host, allowed) => {
  expect(local.allowsOrigin(origin, host)).toBe(allowed);
});

test("accepts the public origin behind a proxy that changes the host", () => {
  expect(open.allowsOrigin("https://atelier.example", "127.0.0.1:4321")).toBe(true);
  expect(open.allowsOrigin("http://atelier.example", "127.0.0.1:4321")).toBe(false);
});
