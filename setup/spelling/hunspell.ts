import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/**
 * Those of the words that the French dictionary does not have; a compound is right when its parts are.
 * @throws {Error} when hunspell or its dictionary is missing
 */
export async function unknownWords(words: readonly string[]): Promise<Set<string>> {
  const asked = words.flatMap((word) => [word, ...partsOf(word)]);
  const listed = new Set((await hunspell("-l", asked)).split("\n"));
  const wrong = (word: string) =>
    listed.has(word) &&
    (partsOf(word).length === 1 || partsOf(word).some((part) => listed.has(part)));
  return new Set(words.filter(wrong));
}

/** What the dictionary would write instead, nearest first; slow, so only for what is to be told. */
export async function suggestions(words: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  // A caret keeps a word from being taken for an order (hunspell(1), « -a »).
  const out = await hunspell(
    "-a",
    words.map((word) => `^${word}`),
  );
  for (const line of out.split("\n")) {
    const match = /^& (\S+) \d+ \d+: (.*)$/.exec(line);
    if (match) found.set(match[1]!, match[2]!.split(", "));
  }
  return found;
}

const partsOf = (word: string) => word.split(/[-']/);

async function hunspell(mode: "-l" | "-a", lines: readonly string[]): Promise<string> {
  if (lines.length === 0) return "";
  const child = spawn("hunspell", [mode, "-i", "utf-8", "-d", "fr"]);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  child.stdin.end(lines.join("\n") + "\n");
  const [out, error, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`hunspell a échoué\u00a0: ${error.trim() || status}`);
  return out;
}
