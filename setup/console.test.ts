import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Console, duration } from "./console.ts";

function recorder(isTTY: boolean) {
  let text = "";
  const out = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const stream = Object.assign(out, { isTTY, columns: 40 }) as unknown as NodeJS.WriteStream;
  return { ui: new Console(stream), text: () => text };
}

describe("duration", () => {
  it.each([
    [40, "0,04\u00a0s"],
    [1_240, "1,2\u00a0s"],
    [12_600, "13\u00a0s"],
    [125_000, "2\u00a0min\u00a005\u00a0s"],
    [119_700, "2\u00a0min\u00a000\u00a0s"],
  ])("%d ms", (ms, text) => expect(duration(ms)).toBe(text));
});

describe("Console", () => {
  it("prints plain lines where nobody looks", async () => {
    const { ui, text } = recorder(false);
    await ui.phase("Essai", async (tell) => tell("moitié"));
    expect(text()).toMatch(/^… Essai\u00a0: moitié \(.+\)\n✔ Essai \(.+\)\n$/);
  });
  it("rewrites one line on a terminal, within its width", async () => {
    const { ui, text } = recorder(true);
    await ui.phase("Un titre bien assez long pour un terminal", async () => ui.note("note"));
    const lines = text().split(/\r\u001b\[2K|\n/);
    for (const line of lines.filter((line) => line.startsWith("…")))
      expect(line.length).toBeLessThan(40);
    expect(text()).toContain("  note\n");
    expect(text()).toMatch(/✔ Un titre .*\n$/);
  });
  it("marks a phase that fails, and lets its error through", async () => {
    const { ui, text } = recorder(false);
    await expect(ui.phase("Essai", () => Promise.reject(new Error("non")))).rejects.toThrow("non");
    expect(text()).toContain("✘ Essai");
  });
});
