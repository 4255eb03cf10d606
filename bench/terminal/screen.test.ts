import { expect, test } from "vitest";
import { Screen } from "./screen.ts";

test("finds what is waited for across chunks, and counts bytes", async () => {
  const screen = new Screen();
  const seen = screen.see("FIN-42");
  screen.push(Buffer.from("x".repeat(10_000)));
  screen.push("é FIN");
  screen.push(Buffer.from("-42"));
  expect(await seen).toBeGreaterThan(0);
  expect(screen.bytes).toBe(10_000 + 6 + 3);
});

test("what came before counts until it is forgotten", async () => {
  const screen = new Screen();
  screen.push("prompt");
  await screen.see("prompt");
  screen.forget();
  await expect(screen.see("prompt", 5)).rejects.toThrow("attendu 5 ms");
});

test("an end while waiting is an error with its reason", async () => {
  const screen = new Screen();
  const seen = screen.see("x");
  screen.end("1006");
  await expect(seen).rejects.toThrow("1006");
  expect(screen.over).toBe("1006");
  await screen.closed(1000);
});
