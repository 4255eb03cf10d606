import { afterAll, beforeAll, expect, test } from "vitest";
import type { ManifestLesson, Problem } from "../../server/protocol.ts";
import type { ProbeReading } from "../../server/protocol-probes.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

const DURATION = '{"operation":"o","storage":"s","driver":"dir","seconds":1.5}';
const probe = (name: string, shape: "durations" | "containers", script: string) => ({
  ...{ name, shape, script, source: "essai.mdx:1" },
});

/** Its probes read what the student wrote, what a process lives in, and things that are no answer. */
const READ: ManifestLesson = {
  ...LESSON,
  probes: [
    probe("mesures", "durations", "cat ~etudiant/mesures 2> /dev/null || true"),
    probe("machine", "containers", "describe host lab 1; describe lxc absent ''"),
    probe("muette", "durations", "exit 3"),
    probe("bavarde", "durations", `yes '${DURATION}'`),
    probe("lente", "durations", "sleep 60"),
  ],
};

let server: TestServer;
let person: LabClient;
let id: string;

beforeAll(async () => {
  server = await TestServer.start([READ]);
  person = new LabClient(server.url);
  ({ id } = await person.start(READ.slug));
  await person.ready(id);
});

afterAll(async () => {
  await person.stop(id);
  await server.close();
});

async function read(name: string, who = person): Promise<ProbeReading> {
  const answer = await who.request("GET", `/api/labs/${id}/probes/${name}`);
  return (await answer.json()) as ProbeReading;
}

const refused = (problem: Partial<Problem>) => ({ problem: expect.objectContaining(problem) });

test("reads what the student made, and tells the page when to read again", async () => {
  expect(await read("mesures")).toEqual({ shape: "durations", readings: [] });
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  const told = person.follow(id, (event) => event === "worked");
  terminal.type(`echo '${DURATION}' > mesures\r`);
  await told;
  expect((await read("mesures")).readings).toEqual([JSON.parse(DURATION)]);
  await terminal.close();
});

test("tells what a process of the machine lives in, and nothing of one that is not there", async () => {
  const { readings } = await read("machine");
  expect(readings).toEqual([
    {
      tool: "host",
      name: "lab",
      namespaces: expect.objectContaining({ pid: expect.any(Number), user: expect.any(Number) }),
      cgroup: expect.stringMatching(/^\//),
      limits: expect.objectContaining({ memory: null, cpu: null }),
      root: expect.stringMatching(/^\w+$/),
      mounts: expect.any(Number),
    },
  ]);
});

test("is for the lab's owner alone, and for the lesson's probes", async () => {
  const other = new LabClient(server.url);
  await expect(read("mesures", other)).rejects.toMatchObject(refused({ code: "no-such-lab" }));
  await expect(read("rien")).rejects.toMatchObject(refused({ status: 404, code: "no-such-probe" }));
});

test("a machine that answers badly, endlessly or not at all is a problem in French", async () => {
  const unreadable = refused({ status: 409, code: "probe-unreadable" });
  await expect(read("muette")).rejects.toMatchObject(unreadable);
  await expect(read("bavarde")).rejects.toMatchObject(unreadable);
  // Both wait for one and the same look.
  const looks = [read("lente"), read("lente")];
  for (const look of looks) await expect(look).rejects.toMatchObject(unreadable);
});
