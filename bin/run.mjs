import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "./paths.mjs";

/** Our own variables, which sudo would take away. */
const OURS =
  /^(HOST|PORT|PUBLIC_URL|ATELIER_\w+|LXD_\w+|LABS?_\w+|TERMINAL_BACKEND|DATABASE_URL|LOG_LEVEL|CI|NO_COLOR|PATH|LANG)$/;

/**
 * Runs a script of the checkout to its end; resolves with its exit status.
 * @param {string} node @param {{script: string, flags?: string[]}} command @param {string[]} args
 */
export function runHere(node, command, args) {
  return wait(node, lineOf(command, args), { ...process.env, PATH: pathWith(node) });
}

/**
 * The same as root, through sudo; without it the script runs as it is, and says what it cannot do.
 * @param {string} node @param {{script: string, flags?: string[]}} command @param {string[]} args
 */
export function runAsRoot(node, command, args) {
  console.log(
    "Les labs sont des conteneurs du système, qui demandent root\u00a0: sudo peut demander votre mot de passe.",
  );
  const allowed = spawnSync("sudo", ["-v"], { stdio: "inherit" });
  if (allowed.error || allowed.status !== 0) return runHere(node, command, args);
  const environment = { ...process.env, PATH: pathWith(node) };
  const ours = Object.entries(environment).filter(([name]) => OURS.test(name));
  const assignments = ours.map(([name, value]) => `${name}=${value}`);
  return wait("sudo", ["env", ...assignments, node, ...lineOf(command, args)], process.env);
}

/** @param {{script: string, flags?: string[]}} command @param {string[]} args */
const lineOf = ({ script, flags = [] }, args) => [...flags, join(ROOT, script), ...args];

/**
 * Our Node first, and at the end the folders of nft, mkfs.btrfs and the like, which Debian keeps from users.
 * @param {string} node
 */
function pathWith(node) {
  const system = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
  return [dirname(node), process.env.PATH ?? "", ...system].join(delimiter);
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
function wait(command, args, env) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: "inherit" });
  // A Ctrl-C reaches the child by itself, from the terminal; what was sent to us alone is passed on.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm puts a shell between itself and us, which dies of a signal without passing it on.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 1000);
  watch.unref();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) =>
      resolve(status ?? 128 + (constants.signals[signal ?? "SIGTERM"] ?? 0)),
    );
  });
}
