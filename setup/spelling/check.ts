import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suggestions, unknownWords } from "./hunspell.ts";
import { astroPieces, codePieces } from "./interface.ts";
import { headPieces, lessonPieces } from "./lesson.ts";
import { countLines, type Finding, type Piece } from "./piece.ts";
import { breaches } from "./rules.ts";
import { type Word, wordsOf } from "./words.ts";

/** Words of the field, of the course's people and places, one a line. */
const LEXICON = "content/words.txt";

/** Where French stands that a person reads. */
const PLACES = ["content", "src", "server", "setup", "bin", "docs"];

/** From this share of unknown words on, a quotation is taken for another language. */
const FOREIGN = 0.4;

/** Reads everything French of the repository; what is wrong, in the order of files and lines. */
export async function checkLanguage(root: string): Promise<Finding[]> {
  const pieces = (await Promise.all(PLACES.map((place) => placePieces(root, place)))).flat();
  const findings = [...pieces.flatMap(breaches), ...(await spelling(pieces, await lexicon(root)))];
  return findings.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** `content/…:LINE: what`: the form that editors make clickable. */
export function tellFinding({ file, line, what }: Finding): string {
  return `${file}:${line}: ${what}`;
}

async function placePieces(root: string, place: string): Promise<Piece[]> {
  const names = await readdir(join(root, place), { recursive: true }).catch(() => []);
  const files = names.map((name) => `${place}/${name}`).filter((file) => !/\.test\.ts$/.test(file));
  const read = files.map(async (file) => {
    const pieces = readerOf(file);
    return pieces ? pieces(file, await readFile(join(root, file), "utf8")) : [];
  });
  return (await Promise.all(read)).flat();
}

function readerOf(file: string): ((file: string, source: string) => Piece[]) | undefined {
  if (/\.mdx?$/.test(file)) return lessonPieces;
  if (/part\.yaml$/.test(file)) return headPieces;
  if (/\.astro$/.test(file)) return astroPieces;
  if (/\.m?[jt]s$/.test(file)) return codePieces;
  return undefined;
}

async function lexicon(root: string): Promise<Set<string>> {
  const text = await readFile(join(root, LEXICON), "utf8");
  return new Set(text.split("\n").filter((line) => line && !line.startsWith("#")));
}

async function spelling(pieces: readonly Piece[], known: Set<string>): Promise<Finding[]> {
  const read = pieces.flatMap(clausesOf).map((piece) => ({ piece, words: wordsOf(piece.text) }));
  const all = new Set(read.flatMap(({ words }) => words.map(({ word }) => word)));
  const unknown = await unknownWords([...all].filter((word) => !isKnown(word, known)));
  const wrongIn = read.flatMap(({ piece, words }) => {
    const wrong = words.filter(({ word }) => unknown.has(word));
    // Words of the field are at home in both languages, and tell nothing.
    const telling = words.filter(({ word }) => !isKnown(word, known)).length;
    const foreign = piece.kind !== "prose" && wrong.length >= FOREIGN * telling;
    return foreign ? [] : wrong.map((word) => ({ piece, word }));
  });
  const nearest = await suggestions([...new Set(wrongIn.map(({ word }) => word.word))]);
  return wrongIn.map(({ piece, word }) => finding(piece, word, nearest.get(word.word)));
}

/** A message quotes commands: each of its clauses is judged by itself. */
function clausesOf(piece: Piece): Piece[] {
  if (piece.kind !== "message") return [piece];
  return piece.text.split(/(?<=[.:;,()!?…«»])/).map((text, index, parts) => ({
    ...piece,
    line: piece.line + countLines(parts.slice(0, index).join("")),
    text,
  }));
}

function isKnown(word: string, known: Set<string>): boolean {
  return known.has(word) || known.has(word.toLowerCase());
}

function finding(piece: Piece, { word, index }: Word, suggested: string[] = []): Finding {
  const nearest = suggested.slice(0, 3).join(", ");
  const remedy = nearest ? `peut-être\u00a0: ${nearest}` : "rien qui y ressemble";
  return {
    file: piece.file,
    line: piece.line + countLines(piece.text.slice(0, index)),
    what: `«\u00a0${word}\u00a0» n’est ni au dictionnaire ni dans ${LEXICON}\u00a0; ${remedy}`,
  };
}
