import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("has the contract's defaults", () => {
  expect(readConfig({})).toMatchObject({
    host: "127.0.0.1",
    port: 4321,
    dataDir: ".atelier",
    lxdProject: "atelier",
    labsPerUser: 1,
    labTtl: 3600,
    labInternet: false,
    terminalBackend: "api",
    publicUrl: undefined,
  });
});

test("takes an empty variable for one that is not set", () => {
  expect(readConfig({ PORT: "", LXD_URL: "" })).toMatchObject({ port: 4321, lxdUrl: undefined });
});

test.each([
  ["PORT", "quatre"],
  ["PORT", "70000"],
  ["PUBLIC_URL", "ftp://atelier.example"],
  ["PREVIEW_URL", "https://apercu.example"],
  ["PREVIEW_URL", "https://*"],
  ["PREVIEW_URL", "https://*.apercu.example/chemin"],
  ["PREVIEW_URL", "https://a.*.example"],
  ["LXD_URL", "/var/lib/lxd/unix.socket"],
  ["LXD_PROJECT", "Mon Projet"],
  ["LAB_MEMORY", "beaucoup"],
  ["LAB_TTL", "-1"],
  ["LABS_WARM", "dix"],
  ["LABS_WARM", "10-2"],
  ["LABS_RESERVED", "30 demain"],
  ["LAB_INTERNET", "oui"],
  ["TERMINAL_BACKEND", "ssh"],
])("refuses %s=%s, and names it", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
  expect(() => readConfig({ [name]: value })).toThrow(`${name}=${value} : `);
});

test.each(["https://*.apercu.example", "http://*.apercu.example:8080"])(
  "takes PREVIEW_URL=%s",
  (url) => expect(readConfig({ PREVIEW_URL: url }).previewUrl).toBe(url),
);

test("takes bounds, and hours of a class", () => {
  const { labsWarm, labsReserved } = readConfig({
    LABS_WARM: "2-10",
    LABS_RESERVED: "30@2026-11-23T08:30/2026-11-23T12:00",
  });
  expect(labsWarm).toEqual({ least: 2, most: 10 });
  expect(labsReserved).toMatchObject([{ machines: 30 }]);
  expect(readConfig({})).toMatchObject({ labsWarm: { least: 2, most: 2 }, labsReserved: [] });
});

test("never shows what may hold a secret", () => {
  expect(() => readConfig({ DATABASE_URL: "mysql://moi:chut@ici" })).toThrow(/DATABASE_URL=… : /);
});

test("takes OpenID Connect whole, and refuses half of it", () => {
  const whole = {
    OIDC_ISSUER: "https://id.example",
    OIDC_CLIENT_ID: "atelier",
    OIDC_CLIENT_SECRET: "chut",
    OIDC_ALLOWED: "zoe@exemple.fr, @ecole.fr,sub:12",
  };
  const { oidc } = readConfig(whole);
  expect(oidc?.allowed).toEqual(["zoe@exemple.fr", "@ecole.fr", "sub:12"]);
  expect(readConfig({}).oidc).toBeUndefined();
  expect(() => readConfig({ ...whole, OIDC_ALLOWED: "" })).toThrow(/vont ensemble/);
  expect(() => readConfig({ ...whole, OIDC_ALLOWED: "tous" })).toThrow(/OIDC_ALLOWED=tous/);
  expect(() => readConfig({ ...whole, OIDC_ISSUER: "http://id.example" })).toThrow(/https/);
});

test("tells every mistake at once", () => {
  expect(() => readConfig({ PORT: "x", LAB_CPU: "0" })).toThrow(/PORT=x[^]*LAB_CPU=0/);
});
