import { expect, test } from "vitest";
import { machineOf, turnsOf } from "./protocol.ts";

test("a terminal is on the machine whose name it bears, else on the first", () => {
  const machines = ["source", "cible"];
  expect(machineOf("cible-2", machines)).toBe("cible");
  expect(machineOf("t2", machines)).toBe("source");
});

test("blocks are typed in turns, one for each change of machine", () => {
  const cible = (text: string) => ({ machine: "cible", text });
  expect(turnsOf(["un", "deux", cible("trois"), "quatre"], ["source", "cible"])).toEqual([
    { machine: "source", blocks: ["un", "deux"] },
    { machine: "cible", blocks: ["trois"] },
    { machine: "source", blocks: ["quatre"] },
  ]);
});
