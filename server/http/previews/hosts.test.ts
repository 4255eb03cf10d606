import { describe, expect, test } from "vitest";
import { previewHosts } from "./hosts.ts";

const LAB = "lab-0123456789";
const local = previewHosts(undefined, undefined);
const proxied = previewHosts("https://*.apercu.example:8443", "https://cours.example");

describe("names", () => {
  test.each([
    [`8080-${LAB}.localhost:4321`, { lab: LAB, port: 8080 }],
    [`80-cible-${LAB}.localhost`, { lab: LAB, machine: "cible", port: 80 }],
    [`65535-${LAB}.LOCALHOST:1`, { lab: LAB, port: 65_535 }],
  ])("%s is a preview", (host, target) => expect(local.targetOf(host)).toEqual(target));

  test.each([
    undefined,
    "",
    "localhost:4321",
    "127.0.0.1:4321",
    `0-${LAB}.localhost`,
    `65536-${LAB}.localhost`,
    `08080-${LAB}.localhost`,
    `${LAB}.localhost`,
    "8080-lab-01234567.localhost",
    `8080-${LAB}.localhost.evil.example`,
    `8080-${LAB}.evil.example`,
    `8080-${LAB}localhost`,
    `a.8080-${LAB}.localhost`,
    `8080-Cible.x-${LAB}.localhost`,
  ])("%s is none", (host) => expect(local.targetOf(host)).toBeUndefined());

  test("below PREVIEW_URL, and only there", () => {
    const target = { lab: LAB, port: 8080 };
    expect(proxied.targetOf(`8080-${LAB}.apercu.example`)).toEqual(target);
    expect(proxied.targetOf(`8080-${LAB}.localhost`)).toBeUndefined();
  });
});

describe("origins", () => {
  const target = { lab: LAB, machine: "cible", port: 80 };

  test.each(["127.0.0.1:4321", "localhost:4321", "[::1]:4321", "127.0.1.1"])(
    "a page at %s opens previews on this machine's own names",
    (host) =>
      expect(local.originOf(target, host, 4321)).toBe(`http://80-cible-${LAB}.localhost:4321`),
  );

  test.each(["192.168.1.9:4321", "salle-12:4321", undefined])("a page at %s has none", (host) =>
    expect(local.originOf(target, host, 4321)).toBeUndefined(),
  );

  test("a public address has none by itself, wherever the proxy calls from", () => {
    const hosts = previewHosts(undefined, "https://cours.example");
    expect(hosts.originOf(target, "127.0.0.1:4321", 4321)).toBeUndefined();
  });

  test("PREVIEW_URL gives its own, and what it gives is recognised", () => {
    const origin = proxied.originOf(target, "cours.example", 4321) ?? "";
    expect(origin).toBe(`https://80-cible-${LAB}.apercu.example:8443`);
    expect(proxied.targetOf(new URL(origin).host)).toEqual(target);
    expect([proxied.secure, local.secure]).toEqual([true, false]);
  });
});
