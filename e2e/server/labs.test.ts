import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { destroyInstance, getInstance, setInstanceState } from "../../server/lxd/instances.ts";
import { CLOSE, type Lab } from "../../server/protocol.ts";
import { LabClient, ProblemError } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

let server: TestServer;
const started: { person: LabClient; id: string }[] = [];

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
});

afterEach(async () => {
  for (const { person, id } of started.splice(0)) await person.stop(id).catch(ignoreGone);
});

afterAll(() => server.close());

async function newLab(): Promise<{ person: LabClient; id: string; lab: Lab }> {
  const person = new LabClient(server.url);
  const { id } = await person.start(LESSON.slug);
  started.push({ person, id });
  return { person, id, lab: await person.ready(id) };
}

test("gives a lab, and no instance is left when it is stopped", async () => {
  const { person, id, lab } = await newLab();
  expect(lab).toMatchObject({
    lesson: LESSON.slug,
    state: "ready",
    machines: ["main"],
    terminals: ["main"],
    steps: [
      { id: "toucher", state: "todo", message: "" },
      { id: "lire", state: "todo", message: "" },
    ],
  });
  expect(Date.parse(lab.expiresAt)).toBeGreaterThan(Date.now() + 3_500_000);
  expect(await getInstance(server.lxd, id)).toMatchObject({ status: "Running" });
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  await person.stop(id);
  expect(await getInstance(server.lxd, id)).toBeUndefined();
  expect(await terminal.end()).toMatchObject({ code: CLOSE.labEnded });
  await expect(person.get(id)).rejects.toMatchObject({ problem: { code: "no-such-lab" } });
});

test("gives the same lab to the same person, and hides it from others", async () => {
  const { person, id } = await newLab();
  expect((await person.start(LESSON.slug)).id).toBe(id);
  const other = new LabClient(server.url);
  for (const attempt of [other.get(id), other.reset(id), other.stop(id), other.check(id, "lire")])
    await expect(attempt).rejects.toMatchObject({ problem: { status: 404, code: "no-such-lab" } });
});

test("turns a step green by itself when the command ends, and gives the next", async () => {
  const { person, id } = await newLab();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  const seen: string[] = [];
  const green = person.follow(id, (event, data) => {
    if (event !== "step") return false;
    seen.push(JSON.stringify(data));
    return "state" in data && data.state === "done";
  });
  terminal.type("true\r");
  await expect.poll(() => seen[0]).toContain("Le fichier ~/un manque.");
  terminal.type("touch un\r");
  await green;
  // Checks and preparations of a lab wait for each other: after this one the next step is given.
  expect((await person.check(id, "lire")).message).toBe("Pas de secret dans ~/deux.");
  terminal.type("cat /srv/lecon /srv/etape\r");
  await terminal.see(/préparé\r\nsecret/);
  expect((await person.get(id)).steps.map(({ state }) => state)).toEqual(["done", "todo"]);
});

test("plays a solution in the student's terminal, through a shell in a shell", async () => {
  const { person, id } = await newLab();
  await expect(person.solve(id, "toucher")).rejects.toMatchObject({
    problem: { code: "no-terminal" },
  });
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  expect(await person.solve(id, "toucher")).toMatchObject({ state: "done" });
  expect(await person.solve(id, "lire")).toMatchObject({ state: "done" });
  await terminal.see(/cp \/srv\/etape/);
  terminal.type("cat\r");
  await expect(person.solve(id, "lire")).rejects.toMatchObject({
    problem: { code: "terminal-busy" },
  });
});

test("resets to the lesson's beginning, same lab, new machine", async () => {
  const { person, id } = await newLab();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("touch un\r");
  await expect.poll(async () => (await person.get(id)).steps[0]?.state).toBe("done");
  await expect.poll(() => terminal.offset).toBeGreaterThan(100);
  expect(await person.reset(id)).toMatchObject({ id, state: "resetting" });
  expect((await terminal.end()).code).toBe(1012);
  const again = await TerminalClient.open(person, id, { from: terminal.offset });
  await again.see(/\$ /);
  expect(again.frames[0]).toMatchObject({ mode: "snapshot" });
  again.type("echo reste-$(ls ~ | wc -l)\r");
  await again.see(/reste-0/);
  expect((await person.get(id)).steps[0]).toEqual({ id: "toucher", state: "todo", message: "" });
});

