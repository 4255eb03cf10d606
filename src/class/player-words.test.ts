import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PLAYER_WORDS } from "./player-words.ts";

const PLAYER = join(import.meta.dirname, "../../node_modules/asciinema-player/dist");
/** Where the player's templates have words: labels, tooltips, the keys and lines of its help. */
const WORDS = [
  /aria-label="?([^">`]+)"?/g,
  /class=ap-tooltip>([^<`]+)/g,
  /<kbd>([a-z]{2,})<\/kbd>/gi,
  /<\/kbd> (-[^<`]+)/g,
  /<p>([^<`]+)/g,
  /"aria-label", [\w.]+ \? "(\w+)" : "\w+"/g,
  /"aria-label", [\w.]+ \? "\w+" : "(\w+)"/g,
];

test("whatever the player says has its French, after an update too", () => {
  const files = readdirSync(PLAYER).filter((name) => name.endsWith(".js"));
  const source = files.map((name) => readFileSync(join(PLAYER, name), "utf8")).join("\n");
  const said = WORDS.flatMap((form) => [...source.matchAll(form)].map(([, words = ""]) => words));
  expect(new Set(said)).toEqual(new Set(Object.keys(PLAYER_WORDS)));
});
