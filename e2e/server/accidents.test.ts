import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { FaultyProxy } from "../client/faultyProxy.ts";
import { LabClient } from "../client/labClient.ts";
import { Page } from "../client/page.ts";
import { ChildServer } from "./childServer.ts";
import { daemonPid } from "./footprint.ts";
import { LESSON, testGround } from "./ground.ts";

/**
 * How long the network is away (ms). Two minutes (`TEST_AWAY=120000`) differ from ten seconds in this only: the
 * server gives a silent viewer up after its heartbeat, which is another way to the same return.
 */
const AWAY = Number(process.env.TEST_AWAY ?? 10_000);
/** The screen is kept on the disk every half second (ms). */
const KEPT = 1_500;

vi.setConfig({ testTimeout: AWAY + 60_000 });

let server: ChildServer;
let proxy: FaultyProxy;
let person: LabClient;
let lab: string;

beforeAll(async () => {
  server = await ChildServer.start([LESSON]);
  proxy = await FaultyProxy.start(server.url);
  person = new LabClient(server.url);
  lab = (await person.start(LESSON.slug)).id;
  await person.ready(lab);
});

afterAll(async () => {
  await person.stop(lab);
  await proxy.close();
  await server.close();
});

const accidents: [name: string, accident: () => Promise<void>][] = [
  ["the server restarts politely", () => server.restart()],
  ["the server is killed", () => server.killAndRestart()],
  [
    "the daemon is killed",
    async () => {
      process.kill(daemonPid(), "SIGKILL");
      const { lxd } = testGround();
      await expect
        .poll(() => lxd.exists("/1.0").catch(() => false), { timeout: 40_000, interval: 500 })
        .toBe(true);
    },
  ],
  [
    "the network is away, and forgets its connections",
    async () => {
      proxy.silent = true;
      await delay(AWAY);
      proxy.silent = false;
      proxy.cutAll();
    },
  ],
];

describe.each(accidents)("when %s", (_what, accident) => {
  test("two viewers of an editor, a shell's variable and its job are there again by themselves", async () => {
    const editors = [newPage("main"), newPage("main")];
    const [editor] = editors as [Page, Page];
    const shell = newPage("autre");
    await Promise.all([...editors, shell].map((page) => page.see(/\$ /)));
    shell.type("VARIABLE=gardée; sleep 1000 & echo job-$!-\r");
    const [, job] = await shell.see(/job-(\d+)-\r\n/);
    editor.type("vim -n texte\r");
    await expect.poll(async () => (await editor.screen()).alternate).toBe(true);
    editor.type("ggdGiÀ l’abri\rdes coupures\u001b");
    for (const page of editors)
      await expect.poll(async () => (await page.screen()).lines[1]).toBe("des coupures");
    await delay(KEPT);
    const before = await editor.screen();

    await accident();

    for (const page of editors) await expect.poll(() => page.screen()).toEqual(before);
    for (const page of [...editors, shell]) await expect.poll(() => page.online).toBe(true);
    editor.type("A, et là\u001b:wq\r");
    for (const page of editors)
      await expect.poll(async () => (await page.screen()).alternate).toBe(false);
    const { stdout } = await exec(testGround().lxd, lab, ["cat", "/home/etudiant/texte"]);
    expect(stdout).toBe("À l’abri\ndes coupures, et là\n");
    shell.type("echo -$VARIABLE-; jobs -p\r");
    await shell.see(new RegExp(`-gardée-\r\n${job}\r\n`));
    shell.type("kill %1; exit\r");
    editor.type("exit\r");
    for (const page of [...editors, shell]) await expect.poll(() => page.exited).toBe(0);
  });
});

function newPage(name: string): Page {
  return new Page(person, proxy.url, lab, { name });
}
