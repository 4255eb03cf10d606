import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { crowd, crowdOf } from "./crowd.ts";

it("counts a lab full of processes as one busy lab", () => {
  const bomb = Array.from({ length: 700 }, () => ({ group: "4:pids:/lxc.payload.p_lab-1/user\n" }));
  const quiet = { group: "0::/lxc.payload.p_lab-2/init.scope\n" };
  expect(crowdOf([...bomb, quiet, { group: "0::/system.slice\n" }])).toBe(6);
});

it("finds who is at work", async () => {
  const worker = spawn("timeout", ["10", "sh", "-c", "while :; do :; done"]);
  try {
    await expect.poll(() => crowd()).toBeGreaterThan(0);
  } finally {
    worker.kill();
  }
});
