/** Elided words that stand before an apostrophe. */
const ELIDED = /^(?:l|d|j|n|s|t|m|c|qu|jusqu|lorsqu|puisqu|quoiqu)[’']/i;

/** What is no word: addresses, paths, options, names of files, numbers with their units, keys to press. */
const NO_WORD =
  /\bhttps?:\S+|\S*[/~_=@$\\|*<>[\]{}]\S*|(?<!\S)-{1,2}[\p{L}\d-]+|\S*\d\S*|[\p{L}\d-]+\.(?=[\p{L}\d-])\S+/gu;

/** A word of a text. */
export interface Word {
  word: string;
  /** Where it stands in the text (characters). */
  index: number;
}

/** The words of a text as a dictionary has them: without elision, addresses, commands and numbers. */
export function wordsOf(text: string): Word[] {
  const read = text.replace(NO_WORD, (match) => " ".repeat(match.length));
  return [...read.matchAll(/\p{L}[\p{L}\p{M}]*(?:[’'-]\p{L}[\p{L}\p{M}]*)*/gu)].flatMap((match) => {
    const elided = ELIDED.exec(match[0])?.[0].length ?? 0;
    const word = match[0].slice(elided).replaceAll("’", "'");
    return word.length > 1 ? [{ word, index: match.index + elided }] : [];
  });
}
