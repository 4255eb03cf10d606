import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";
import type { Config } from "../server/config.ts";
import { capacity } from "../server/labs/capacity.ts";
import { availableMemory } from "../server/labs/host.ts";
import { chooseLxd, type LxdChoice, type MachineFacts } from "../server/lxd/find.ts";
import { refusal } from "./daemon.ts";
import { readFacts } from "./facts.ts";
import { inotifyLimits } from "./kernel.ts";
import { missingPackages, packagesFor } from "./packages.ts";
import { checkPort } from "./port.ts";
import { causeOf, Problem } from "./problems.ts";

/** One line of the doctor's table. `later`: `npm start` does it by itself. */
export interface Finding {
  subject: string;
  state: "ok" | "later" | "bad";
  /** What was found, and for `bad` the remedy too. */
  text: string;
}

/** Everything that `npm start` would look at, changed in nothing. */
export async function examine(config: Config): Promise<Finding[]> {
  const linux = process.platform === "linux";
  const choice = linux ? chooseLxd(asRoot(await readFacts(config))) : undefined;
  const findings = [system(), rights(), daemon(choice), await packages(choice), await port(config)];
  if (linux) findings.push(await inotify(), await space(config));
  return findings;
}

/** What `npm start` will find, which becomes root by sudo; that there is none is told under « Droits ». */
function asRoot(facts: MachineFacts): MachineFacts {
  const opened = facts.sockets.map((socket) =>
    socket.answer === "denied" && !facts.root ? { ...socket, answer: "yes" as const } : socket,
  );
  return { ...facts, root: true, sockets: opened };
}

function system(): Finding {
  if (process.platform !== "linux")
    return bad("Système", new Problem("not-linux", { platform: process.platform }));
  return ok("Système", `Linux, ${process.arch}, Node ${process.versions.node}`);
}

function rights(): Finding {
  if (process.getuid?.() === 0) return ok("Droits", "root");
  const sudo = ["/usr/bin/sudo", "/bin/sudo", "/run/wrappers/bin/sudo"].some(existsSync);
  if (sudo) return { subject: "Droits", state: "later", text: "sudo, que npm start emploiera" };
  return bad("Droits", new Problem("no-root"));
}

function daemon(choice: LxdChoice | undefined): Finding {
  const subject = "LXD";
  switch (choice?.use) {
    case "given":
      return ok(subject, `celui de LXD_URL, ${choice.url}`);
    case "system":
      return ok(subject, `celui du système, ${choice.socket}`);
    case "private":
      return { subject, state: "later", text: "celui de l’atelier, que npm start démarre" };
    case "install-incus":
      return { subject, state: "later", text: "Incus, que npm start installe" };
    case "none":
      return bad(subject, refusal(choice));
    case undefined:
      return { subject, state: "bad", text: "il n’y en a que sous Linux" };
  }
}

async function packages(choice: LxdChoice | undefined): Promise<Finding> {
  const subject = "Paquets";
  const names = Object.keys(await packagesFor(choice ?? { use: "private" }));
  try {
    const missing = await missingPackages(names);
    if (missing.length === 0) return ok(subject, `les ${names.length} sont là`);
    return { subject, state: "later", text: `npm start installera ${missing.join(", ")}` };
  } catch {
    return { subject, state: "bad", text: `pas de dpkg ici\u00a0: installer ${names.join(", ")}` };
  }
}

async function port({ host, port }: Config): Promise<Finding> {
  try {
    await checkPort(host, port);
    return ok("Port", `${port} de ${host}, libre`);
  } catch (error) {
    return bad("Port", error);
  }
}

async function inotify(): Promise<Finding> {
  const limits = await inotifyLimits();
  const text = limits.map(({ name, now }) => `${name} = ${now}`).join(", ");
  const low = limits.filter(({ now, wanted }) => now < wanted);
  if (low.length === 0) return ok("Noyau", text);
  const raised = low.map(({ wanted }) => wanted).join(" et ");
  return { subject: "Noyau", state: "later", text: `${text}, que npm start portera à ${raised}` };
}

async function space(config: Config): Promise<Finding> {
  let folder = config.dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  const cores = availableParallelism();
  const room = capacity({ memory: await availableMemory(), disk: free, cores });
  const labs = Math.min(room.labs, config.labsMax);
  const limit = config.labsMax < room.labs ? "LABS_MAX" : room.limit;
  const gib = (bytes: number) => `${Math.floor(bytes / 2 ** 30)}\u00a0Gio`;
  const text = `${labs} labs à la fois\u202f; ce qui limite\u00a0: ${limit} (${gib(totalmem())} de mémoire, ${gib(free)} libres, ${cores} processeurs)`;
  return { subject: "Place", state: labs > 0 ? "ok" : "bad", text };
}

function ok(subject: string, text: string): Finding {
  return { subject, state: "ok", text };
}

function bad(subject: string, error: unknown): Finding {
  return { subject, state: "bad", text: error instanceof Problem ? error.message : causeOf(error) };
}