test("finds labs, progress and shells again after a restart", async () => {
  const { person, id, lab } = await newLab();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("touch un; VARIABLE=gardée\r");
  await expect.poll(async () => (await person.get(id)).steps[0]?.state).toBe("done");
  await server.restart();
  expect((await terminal.end()).code).toBe(1012);
  const found = await person.get(id);
  expect(found).toMatchObject({ state: "ready", expiresAt: lab.expiresAt });
  expect(found.steps[0]?.state).toBe("done");
  const again = await TerminalClient.open(person, id, { from: terminal.offset });
  again.type("echo -$VARIABLE-\r");
  await again.see(/-gardée-/);
  expect(again.frames[0]).toMatchObject({ type: "hello", mode: "replay" });
});

test("wakes a lab that was shut down with the daemon, files and all", async () => {
  const { person, id } = await newLab();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("touch un\r");
  await expect.poll(async () => (await person.get(id)).steps[0]?.state).toBe("done");
  await server.stopped(() => setInstanceState(server.lxd, id, "stop"));
  const again = await TerminalClient.open(person, id);
  await again.see(/\$ /);
  again.type("ls\r");
  await again.see(/\bun\b/);
});

test("ends a lab whose machine goes away, and says so", async () => {
  const { person, id } = await newLab();
  const ended = person.follow(id, (event, data) => {
    return event === "state" && "reason" in data && /s’est éteinte/.test(data.reason ?? "");
  });
  await destroyInstance(server.lxd, id);
  await ended;
  expect(await person.get(id)).toMatchObject({ state: "ended" });
  const late = await TerminalClient.open(person, id);
  expect((await late.end()).code).toBe(CLOSE.labEnded);
});

test("ends a lab when its time is up, unless it is extended", async () => {
  const brief = await TestServer.start([LESSON], { LAB_TTL: "10" });
  try {
    const person = new LabClient(brief.url);
    const { id } = await person.start(LESSON.slug);
    const lab = await person.ready(id);
    const longer = await person.extend(id);
    expect(Date.parse(longer.expiresAt)).toBeGreaterThan(Date.parse(lab.expiresAt));
    await person.follow(id, (event, data) => event === "state" && "reason" in data);
    expect(await person.get(id)).toMatchObject({
      state: "ended",
      reason: "Le temps de ce lab est écoulé.",
    });
    expect(await getInstance(brief.lxd, id)).toBeUndefined();
  } finally {
    await brief.close();
  }
}, 90_000);

test("refuses beyond the labs there are", async () => {
  const small = await TestServer.start([LESSON], { LABS_MAX: "1" });
  const person = new LabClient(small.url);
  try {
    const { id } = await person.start(LESSON.slug);
    const response = await fetch(`${small.url}/api/labs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ lesson: LESSON.slug }),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("60");
    expect(await response.json()).toMatchObject({ code: "labs-full" });
    await person.stop(id);
  } finally {
    await small.close();
  }
});

test("keeps terminals from strangers, with the contract's close codes", async () => {
  const { person, id } = await newLab();
  const codeOf = async (client: TerminalClient) => (await client.end()).code;
  const nobody = new LabClient(server.url);
  expect(await codeOf(await TerminalClient.open(nobody, id))).toBe(CLOSE.noSession);
  const origin = "http://ailleurs.example";
  expect(await codeOf(await TerminalClient.open(person, id, { origin }))).toBe(CLOSE.notAllowed);
  expect(await codeOf(await TerminalClient.open(person, "lab-0000000000"))).toBe(CLOSE.notFound);
  expect(await codeOf(await TerminalClient.open(person, id, { name: "NON!" }))).toBe(
    CLOSE.notFound,
  );
  const garbage = await TerminalClient.open(person, id);
  garbage.socket.send("pas du JSON");
  expect(await codeOf(garbage)).toBe(1002);
});

function ignoreGone(error: unknown): void {
  if (!(error instanceof ProblemError && error.problem.code === "no-such-lab")) throw error;
}
