import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { distributionOf } from "./facts.ts";
import { takeLock } from "./lock.ts";
import { checkPort, freePort } from "./port.ts";
import { sourcesHash } from "./site.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "setup-"))));
afterEach(() => rm(dir, { recursive: true }));

describe("takeLock", () => {
  it("is refused while somebody holds it, and free again afterwards", () => {
    const release = takeLock(dir);
    expect(() => takeLock(dir)).toThrow(`(processus ${process.pid})`);
    release();
    takeLock(dir)();
  });
  it("is taken from a process that is dead, or whose number went to another", async () => {
    for (const holder of ["999999999 1", `${process.pid} 1`, ""]) {
      await writeFile(join(dir, "lock"), holder);
      takeLock(dir)();
    }
  });
  it("says it when the folder cannot be made", async () => {
    await writeFile(join(dir, "file"), "");
    expect(() => takeLock(join(dir, "file", "data"))).toThrow("accessible en écriture");
  });
});

describe("checkPort", () => {
  it("tells a free port from one that is taken", async () => {
    const port = await freePort();
    await checkPort("127.0.0.1", port);
    const server = createServer().listen(port, "127.0.0.1");
    await expect(checkPort("127.0.0.1", port)).rejects.toThrow(`PORT=${port + 1}`);
    server.close();
  });
  it("tells an address that is not ours", async () => {
    await expect(checkPort("198.51.100.1", 4321)).rejects.toThrow("EADDRNOTAVAIL");
  });
});

describe("distributionOf", () => {
  it("reads ID and ID_LIKE, quoted or not", () => {
    expect(distributionOf('NAME="Ubuntu"\nID=ubuntu\nID_LIKE="debian"\nVERSION_ID=1')).toEqual([
      "ubuntu",
      "debian",
    ]);
    expect(distributionOf("")).toEqual([]);
  });
});

describe("sourcesHash", () => {
  it("changes with a lesson and with the public address, not with the rest", async () => {
    await mkdir(join(dir, "content", "part"), { recursive: true });
    await writeFile(join(dir, "content", "part", "a.mdx"), "un");
    const first = await sourcesHash("", dir);
    await writeFile(join(dir, "README.md"), "autre chose");
    expect(await sourcesHash("", dir)).toBe(first);
    expect(await sourcesHash("https://atelier.test", dir)).not.toBe(first);
    await writeFile(join(dir, "content", "part", "a.mdx"), "deux");
    expect(await sourcesHash("", dir)).not.toBe(first);
  });
});
