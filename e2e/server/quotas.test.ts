import { afterEach, expect, test, vi } from "vitest";
import type { Health } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer | undefined;
const started: { person: LabClient; id: string }[] = [];

afterEach(async () => {
  for (const { person, id } of started.splice(0)) await person.stop(id);
  await server?.close();
});

async function start(url: string): Promise<{ person: LabClient; id: string }> {
  const person = new LabClient(url);
  const lab = { person, id: (await person.start(LESSON.slug)).id };
  started.push(lab);
  return lab;
}

test("refuses more labs from one address than it may have, and says for how long", async () => {
  server = await TestServer.start([LESSON], { LABS_PER_ADDRESS: "1" });
  await start(server.url);
  const response = await fetch(`${server.url}/api/labs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ lesson: LESSON.slug }),
  });
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("60");
  expect(await response.json()).toMatchObject({ code: "too-many-labs-here" });
});

test("tells how many labs there are and fit", async () => {
  server = await TestServer.start([LESSON], { LABS_MAX: "3" });
  await start(server.url);
  const ready = await fetch(`${server.url}/api/ready`);
  expect(ready.status).toBe(200);
  const { labs } = (await ready.json()) as Health;
  expect(labs).toEqual({ running: 1, warm: 0, fit: 3, limit: "LABS_MAX" });
});

test("starts more than it can at a time one after the other, and tells each its place", async () => {
  server = await TestServer.start([LESSON]);
  const { url } = server;
  const labs = await Promise.all(Array.from({ length: 5 }, () => start(url)));
  const places = await Promise.all(
    labs.map(async ({ person, id }) => {
      const seen: number[] = [];
      await person.follow(id, (event, data) => {
        if (event !== "state" || !("terminals" in data)) return false;
        if (data.queue !== undefined) seen.push(data.queue);
        return data.state === "ready";
      });
      return seen;
    }),
  );
  expect(places.flat()).toContain(1);
  for (const seen of places) expect(seen).toEqual([...seen].sort((a, b) => b - a));
});

test("two clicks of one person are one lab", async () => {
  server = await TestServer.start([LESSON]);
  const person = new LabClient(server.url);
  // The first answer gives the cookie by which it is known.
  const first = await person.start(LESSON.slug);
  await person.stop(first.id);
  const [one, two] = await Promise.all([person.start(LESSON.slug), person.start(LESSON.slug)]);
  expect(one.id).toBe(two.id);
  started.push({ person, id: one.id });
});
