import { expect, test } from "vitest";
import { type Outlook, preflightOf } from "./preflight.ts";

const outlook: Outlook = {
  running: 0,
  warm: 2,
  fit: 40,
  limit: "la mémoire",
  startSeconds: 3,
  parallel: 2,
};

test("says how many labs there are room for, what limits them, and how long starts take", () => {
  expect(preflightOf(30, outlook)).toEqual({
    verdict: "fits",
    labs: 40,
    limit: "la mémoire",
    running: 0,
    size: 30,
    seconds: { ahead: 1, cold: 45 },
    sentences: [
      "Cette machine tient 40\u00a0labs à la fois\u202f; ce qui la limite\u00a0: la mémoire.",
      "La classe de 30 y entre.",
      "Préparées avant l’heure, les machines sont là en 1\u00a0s environ\u202f; sinon, la dernière de 30 qui démarrent ensemble l’est au bout de 45\u00a0s.",
    ],
  });
});

test.each([
  [{ fit: 20 }, "short", /10 de trop/],
  [{ fit: 0 }, "short", /n’y entre pas\.$/],
  [{ running: 12 }, "tight", /12\u00a0labs y tournent déjà/],
  [{ running: 11, fit: 41 }, "fits", /y entre\.$/],
])("%o is %s", (change, verdict, said) => {
  const found = preflightOf(30, { ...outlook, ...change });
  expect(found.verdict).toBe(verdict);
  expect(found.sentences[1]).toMatch(said);
});

test("without labs it says so", () => {
  expect(preflightOf(30, undefined)).toMatchObject({ verdict: "unknown", labs: 0 });
});
