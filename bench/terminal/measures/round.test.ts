import { expect, test } from "vitest";
import { rounds } from "./round.ts";

test("interleaves, each round beginning with another one", async () => {
  const order: string[] = [];
  const entrants = [{ name: "a" }, { name: "b" }];
  await rounds(entrants, 3, async ({ name }, round) => void order.push(name + round), expect.fail);
  expect(order.join(" ")).toBe("a0 b0 b1 a1 a2 b2");
});

test("leaves out who failed, and goes on with the others", async () => {
  const order: string[] = [];
  const failures: string[] = [];
  const entrants = [{ name: "a" }, { name: "b" }];
  const action = async ({ name }: { name: string }) => {
    order.push(name);
    if (name === "a") throw new Error("non");
  };
  await rounds(entrants, 3, action, (name, error) => failures.push(`${name} ${String(error)}`));
  expect(order).toEqual(["a", "b", "b", "b"]);
  expect(failures).toEqual(["a Error: non"]);
});
