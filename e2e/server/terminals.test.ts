import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

/** All ways into a lab keep the same promises. */
describe.each(["api", "exec", "cli"])("terminals over %s", (backend) => {
  let server: TestServer;
  let person: LabClient;
  let lab: string;

  beforeAll(async () => {
    server = await TestServer.start([LESSON], { TERMINAL_BACKEND: backend });
    person = new LabClient(server.url);
    lab = (await person.start(LESSON.slug)).id;
    await person.ready(lab);
  });

  afterAll(async () => {
    await person.stop(lab);
    await server.close();
  });

  const open = (options?: Parameters<typeof TerminalClient.open>[2]) =>
    TerminalClient.open(person, lab, options);

  test("gives the student's shell, French, with the student's groups", async () => {
    const terminal = await open();
    await terminal.see(/etudiant@lab.*\$ /);
    expect(terminal.frames[0]).toEqual({
      type: "hello",
      offset: 0,
      mode: "replay",
      readonly: false,
    });
    terminal.type("id -nG; echo $LANG:$TERM:$PWD\r");
    await terminal.see(/(?=.*\blxd\b)(?=.*\bdocker\b)/);
    await terminal.see(/fr_FR.UTF-8:xterm-256color:\/home\/etudiant/);
    await terminal.close();
  });

  test("follows the size of the window, and the smallest of two", async () => {
    const wide = await open({ cols: 132, rows: 40 });
    await wide.see(/\$ /);
    wide.type("stty size\r");
    await wide.see(/40 132/);
    const narrow = await open({ cols: 90, rows: 50 });
    await narrow.see(/\$ /);
    await expect.poll(() => wide.frames).toContainEqual({ type: "size", cols: 90, rows: 40 });
    expect(narrow.frames).toContainEqual({ type: "size", cols: 90, rows: 40 });
    wide.type("clear; stty size\r");
    await wide.see(/40 90/);
    await narrow.close();
    await expect.poll(() => wide.frames.at(-1)).toEqual({ type: "size", cols: 132, rows: 40 });
    wide.type("stty size\r");
    await wide.see(/40 132[^]*40 132/);
    await wide.close();
  });

  test("replays byte for byte what a returning viewer lacks", async () => {
    const first = await open({ name: "retour" });
    await first.see(/\$ /);
    first.type("X=coucou\r");
    await first.see(/\$ [^]*\$ /);
    const whole = await open({ name: "retour" });
    // Whoever leaves while the prompt is still being written misses the rest of it.
    await expect.poll(() => whole.offset - first.offset).toBe(0);
    await first.close();
    expect(whole.text).toBe(first.text);
    whole.type("echo $X-$X\r");
    await whole.see(/coucou-coucou/);
    const late = await open({ name: "retour", from: first.offset });
    expect(late.frames[0]).toMatchObject({ mode: "replay", offset: first.offset });
    await late.see(/coucou-coucou/);
    await expect.poll(() => late.offset - whole.offset).toBe(0);
    expect(first.text + late.text).toBe(whole.text);
    await late.close();
    await whole.close();
  });

  test("draws the screen for who missed too much", async () => {
    const writer = await open({ name: "trop" });
    await writer.see(/\$ /);
    writer.type("seq 100000; echo FIN-$((40+2))\r");
    await writer.see(/FIN-42/);
    expect(writer.offset).toBeGreaterThan(LIMITS.ring);
    const late = await open({ name: "trop", from: 10 });
    await late.see(/FIN-42/);
    expect(late.frames[0]).toMatchObject({ mode: "snapshot" });
    expect(late.text.length).toBeLessThan(20_000);
    await expect.poll(() => late.offset).toBe(writer.offset);
    late.type("echo ENCORE-$((1+1))\r");
    await late.see(/ENCORE-2/);
    await late.close();
    await writer.close();
  });

  test("lets a viewer that does not acknowledge stop the flood, and Ctrl-C end it", async () => {
    const terminal = await open({ name: "flot" });
    await terminal.see(/\$ /);
    const send = terminal.socket.send.bind(terminal.socket);
    // From here on it reads, but says no more how far it came.
    terminal.socket.send = (() => undefined) as unknown as typeof terminal.socket.send;
    const before = terminal.offset;
    send(Buffer.from("yes\r"));
    await expect.poll(() => terminal.offset - before).toBeGreaterThan(LIMITS.highWatermark - 1);
    let stalled = -1;
    // What was on its way comes first.
    const standsStill = () => stalled === (stalled = terminal.offset);
    await expect.poll(standsStill, { interval: 500 }).toBe(true);
    expect(stalled - before).toBeLessThan(LIMITS.highWatermark + 4 * 1024 * 1024);
    terminal.socket.send = send;
    send(JSON.stringify({ type: "ack", offset: terminal.offset }));
    terminal.type("\u0003");
    terminal.type("echo APRES-$((5*5))\r");
    await terminal.see(/APRES-25/);
    await terminal.close();
  });

  test("carries any bytes of a big paste, in order, once", async () => {
    const terminal = await open({ name: "flot" });
    await terminal.see(/\$ /);
    const text = randomBytes(60_000)
      .toString("base64")
      .replace(/(.{70})/g, "$1\n");
    terminal.type("stty -echo; echo pr''êt; cat > ~/colle; stty echo; sha256sum ~/colle\r");
    await terminal.see(/prêt\r\n/);
    for (let at = 0; at < text.length; at += 20_000) terminal.type(text.slice(at, at + 20_000));
    terminal.type("\n\u0004");
    const sum = createHash("sha256").update(`${text}\n`).digest("hex");
    await terminal.see(new RegExp(sum));
    await terminal.close();
  });

  test("tells the exit status, and opens a new shell to who comes back", async () => {
    const terminal = await open({ name: "fin" });
    await terminal.see(/\$ /);
    terminal.type("exit 7\r");
    await expect.poll(() => terminal.frames.at(-1)).toEqual({ type: "exit", code: 7 });
    await terminal.close();
    const again = await open({ name: "fin" });
    await again.see(/\$ /);
    again.type("echo neuf-$((4+5))\r");
    await again.see(/neuf-9/);
    await again.close();
  });

  test("leaves no operation behind", async () => {
    for (let i = 0; i < 5; i++) {
      const terminal = await open({ name: "fin" });
      await terminal.see(/\$ /);
      terminal.type("exit\r");
      await expect.poll(() => terminal.frames.at(-1)).toMatchObject({ type: "exit" });
      await terminal.close();
    }
    const terminal = await open({ name: "fin" });
    await terminal.see(/\$ /);
    // Over a line nothing of LXD's runs, once the keeper is there.
    if (backend === "api") await expect.poll(() => execs(server)).toBe(0);
    const before = await execs(server);
    terminal.type("exit\r");
    await expect.poll(() => execs(server)).toBe(backend === "api" ? 0 : before - 1);
    await terminal.close();
  });
});

/** Execs that run in this project now, of any lab. */
async function execs(server: TestServer): Promise<number> {
  const lists = await server.lxd.get<Record<string, { description: string }[]>>("/1.0/operations", {
    recursion: "1",
  });
  return (lists.running ?? []).filter(({ description }) => /command/i.test(description)).length;
}
