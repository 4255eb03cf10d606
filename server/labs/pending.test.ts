import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { Pending } from "./pending.ts";
import { LabRecord } from "./record.ts";
import { recordOf } from "./recordKeys.ts";

const log = pino({ level: "silent" });
const root = mkdtempSync(join(tmpdir(), "pending-"));
const dir = join(root, "pending");
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lesson = { slug: "essai", title: "Essai", machines: ["main"], setup: "", steps: [] };
const lab = new LabRecord({
  id: "lab-0123456789",
  owner: "moi",
  origin: "ici",
  lesson,
  createdAt: 1_000,
  expiresAt: 2_000,
});

test("gives a lab back to the server that comes after", () => {
  new Pending(dir, log).keep(lab);
  const [note] = new Pending(dir, log).all();
  const found = note && recordOf(note, new Map([[lesson.slug, lesson]]));
  expect(found).toMatchObject({ id: lab.id, owner: "moi", origin: "ici", expiresAt: 2_000 });
  expect(found?.life).toBe("starting");
});

test("forgets a lab that has its machine", () => {
  const pending = new Pending(dir, log);
  pending.keep(lab);
  pending.drop(lab.id);
  pending.drop(lab.id);
  expect(pending.all()).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});

test("takes nothing from a note that was cut off, nor from another file", () => {
  const pending = new Pending(dir, log);
  expect(pending.all()).toEqual([]);
  pending.keep(lab);
  const cut = join(dir, "lab-00000000ff.json");
  writeFileSync(cut, '{"user.atelier.owner":"mo');
  writeFileSync(join(dir, "lab-00000000fe.json.new"), "{}");
  writeFileSync(join(dir, "autre.json"), "{}");
  expect(pending.all().map(({ name }) => name)).toEqual([lab.id]);
  expect(existsSync(cut)).toBe(false);
});
