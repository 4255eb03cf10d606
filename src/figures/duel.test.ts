import { expect, test } from "vitest";
import { duelSummary, inWords, OPERATIONS, ownBars, pastBars } from "./duel.ts";

const measure = (
  storage: string,
  seconds: number,
  driver = storage === "plat" ? "dir" : "btrfs",
) => ({
  ...{ operation: "conteneur", storage, driver, seconds },
});

test("the bars of 2016 are as long as their seconds", () => {
  expect(pastBars(OPERATIONS[0]).map(({ share }) => share)).toEqual([32.3, 100, 2.2]);
  expect(inWords(pastBars(OPERATIONS[1]))).toBe(
    "ZFS 0,5\u00a0s, dir 44\u00a0s, dir posé sur ZFS 1,08\u00a0s",
  );
});

test("the reader's bars have their places before anything is measured", () => {
  expect(ownBars("conteneur", [])).toEqual([
    { label: "default", seconds: undefined, share: 0, copies: false },
    { label: "plat", seconds: undefined, share: 0, copies: true },
  ]);
  expect(duelSummary([])).toBe("Votre lab n’a pas encore de mesure.");
});

test("the last measure counts, and others' storages do not", () => {
  const bars = ownBars("conteneur", [
    ...[measure("plat", 9), measure("default", 0.25), measure("plat", 2.5), measure("autre", 99)],
    { ...measure("plat", 50), operation: "copie" },
  ]);
  expect(bars.map(({ label, share }) => [label, share])).toEqual([
    ["default (btrfs)", 10],
    ["plat (dir)", 100],
  ]);
});

test("a bar too short to be seen is there all the same, and zero seconds divide nothing", () => {
  const shares = (a: number, b: number) =>
    ownBars("conteneur", [measure("default", a), measure("plat", b)]).map(({ share }) => share);
  expect(shares(0.001, 50)).toEqual([1, 100]);
  expect(shares(0, 0)).toEqual([0, 0]);
});

test("says how many times longer copying took, unless it did not", () => {
  expect(duelSummary([measure("default", 0.28), measure("plat", 2.5)])).toBe(
    "Vos mesures. Créer un second conteneur\u00a0: default (btrfs) 0,28\u00a0s, plat (dir) 2,5\u00a0s, soit 8,9\u00a0fois plus.",
  );
  expect(duelSummary([measure("default", 3), measure("plat", 2.5)])).not.toContain("fois");
  expect(duelSummary([measure("default", 0), measure("plat", 2.5)])).not.toContain("fois");
});
