/** Longest line that is told (characters). */
const LONGEST = 200;
/** What is read of a long output: where errors stand, at its beginning and at its end (characters). */
const READ = 32 * 1024;

/** `ESC ] 133 ; C`, end of the sequence, output, `ESC ] 133 ; D ; status`: one command, as the lab's bash marks it. */
const OUTPUT_BEGINS = "\u001b]133;C";
const COMMAND_ENDS = "\u001b]133;D;";

/** Exit statuses of who pressed Ctrl-C, Ctrl-\ or Ctrl-Z, or left a pipe: nothing went wrong. */
const ON_PURPOSE = new Set([130, 131, 141, 148]);
/** From this status on a program says more than « no ». */
const TROUBLE = 2;

/** Words that programs complain with, in the two languages of the lab. */
const COMPLAINT =
  /\b(error|errors|erreur|fail|failed|failure|fatal|panic|échec|échoué|not found|introuvable|no such|does not exist|doesn't exist|already exists|existe déjà|n'existe pas|cannot|can't|could not|couldn't|unable|impossible|denied|refusée?|refused|not permitted|forbidden|interdite?|invalid|invalide|unknown|inconnue?|unrecognized|unexpected|missing|manquante?|usage|timed? ?out|aucun fichier|not a|must be|required)\b|^(E|W|err|bash|-bash|sudo|su):/iu;

/** A line of output that says what went wrong, and its kind: the same for students who made the same mistake. */
export interface ErrorLine {
  line: string;
  kind: string;
}

/**
 * What a command complained of, if it ended badly: the first line of its output that reads like an error, else its
 * last one. No control character, no sign that turns the text round is left in it.
 * @param stream the end of a terminal's bytes, its last command within, as text
 */
export function errorLineOf(stream: string, status: number): ErrorLine | undefined {
  if (status <= 0 || ON_PURPOSE.has(status)) return undefined;
  const lines = plainLines(lastOutput(stream));
  const found =
    lines.find((line) => COMPLAINT.test(line)) ?? (status >= TROUBLE ? lines.at(-1) : undefined);
  return found === undefined ? undefined : { line: found, kind: kindOf(found) };
}

/** The output of the last command that ended in this text. */
function lastOutput(stream: string): string {
  const end = stream.lastIndexOf(COMMAND_ENDS);
  const before = end < 0 ? stream : stream.slice(0, end);
  const begin = before.lastIndexOf(OUTPUT_BEGINS);
  const output = begin < 0 ? before : before.slice(begin + OUTPUT_BEGINS.length);
  if (output.length <= 2 * READ) return output;
  return `${output.slice(0, READ)}\n${output.slice(-READ)}`;
}

/**
 * Text as lines that are safe to show anywhere: no escape sequences, no control or format characters; what a carriage
 * return wrote over is gone, as on the screen.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export function plainLines(text: string): string[] {
  return withoutSequences(text)
    .split("\n")
    .map((line) => line.split("\r").findLast((part) => part !== "") ?? "")
    .map((line) => line.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, "").trim())
    .filter((line) => line !== "")
    .map((line) => [...line].slice(0, LONGEST).join(""));
}

/** Strings (OSC, DCS, SOS, PM, APC) with what they hold, CSI sequences, and every other escape. */
function withoutSequences(text: string): string {
  return text
    .replace(
      /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|\u001b\\|$)?/g,
      "",
    )
    .replace(/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g, "")
    .replace(/\u001b[ -/]*[0-~]?/g, "");
}

/** A line without names, numbers and paths of its own. */
function kindOf(line: string): string {
  return line
    .replace(/(["'`«“‘])[^"'`»”’]{1,80}(["'`»”’])/g, "$1…$2")
    .replace(/\b[0-9a-f]{8,}\b/gi, "…")
    .replace(/(^|\s)\/[^\s:]+/g, "$1/…")
    .replace(/\d+/g, "N")
    .replace(/\s+/g, " ");
}
