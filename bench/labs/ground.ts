import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SERVER_FLAGS } from "../../bin/commands.mjs";
import { destroyInstance, listInstances } from "../../server/lxd/instances.ts";
import { waitFor } from "../../server/lxd/waitFor.ts";
import type { Health, Manifest, ManifestLesson, ManifestStep } from "../../server/protocol.ts";
import type { Labs } from "../../setup/labs.ts";
import { startChild } from "../terminal/child.ts";
import type { ServerSettings } from "./server.ts";

const MAIN = join(import.meta.dirname, "server.ts");
/** How long a pool may take to be full (ms). */
const FILL_PATIENCE = 300_000;
/** How often that is looked at (ms): each look is work for the server and for LXD. */
const LOOK = 300;

/** A lesson in which nothing is prepared; its second step is given once `~/un` is there. */
export const LESSON = "mesure/labs";
/** The same, with something prepared for it as most lessons have: a folder of the student's. */
export const PREPARED = "mesure/preparee";
export const STEPS = ["un", "deux"] as const;

/** One of our servers, for one measure. */
export interface Server {
  url: string;
  pid: number;
  /** Its data. */
  dir: string;
  /** Waits until so many machines stand ready. @throws when they never do. */
  full(machines: number): Promise<void>;
  stop(): Promise<void>;
}

/** What all measures stand on. */
export class Ground {
  readonly labs: Labs;
  readonly #dir: string;
  #servers = 0;

  constructor(labs: Labs, dataDir: string) {
    this.labs = labs;
    this.#dir = join(dataDir, "labs");
  }

  /**
   * Starts one of our servers. @param env its configuration, beside what all have. @param site the built site and its
   * course, instead of a lesson made for the benches.
   */
  async server(
    env: Record<string, string>,
    site?: Pick<ServerSettings, "siteDir" | "manifestPath">,
  ): Promise<Server> {
    const dataDir = join(this.#dir, `server-${this.#servers++}`);
    await mkdir(dataDir, { recursive: true });
    const manifestPath = join(this.#dir, "course.json");
    await writeFile(manifestPath, JSON.stringify(MANIFEST));
    const { lxd, lab } = this.labs;
    const settings: ServerSettings = {
      endpoint: lxd.endpoint,
      project: lxd.project,
      lab,
      manifestPath,
      ...site,
      env: { LABS_WARM: "0", LABS_MAX: "200", ...env, ATELIER_DATA: dataDir },
    };
    const child = await startChild(
      (port) => [process.execPath, ...SERVER_FLAGS, MAIN, String(port)],
      {
        BENCH_SERVER: JSON.stringify(settings),
      },
    );
    const url = `http://127.0.0.1:${child.port}`;
    const { pid } = child;
    const [isFull, stop] = [(machines: number) => full(url, machines), () => child.stop()];
    return { url, pid, dir: dataDir, full: isFull, stop };
  }

  /** Takes all instances of the benches' project away, also those that a run that was killed has left. */
  async empty(): Promise<void> {
    for (const { name } of await listInstances(this.labs.lxd))
      await destroyInstance(this.labs.lxd, name);
  }

  async close(): Promise<void> {
    await this.empty();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

async function full(url: string, machines: number): Promise<void> {
  const ready = async () => {
    const health = (await (await fetch(`${url}/api/health`)).json()) as Health;
    return (health.labs?.warm ?? 0) >= machines;
  };
  if (!(await waitFor(ready, { timeout: FILL_PATIENCE, every: LOOK })))
    throw new Error(`la réserve n’a pas ses ${machines} machines`);
}

const step = (id: string, check: string): ManifestStep => ({
  ...{ id, title: id, setup: "", run: ["true"], check },
  source: "mesure.mdx:1",
});

const lesson = (slug: string, setup: string): ManifestLesson => ({
  ...{ slug, title: "Mesure", machines: ["main"], setup },
  steps: [step(STEPS[0], "test -e ~etudiant/un"), step(STEPS[1], "test -e ~etudiant/deux")],
});

const MANIFEST: Manifest = {
  version: 1,
  lessons: [
    lesson(LESSON, ""),
    lesson(PREPARED, "install -d -o etudiant -g etudiant /home/etudiant/mesure"),
  ],
};
