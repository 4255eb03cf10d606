import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Where Debian has PostgreSQL's programs, one folder a version. */
const VERSIONS = "/usr/lib/postgresql";

/** Folder of the newest PostgreSQL's programs; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const versions = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(VERSIONS, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
}

/** A PostgreSQL server of the test's own, on a socket in a temporary folder: no port, no other's data. */
export interface Cluster {
  /** Makes an empty database. @returns its `DATABASE_URL` */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a cluster. @throws where there is no PostgreSQL, or neither root nor another who may run it */
export async function startCluster(): Promise<Cluster> {
  const programs = postgresPrograms();
  if (!programs) throw new Error("PostgreSQL manque sur cette machine.");
  const user = await unprivileged();
  const folder = await mkdtemp(join(tmpdir(), "atelier-pg-"));
  if (user) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const as = { cwd: folder, ...user, env: { ...process.env, LC_ALL: "C.UTF-8" } };
  const call = (program: string, ...args: string[]) => execute(join(programs, program), args, as);
  await call("initdb", "-D", data, "-U", "atelier", "-A", "trust", "-E", "UTF8", "--no-sync");
  const options = `-k ${folder} -c listen_addresses= -c fsync=off`;
  await call("pg_ctl", "start", "-w", "-D", data, "-o", options, "-l", join(folder, "log"));
  return {
    async create(name) {
      await call("createdb", "-h", folder, "-U", "atelier", name);
      return `postgres://atelier@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    async stop() {
      await call("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data);
      await rm(folder, { recursive: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as Debian's `postgres`. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await execute("id", [flag, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}
