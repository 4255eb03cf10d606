import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, ManifestLesson } from "../../server/protocol.ts";

/** A server in a process of its own, which may be killed as an accident would. */
export class ChildServer {
  readonly #dir: string;
  #child: ChildProcess;
  url: string;

  private constructor(dir: string, child: ChildProcess, url: string) {
    this.#dir = dir;
    this.#child = child;
    this.url = url;
  }

  static async start(lessons: ManifestLesson[]): Promise<ChildServer> {
    const dir = await mkdtemp(join(tmpdir(), "atelier-child-"));
    const manifest: Manifest = { version: 1, lessons };
    await writeFile(join(dir, "course.json"), JSON.stringify(manifest));
    const { child, url } = await launch(dir, "0");
    return new ChildServer(dir, child, url);
  }

  /** `kill -9`, then a new server on the same port. */
  async killAndRestart(): Promise<void> {
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
    const { child, url } = await launch(this.#dir, new URL(this.url).port);
    this.#child = child;
    this.url = url;
  }

  async close(): Promise<void> {
    this.#child.kill("SIGTERM");
    await once(this.#child, "exit");
    await rm(this.#dir, { recursive: true });
  }
}

async function launch(dir: string, port: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "childMain.ts"), dir, port], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const died = once(child, "exit").then(([status]) => {
    throw new Error(`le serveur n’a pas démarré (${status})`);
  });
  const [line] = (await Promise.race([once(child.stdout, "data"), died])) as [Buffer];
  // It may well die later: that is what it is for.
  died.catch(() => undefined);
  return { child, url: line.toString().trim() };
}
