import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const LOCK = join(ROOT, "package-lock.json");
/** Hash of the lock file that node_modules was installed from. */
const STAMP = join(ROOT, "node_modules", ".atelier-lock");
/** npm's own note of what it installed. */
const NPM_NOTE = join(ROOT, "node_modules", ".package-lock.json");

/** Installs the locked npm packages unless they are there already. */
export async function ensureModules() {
  const wanted = createHash("sha256").update(readFileSync(LOCK)).digest("hex");
  if (existsSync(NPM_NOTE)) {
    if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
    // Somebody ran npm by hand since the lock last changed.
    if (!existsSync(STAMP) && statSync(NPM_NOTE).mtimeMs >= statSync(LOCK).mtimeMs)
      return stamp(wanted);
  }
  console.log("Paquets npm\u00a0: installation de ceux de package-lock.json…");
  const start = Date.now();
  const status = await npmCi();
  if (status !== 0)
    throw new Error(
      "Les paquets npm n’ont pas pu être installés\u00a0: vérifier le réseau et la configuration de npm, puis relancer.",
    );
  stamp(wanted);
  console.log(`✔ Paquets npm (${Math.round((Date.now() - start) / 1000)}\u00a0s)`);
}

/** @param {string} hash */
function stamp(hash) {
  try {
    writeFileSync(STAMP, hash);
  } catch {
    // A checkout that belongs to somebody else: what is installed serves all the same.
  }
}

function npmCi() {
  // The site's builder is a development package, and Node an optional one: no setting of npm may leave them out.
  const args = [
    "ci",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  return new Promise((resolve) => {
    const child = spawn("npm", args, { cwd: ROOT, stdio: "inherit" });
    child.on("error", () => resolve(1));
    child.on("close", resolve);
  });
}
