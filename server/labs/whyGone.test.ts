import { describe, expect, test } from "vitest";
import { killedIn } from "./whyGone.ts";

const LINE = (time: string, group: string) =>
  `[${time}] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=${group},task_memcg=${group}/init.scope,task=systemd,pid=1`;

describe("killedIn", () => {
  const log = [
    "[    1.000000] Linux version 6.18",
    LINE(" 100.500000", "/lxc.payload.atelier_lab-aa"),
    LINE("13764.948725", "/lxc.payload.lab-bb"),
  ].join("\n");

  test("knows the instance by its cgroup, in a project or not", () => {
    expect(killedIn(log, "lab-aa", 120)).toBe(true);
    expect(killedIn(log, "lab-bb", 13_770)).toBe(true);
    expect(killedIn(log, "lab-b", 13_770)).toBe(false);
  });
  test("lets old messages rest", () => {
    expect(killedIn(log, "lab-aa", 13_770)).toBe(false);
    expect(killedIn("", "lab-aa", 0)).toBe(false);
  });
});
