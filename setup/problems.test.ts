import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { CommandError } from "../server/lxd/command.ts";
import { causeOf, orProblem, Problem, type ProblemCode } from "./problems.ts";

describe("Problem", () => {
  it("fills its sentence in", () => {
    const problem = new Problem("port-taken", { host: "127.0.0.1", port: 4321, next: 4322 });
    expect(problem.message).toContain("Le port 4321 de 127.0.0.1 est déjà pris");
    expect(problem.message).toContain("PORT=4322 npm start");
    expect(problem.stops).toBe(true);
  });
  it("leaves the lessons to be read where only labs are missing", () => {
    const codes: ProblemCode[] = ["not-linux", "no-root", "lxd-denied", "no-space", "image-failed"];
    for (const code of codes) expect(new Problem(code).stops).toBe(false);
  });
  it("is written in French typography", async () => {
    const source = await readFile(new URL("problems.ts", import.meta.url), "utf8");
    for (const [, text] of source.matchAll(/text: "(.*)"/g)) expect(text).not.toMatch(/ [:;!?]|'/);
  });
});

describe("orProblem", () => {
  it("wraps what is thrown, with its cause", async () => {
    const failing = () => Promise.reject(new CommandError("lxd", 1, "no way\n"));
    await expect(orProblem("daemon-failed", {}, failing)).rejects.toThrow(/lxd : no way/);
  });
  it("lets a problem through as it is", async () => {
    const problem = new Problem("no-root");
    await expect(orProblem("daemon-failed", {}, () => Promise.reject(problem))).rejects.toBe(
      problem,
    );
  });
});

describe("causeOf", () => {
  it("keeps the last lines, on one line, without the final stop", () => {
    expect(causeOf(new Error("a\nb\n\nc\nd.\n"))).toBe("b · c · d");
    expect(causeOf("texte")).toBe("texte");
  });
});
