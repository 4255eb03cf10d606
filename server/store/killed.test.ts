import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bases, KINDS } from "./testing/bases.ts";

const WRITER = join(import.meta.dirname, "testing", "writer.ts");

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());

  test("a writer that is killed loses nothing that it had acknowledged", async () => {
    const at = await bases.fresh();
    const acknowledged = new Set<string>();
    for (const enough of [25, 60, 110]) {
      // Each life goes on with a fresh table, so that numbers may begin again.
      const cleaning = await bases.open(at);
      await cleaning.db.deleteFrom("instructors").execute();
      await cleaning.close();
      acknowledged.clear();
      const child = spawn(
        process.execPath,
        [WRITER, at.dataDir, ...(at.databaseUrl ? [at.databaseUrl] : [])],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      const gone = once(child, "exit");
      for await (const id of createInterface({ input: child.stdout })) {
        acknowledged.add(id);
        if (acknowledged.size === enough) child.kill("SIGKILL");
      }
      await gone;
      const store = await bases.open(at);
      const rows = await store.db.selectFrom("instructors").select("id").execute();
      const kept = new Set(rows.map(({ id }) => id));
      expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
      expect(kept.size).toBeGreaterThanOrEqual(enough);
      await store.close();
    }
  }, 60_000);
});
