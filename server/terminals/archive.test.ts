import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Archive } from "./archive.ts";

const log = pino({ level: "silent" });
let dir: string;
let archive: Archive;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-archive-"));
  archive = new Archive(join(dir, "terminals"), log);
});
afterEach(() => rm(dir, { recursive: true }));

test("gives the next server what this one saved last", async () => {
  expect(archive.load("lab-1", "main")).toEqual(Buffer.alloc(0));
  await archive.save("lab-1", "main", Buffer.from("un"));
  await archive.save("lab-1", "main", Buffer.from("deux"));
  expect(new Archive(join(dir, "terminals"), log).load("lab-1", "main").toString()).toBe("deux");
});

test("saves once for many plans, with what stands there when it is time", async () => {
  let bytes = "tôt";
  let asked = 0;
  const plan = () =>
    archive.plan("lab-1", "main", () => {
      asked++;
      return Buffer.from(bytes);
    });
  for (let i = 0; i < 5; i++) plan();
  bytes = "tard";
  await expect
    .poll(() => archive.load("lab-1", "main").toString(), { timeout: 3_000 })
    .toBe("tard");
  expect(asked).toBe(1);
});

test("forgets a terminal, a lab, and labs that are no more", async () => {
  for (const [lab, name] of [
    ["lab-1", "main"],
    ["lab-1", "t2"],
    ["lab-2", "main"],
    ["lab-3", "main"],
  ])
    await archive.save(lab as string, name as string, Buffer.from("écran"));
  archive.plan("lab-1", "t2", () => Buffer.from("trop tard"));
  archive.forget("lab-1", "t2");
  archive.forgetLab("lab-2");
  archive.keepOnly(new Set(["lab-1"]));
  await new Promise((resolve) => setTimeout(resolve, 700));
  const kept = (lab: string, name: string) => existsSync(join(dir, "terminals", lab, name));
  expect([
    kept("lab-1", "main"),
    kept("lab-1", "t2"),
    kept("lab-2", "main"),
    kept("lab-3", "main"),
  ]).toEqual([true, false, false, false]);
});

test("a disk that refuses costs the screen, not the server", async () => {
  await writeFile(join(dir, "fichier"), "");
  const nowhere = new Archive(join(dir, "fichier", "terminals"), log);
  await nowhere.save("lab-1", "main", Buffer.from("x"));
  expect(nowhere.load("lab-1", "main")).toEqual(Buffer.alloc(0));
});
