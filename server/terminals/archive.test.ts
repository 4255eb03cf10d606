import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Archive } from "./archive.ts";
import { Ring } from "./ring.ts";

const log = pino({ level: "silent" });
let dir: string;
let archive: Archive;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-archive-"));
  archive = new Archive(join(dir, "terminals"), log);
});
afterEach(() => rm(dir, { recursive: true }));

const ringOf = (text: string) => new Ring(100_000, text.length, Buffer.from(text));
const saved = () => new Archive(join(dir, "terminals"), log).load("lab-1", "main").toString();

test("gives the next server what this one saved last", async () => {
  expect(saved()).toBe("");
  const ring = ringOf("un");
  await archive.save("lab-1", "main", ring);
  ring.append(Buffer.from(" deux"));
  await archive.save("lab-1", "main", ring);
  expect(saved()).toBe("un deux");
  await archive.save("lab-1", "main", ringOf("une autre vie"));
  expect(saved()).toBe("une autre vie");
});

test("saves once for many plans, with what stands there when it is time", async () => {
  const ring = ringOf("tôt");
  for (let i = 0; i < 5; i++) archive.plan("lab-1", "main", ring);
  ring.append(Buffer.from(", tard"));
  expect(saved()).toBe("");
  await expect.poll(saved, { timeout: 3_000 }).toBe("tôt, tard");
});

test("lets no file grow without end, and loses nothing of the screen by that", async () => {
  const ring = new Ring(50_000);
  ring.append(Buffer.from("\u001b[?1049h"));
  for (let i = 0; i < 40; i++) {
    ring.append(Buffer.alloc(30_000, "abcdefghij"[i % 10]));
    await archive.save("lab-1", "main", ring);
    expect(saved().length).toBeLessThanOrEqual(512 * 1024);
  }
  expect(saved().endsWith(ring.picture.toString().slice(-50_000))).toBe(true);
  expect(saved().startsWith("\u001b[?1049h")).toBe(true);
});

test("forgets a terminal, a lab, and labs that are no more", async () => {
  for (const [lab, name] of [
    ["lab-1", "main"],
    ["lab-1", "t2"],
    ["lab-2", "main"],
    ["lab-3", "main"],
  ])
    await archive.save(lab as string, name as string, ringOf("écran"));
  archive.plan("lab-1", "t2", ringOf("trop tard"));
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
  await nowhere.save("lab-1", "main", ringOf("x"));
  expect(nowhere.load("lab-1", "main")).toEqual(Buffer.alloc(0));
});
