import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exec, KILLED } from "../../server/lxd/exec.ts";
import { LxdError } from "../../server/lxd/errors.ts";
import { destroyInstance, launchInstance } from "../../server/lxd/instances.ts";
import { testGround } from "./ground.ts";
import { runningCommands } from "./runningCommands.ts";

const { lxd, template } = testGround();
const instance = `exec-${randomBytes(3).toString("hex")}`;
const bash = (script: string, options = {}) =>
  exec(lxd, instance, ["bash", "-c", script], { timeout: 20_000, ...options });

beforeAll(async () => {
  await launchInstance(lxd, instance, { ...template, config: {} });
});
afterAll(() => destroyInstance(lxd, instance));

test("tells status and outputs, whole", async () => {
  const { code, stdout, stderr } = await bash("seq 20000; echo la fin >&2; exit 3");
  expect(code).toBe(3);
  expect(stdout.split("\n")).toHaveLength(20_001);
  expect(stdout).toMatch(/\n20000\n$/);
  expect(stderr).toBe("la fin\n");
});

test("loses nothing of what is said at the very end, many at a time", async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => (await bash(`echo début; echo ${i}`)).stdout),
  );
  expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => `début\n${i}\n`));
});

test("gives the command no input, and its environment, place and person", async () => {
  const environment = { ICI: "été" };
  const person = { environment, user: 65_534, group: 65_534, cwd: "/tmp" };
  const { stdout } = await bash("cat; pwd; id -u; echo $ICI", person);
  expect(stdout).toBe("/tmp\n65534\nété\n");
});

test("a command that is not there", async () => {
  expect((await exec(lxd, instance, ["n-existe-pas"])).code).toBe(127);
});

test("an instance that is not there", async () => {
  await expect(exec(lxd, "n-existe-pas", ["true"])).rejects.toThrow(LxdError);
});

test("what is left running holds nobody up", async () => {
  const started = performance.now();
  const { code } = await bash("setsid sleep 30 < /dev/null > /dev/null 2>&1 & exit 0");
  expect(code).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test.each([
  ["stdout", "exec yes"],
  ["stderr", "exec yes >&2"],
  ["stdout", "trap '' TERM; while :; do echo y; done"],
] as const)("a flood on %s is cut off: %s", async (output, script) => {
  const answer = await bash(script, { most: 10_000 });
  expect(answer.code).toBe(KILLED);
  expect(answer[output]).toBe("y\n".repeat(5_000));
});

test("a command that does not end is killed, and what it said is kept", async () => {
  const script = "trap '' TERM; echo dit; while :; do sleep 1; done";
  const answer = await bash(script, { timeout: 1_000 });
  expect(answer).toEqual({ code: KILLED, stdout: "dit\n", stderr: "" });
});

test("nothing is left of any command", async () => {
  await expect.poll(() => runningCommands(instance), { timeout: 10_000 }).toBe(0);
});
