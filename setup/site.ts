import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, run } from "../server/lxd/command.ts";
import type { Console } from "./console.ts";
import { causeOf, Problem } from "./problems.ts";
import { ROOT } from "./settings.ts";

/** The folder that is served, and the course's scripts beside it. */
export const SITE_DIR = join(ROOT, "dist", "site");
export const MANIFEST_PATH = join(ROOT, "dist", "course.json");

/** Hash of what the built site was made from. */
const STAMP = join(ROOT, "dist", ".built");

/** Variables that a build reads beside `PUBLIC_URL`: the forge's editor, and who publishes this site. */
const VARIABLES = ["EDIT_URL", "PUBLISHER"];

/** All that a build reads. */
const SOURCES = [
  "astro.config.mjs",
  "content",
  "package-lock.json",
  "public",
  "server/protocol.ts",
  "server/protocol-board.ts",
  "server/protocol-classes.ts",
  "server/protocol-live.ts",
  "server/protocol-probes.ts",
  "src",
  "tsconfig.json",
];

/** Builds the site unless it is built already from these very sources. @throws {Problem} `site-failed` */
export async function ensureSite(publicUrl: string | undefined, ui: Console): Promise<void> {
  const hash = await sourcesHash(publicUrl);
  const built = await readFile(STAMP, "utf8").catch(() => "");
  if (built === hash && existsSync(MANIFEST_PATH) && existsSync(SITE_DIR)) return;
  await ui.phase("Construction du site", async () => {
    const user = caller();
    await build(publicUrl, user);
    await writeFile(STAMP, hash);
    if (user) await chown(STAMP, user.uid, user.gid);
  });
}

async function build(publicUrl: string | undefined, user: ReturnType<typeof caller>) {
  const env = { PUBLIC_URL: publicUrl, ASTRO_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const options = { cwd: ROOT, env, ...(user ? { user } : {}) };
  try {
    await run(process.execPath, [astro(), "build"], options);
  } catch (error) {
    // An author needs the whole message, with file and line; nobody needs Astro's own stack.
    const said = error instanceof CommandError ? error.stderr : causeOf(error);
    const cause = said.split("\n").filter((line) => !/^\s+at /.test(line));
    throw new Problem("site-failed", { cause: cause.join("\n").trim() });
  }
}

/** Astro's command. */
export function astro(): string {
  return join(ROOT, "node_modules", "astro", "bin", "astro.mjs");
}

/** Who called sudo: what is built in the checkout stays theirs. */
export function caller(): { uid: number; gid: number } | undefined {
  const { SUDO_UID, SUDO_GID } = process.env;
  if (process.getuid?.() !== 0 || !SUDO_UID || !SUDO_GID) return undefined;
  return { uid: Number(SUDO_UID), gid: Number(SUDO_GID) };
}

/** Hash of everything that the site is made from. */
export async function sourcesHash(publicUrl = "", root = ROOT): Promise<string> {
  const hash = createHash("sha256").update(publicUrl);
  for (const name of VARIABLES) hash.update(`\n${process.env[name] ?? ""}`);
  for (const source of SOURCES) {
    for (const file of await filesOf(root, source)) {
      hash.update(`\n${file}\n`).update(await readFile(join(root, file)));
    }
  }
  return hash.digest("hex");
}

/** A file itself, or all files below a folder, in one order everywhere. */
async function filesOf(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (!entries) return existsSync(join(root, path)) ? [path] : [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
