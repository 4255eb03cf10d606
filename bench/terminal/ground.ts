import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LabClient } from "../../e2e/client/labClient.ts";
import type { Config } from "../../server/config.ts";
import { commandLine } from "../../server/lxd/cliShell.ts";
import type { LxdClient } from "../../server/lxd/client.ts";
import { exec } from "../../server/lxd/exec.ts";
import { destroyInstance, listInstances } from "../../server/lxd/instances.ts";
import { serverInfo } from "../../server/lxd/serverInfo.ts";
import type { ShellOptions } from "../../server/lxd/shell.ts";
import { startServer } from "../../server/main.ts";
import type { LxdKind, Manifest } from "../../server/protocol.ts";
import { studentShell } from "../../server/terminals/studentShell.ts";
import type { Labs } from "../../setup/labs.ts";

/** A file in each lab, of lines of text: what bulk output is made of (bytes). */
export const BULK = { path: "/srv/bulk", size: 32 * 2 ** 20 };

const LESSON = "mesure/terminal";

/** A lab, and the cookie of its owner. */
export interface BenchLab {
  id: string;
  cookie: string;
}

/** What all contenders stand on. */
export interface Ground extends Labs {
  /** The first is where everybody works; the others are for us, who allow a lab six terminals only. */
  labs: BenchLab[];
  /** Process of the daemon, for its processor time; `undefined` when it is on another machine. */
  lxdPid: number | undefined;
  /** A script that is `lxc exec` of the student's login bash in the first lab: what peers are told to run. */
  enter: string;
  /** What `enter` runs, as the API takes it. */
  shell: ShellOptions;
  /** Where peers are unpacked. */
  peersDir: string;
  /** Variables of our own server in a new process; each with a data folder of its own. */
  serverEnvironment(): Promise<NodeJS.ProcessEnv>;
  close(): Promise<void>;
}

/** Makes the labs with the server's own machinery, which any of our servers finds again then. */
export async function makeGround(config: Config, base: Labs, count: number): Promise<Ground> {
  await deleteLabs(base.lxd);
  const dir = join(config.dataDir, "terminal");
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const manifestPath = join(dir, "course.json");
  await writeFile(manifestPath, JSON.stringify(manifest()));
  const server = await startServer({
    ...base,
    config: { ...config, dataDir: dir, labsMax: count },
    manifestPath,
  });
  const labs: BenchLab[] = [];
  try {
    for (let i = 0; i < count; i++) labs.push(await makeLab(server.url));
  } finally {
    await server.close();
  }
  const [first] = labs as [BenchLab];
  const shell = await loginShell(base.lxd, first.id);
  const { environment } = await serverInfo(base.lxd);
  let servers = 0;
  return {
    ...base,
    labs,
    lxdPid: base.lxd.endpoint.type === "unix" ? environment.server_pid : undefined,
    enter: await writeEnter(join(dir, "enter"), base.lxd, environment.server, shell),
    shell,
    peersDir: join(config.dataDir, "peers"),
    async serverEnvironment() {
      const own = join(dir, `server-${servers++}`);
      await mkdir(own);
      // The same key: the labs' owners are known to each of our servers.
      await copyFile(join(dir, "cookie-secret"), join(own, "cookie-secret"));
      const { endpoint, project } = base.lxd;
      const settings = { endpoint, project, lab: base.lab, dataDir: own, manifestPath };
      return { BENCH_SERVER: JSON.stringify(settings) };
    },
    close: () => deleteLabs(base.lxd),
  };
}

function manifest(): Manifest {
  const setup = `base64 -w 76 /dev/urandom | head -c ${BULK.size} > ${BULK.path}`;
  const step = { id: "rien", title: "Rien", setup: "", run: ["true"], check: "true" };
  const steps = [{ ...step, source: "mesure.mdx:1" }];
  return {
    version: 1,
    lessons: [{ slug: LESSON, title: "Mesure", machines: ["main"], setup, steps }],
  };
}

async function makeLab(url: string): Promise<BenchLab> {
  const person = new LabClient(url);
  const { id } = await person.start(LESSON);
  await person.ready(id);
  return { id, cookie: person.cookie };
}

/** The student's bash as peers run it: without the keeper that lets ours outlive the server. */
async function loginShell(lxd: LxdClient, instance: string): Promise<ShellOptions> {
  const ours = studentShell({ instance, name: "x", size: { cols: 80, rows: 24 } });
  const { stdout } = await exec(lxd, instance, ["stat", "-c", "%u", ours.environment.HOME ?? "/"]);
  const user = Number(stdout);
  const cwd = ours.environment.HOME ?? "/";
  return { ...ours, command: ["bash", "-l"], user, group: user, cwd };
}

async function writeEnter(
  path: string,
  { endpoint, project }: LxdClient,
  kind: LxdKind,
  shell: ShellOptions,
): Promise<string> {
  const { file, args } = commandLine({ kind, project }, shell);
  const words = [file, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const variable = kind === "incus" ? "INCUS_DIR" : "LXD_DIR";
  const where = endpoint.type === "unix" ? `export ${variable}='${dirname(endpoint.path)}'\n` : "";
  await writeFile(path, `#!/bin/sh\nunset LD_LIBRARY_PATH\n${where}exec ${words}\n`);
  await chmod(path, 0o755);
  return path;
}

/** All labs of the benches' project, also those that a run that was killed has left. */
async function deleteLabs(lxd: LxdClient): Promise<void> {
  for (const { name } of await listInstances(lxd)) await destroyInstance(lxd, name);
}
