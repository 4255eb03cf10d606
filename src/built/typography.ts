/** What French typography asks for, each as what must not stand in a text. @see Lexique de l’Imprimerie nationale */
const FAULTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["espace simple avant un signe double", / [;!?»](?![\w?])|(?<=[\p{L}\p{N}»)]) :(?=\s)/u],
  ["pas d’espace avant un signe double", /[\p{L}»][!?;](?=\s|$)/u],
  ["espace simple après «", /« |«(?=[\p{L}\p{N}])/u],
  ["pas d’espace avant »", /[\p{L}\p{N}.]»/u],
  ["apostrophe droite", /\p{L}'\p{L}/u],
  // Within French quotes it is another's text, as a program wrote it.
  ["guillemets droits", /^[^«"]*(?:«[^»]*»[^«"]*)*"\p{L}[^"\n]*"/u],
  ["trois points pour …", /\p{L}\.\.\.(?!\p{L})/u],
  [
    "capitale sans accent",
    /(?<![\p{L}-])(?:A (?:propos|noter|vous)|E(?:tape|tat|crire|crivez|diteur|viter|gal|quipe|chec))/u,
  ],
];

/** The faults of a text, each with what stands around it. */
export function typographyFaults(text: string): string[] {
  return text.split("\n").flatMap((line) =>
    FAULTS.flatMap(([what, pattern]) => {
      const at = line.search(pattern);
      return at < 0 ? [] : [`${what} : ${line.slice(Math.max(0, at - 30), at + 30).trim()}`];
    }),
  );
}
