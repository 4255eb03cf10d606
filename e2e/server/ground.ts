import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, readConfig } from "../../server/config.ts";
import { LxdClient } from "../../server/lxd/client.ts";
import { type RunningServer, startServer } from "../../server/main.ts";
import type { Manifest, ManifestLesson } from "../../server/protocol.ts";

/** Where the tests' labs are made: told by `npm test`, which prepared it. */
export function testGround() {
  const { TEST_LXD_SOCKET, TEST_LXD_PROJECT, TEST_LAB_IMAGE, TEST_LAB_PROFILE } = process.env;
  if (!TEST_LXD_SOCKET || !TEST_LXD_PROJECT || !TEST_LAB_IMAGE || !TEST_LAB_PROFILE)
    throw new Error("Ces essais ont besoin d’un LXD préparé : lancez-les par « npm test ».");
  return {
    lxd: new LxdClient({ type: "unix", path: TEST_LXD_SOCKET }, TEST_LXD_PROJECT),
    template: { image: TEST_LAB_IMAGE, profile: TEST_LAB_PROFILE },
  };
}

/** The storage pool of the tests' labs. */
export async function testPool(): Promise<string> {
  const { lxd, template } = testGround();
  const { devices } = await lxd.get<{ devices: { root: { pool: string } } }>(
    `/1.0/profiles/${template.profile}`,
  );
  return devices.root.pool;
}

/** A real server on a free port, over the tests' real LXD, with a course of its own. */
export class TestServer {
  readonly lxd: LxdClient;
  readonly dir: string;
  readonly #env: Record<string, string>;
  #server: RunningServer;

  private constructor(
    dir: string,
    env: Record<string, string>,
    lxd: LxdClient,
    server: RunningServer,
  ) {
    this.lxd = lxd;
    this.dir = dir;
    this.#env = env;
    this.#server = server;
  }

  static async start(
    lessons: ManifestLesson[],
    env: Record<string, string> = {},
    lxd: LxdClient = testGround().lxd,
  ): Promise<TestServer> {
    const dir = await mkdtemp(join(tmpdir(), "atelier-test-"));
    const manifest: Manifest = { version: 1, lessons };
    await writeFile(join(dir, "course.json"), JSON.stringify(manifest));
    return new TestServer(dir, env, lxd, await listen(dir, env, { lxd }));
  }

  get url(): string {
    return this.#server.url;
  }

  /** Address that opens the first instructor's account. */
  get firstLink(): string | undefined {
    return this.#server.firstLink;
  }

  /** Stops politely and starts again, on the same port: what a restart of the service is. */
  async restart(): Promise<void> {
    await this.stopped(async () => undefined);
  }

  /** Does something while the server is down, then starts it again on the same port. */
  async stopped(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = new URL(this.url);
    await this.#server.close();
    await meanwhile();
    this.#server = await listen(this.dir, { ...this.#env, PORT: port }, { lxd: this.lxd });
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.dir, { recursive: true });
  }
}

/** A server with this data folder, in which its course is. */
export function listen(
  dir: string,
  env: Record<string, string>,
  { lxd = testGround().lxd, siteDir }: { lxd?: LxdClient; siteDir?: string } = {},
): Promise<RunningServer> {
  const { template } = testGround();
  const config: Config = readConfig({
    PORT: "0",
    LOG_LEVEL: "warn",
    // A test that looks at what is left wants no machines ahead of need, nor any to be copied.
    LABS_WARM: "0",
    LABS_BLANKS: "0",
    ...env,
    ATELIER_DATA: dir,
  });
  return startServer({
    ...{ config, lxd, lab: template, manifestPath: join(dir, "course.json") },
    ...(siteDir ? { siteDir } : {}),
  });
}

/** A lesson that needs nothing but a shell. */
export const LESSON: ManifestLesson = {
  slug: "essai/coquille",
  machines: ["main"],
  title: "Une coquille",
  setup: "echo préparé > /srv/lecon",
  steps: [
    {
      id: "toucher",
      title: "Créer un fichier",
      setup: "",
      run: ["touch ~/un"],
      check: "test -e ~etudiant/un || { echo 'Le fichier ~/un manque.'; exit 1; }",
      source: "essai.mdx:1",
    },
    {
      id: "lire",
      title: "Copier ce que la préparation a laissé",
      setup: "echo secret > /srv/etape",
      run: ["cp /srv/etape ~/deux", "bash --norc", "echo fini > ~/trois", "exit"],
      check:
        "grep -q secret ~etudiant/deux || { echo 'Pas de secret dans ~/deux.'; exit 1; }; test -e ~etudiant/trois",
      source: "essai.mdx:9",
    },
  ],
};
