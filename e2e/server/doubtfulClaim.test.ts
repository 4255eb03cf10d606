import pino from "pino";
import { afterAll, expect, test } from "vitest";
import { StartGate } from "../../server/labs/gate.ts";
import { Pool } from "../../server/labs/pool.ts";
import { LabRecord } from "../../server/labs/record.ts";
import { type LxdAnswer, LxdClient, type LxdRequest } from "../../server/lxd/client.ts";
import { LxdUnreachable } from "../../server/lxd/errors.ts";
import { getInstance, listInstances } from "../../server/lxd/instances.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround } from "./ground.ts";

const { lxd, template } = testGround();

afterAll(clearGround);

/** An LXD that dies as it has done what it was asked, before it says so. */
class Dying extends LxdClient {
  dies = false;

  override async request<T>(
    method: string,
    path: string,
    options?: LxdRequest,
  ): Promise<LxdAnswer<T>> {
    const answer = await super.request<T>(method, path, options);
    if (!this.dies || method !== "PATCH") return answer;
    this.dies = false;
    throw new LxdUnreachable(this.endpoint, new Error("mort"));
  }
}

test("takes away a machine that LXD died over while it became somebody's lab", async () => {
  const client = new Dying(lxd.endpoint, lxd.project);
  const [gate, log] = [new StartGate(1), pino({ level: "silent" })];
  let size = 1;
  const rest = { shells: undefined, size: () => size, asked: () => undefined, log };
  const pool = new Pool({ client, template, version: "essai", gate, ...rest });
  try {
    pool.fill();
    await expect.poll(() => pool.ready, { timeout: 60_000 }).toBe(1);
    client.dies = true;
    let claimed = "";
    const birth = { owner: "quelqu-un", lesson: LESSON, createdAt: Date.now() };
    const claim = pool.claim((id) => {
      claimed = id;
      return new LabRecord({ ...birth, id, expiresAt: Date.now() + 3_600_000 });
    });
    await expect(claim).rejects.toThrow(LxdUnreachable);
    expect((await getInstance(lxd, claimed))?.config["user.atelier.owner"]).toBe("quelqu-un");
    size = 0;
    await pool.adopt(await listInstances(lxd));
    await expect.poll(() => getInstance(lxd, claimed)).toBeUndefined();
  } finally {
    await pool.close();
  }
});
