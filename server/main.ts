import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import pino, { type DestinationStream } from "pino";
import { openClassroom } from "./classroom.ts";
import { type Config, ConfigError } from "./config.ts";
import { createApp } from "./http/app.ts";
import { openLabs } from "./labs/engine.ts";
import type { MachineTemplate } from "./labs/machine.ts";
import { apiShells } from "./lxd/apiShell.ts";
import { clientCommand, cliShells } from "./lxd/cliShell.ts";
import type { LxdClient } from "./lxd/client.ts";
import { hasCommand } from "./lxd/command.ts";
import { Lines } from "./lxd/lines/lines.ts";
import { type Course, readManifest, refreshCourse } from "./manifest.ts";
import type { LxdKind } from "./protocol.ts";

/** What a server needs from the ground it stands on. */
export interface ServerOptions {
  config: Config;
  /** The daemon within the atelier's project; `null` where there is none. */
  lxd: LxdClient | null;
  /** Why labs cannot be given, French. */
  unavailable?: string;
  /** What labs are made of; `null` where they cannot be. */
  lab: MachineTemplate | null;
  /** Folder of the built site; absent in development. */
  siteDir?: string;
  manifestPath: string;
  /** Where the log goes, a line of JSON each; standard output without it. */
  logTo?: DestinationStream;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:4321`, with the port that was really taken. */
  url: string;
  /**
   * Reads the course again, and takes it into the labs that live: while an author works on it.
   * @throws {Error} in French when it cannot be read; the course is then as it was.
   */
  reloadCourse(): Promise<void>;
  /** Address that opens the first instructor's account; undefined where there is one. */
  firstLink: string | undefined;
  /** Sends everybody away to come back, ends no lab. */
  close(): Promise<void>;
}

/** Puts the rooms together and listens. @throws when the port is taken or the course is not built. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config } = options;
  const log = pino({ level: config.logLevel }, options.logTo ?? pino.destination());
  const given = options.lab && !options.unavailable;
  // Without labs it only names the lessons of classes, and need not be built.
  const course: Course = given
    ? await readManifest(options.manifestPath)
    : await readManifest(options.manifestPath).catch(() => new Map());
  const secret = await cookieSecret(join(config.dataDir, "cookie-secret"));
  const classroom = await openClassroom({ config, secret, course, log });
  const labs =
    options.lxd && options.lab && !options.unavailable
      ? await openLabs({
          config,
          client: options.lxd,
          template: options.lab,
          course,
          openShell:
            config.terminalBackend === "cli" ? await cli(options.lxd) : apiShells(options.lxd),
          lines: linesFor(options.lxd, config),
          reservations: () => classroom.reservations(),
          observer: classroom.observer,
          log,
        })
      : undefined;
  if (labs) await classroom.attach(labs);
  const app = await createApp({
    log,
    secret,
    publicUrl: config.publicUrl,
    previewUrl: config.previewUrl,
    siteDir: options.siteDir,
    health: {
      lxd: options.lxd ?? undefined,
      unavailable: options.unavailable,
      occupancy: labs?.occupancy,
    },
    services: labs?.services,
    classes: classroom.services,
  });
  await app.listen({ host: config.host, port: config.port });
  const url = addressOf(config.host, app.server.address());
  const site = config.publicUrl ? new URL(config.publicUrl).origin : url;
  return {
    url,
    firstLink: classroom.firstPath && `${site}${classroom.firstPath}`,
    async reloadCourse() {
      const before = refreshCourse(course, await readManifest(options.manifestPath));
      for (const lab of labs?.services.labs.living() ?? [])
        lab.relearn(before.get(lab.lesson.slug) ?? lab.lesson.steps);
    },
    async close() {
      await labs?.close();
      await app.close();
      await classroom.close();
    },
  };
}

/** Labs of a daemon on this machine reach our files; to those of another one only LXD leads. */
function linesFor(client: LxdClient, { terminalBackend, dataDir }: Config): Lines | undefined {
  if (terminalBackend !== "api" || client.endpoint.type !== "unix") return undefined;
  return new Lines(client, resolve(dataDir, "lines"));
}

/** @throws {ConfigError} where the client's command is missing: each terminal would start it again and again. */
async function cli(client: LxdClient) {
  const { environment } = await client.get<{ environment: { server: string } }>("/1.0");
  const kind: LxdKind = environment.server === "incus" ? "incus" : "lxd";
  const command = clientCommand(kind);
  if (!(await hasCommand(command)))
    throw new ConfigError(
      `TERMINAL_BACKEND=cli demande la commande «\u00a0${command}\u00a0», qui manque ici.`,
    );
  const { endpoint, project } = client;
  return cliShells({
    kind,
    project,
    ...(endpoint.type === "unix" ? { directory: dirname(endpoint.path) } : {}),
  });
}

/** The key that signs cookies: made once, so that people are still known after a restart. */
async function cookieSecret(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = randomBytes(32).toString("base64url");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
  return secret;
}

function addressOf(host: string, address: unknown): string {
  const { port } = address as { port: number };
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
