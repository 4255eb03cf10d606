import type { Finding, Piece } from "./piece.ts";

/** A fault that a pattern knows. */
interface Rule {
  pattern: RegExp;
  /** French: what to write instead; `$1` is what the pattern's first group found. */
  remedy: string;
  /** Kinds of text to which it applies; all of them unless told. */
  kinds?: readonly Piece["kind"][];
}

const PROSE = ["prose", "quoted"] as const;

/** Typography as the Imprimerie nationale has it, and faults that no dictionary sees. */
const RULES: readonly Rule[] = [
  { pattern: /\p{L}'\p{L}/u, remedy: "l’apostrophe est ’", kinds: PROSE },
  { pattern: /\.\.\./, remedy: "les points de suspension sont …", kinds: PROSE },
  { pattern: / [;!?](?=\s|$)/, remedy: "espace fine insécable (U+202F) avant un signe double" },
  { pattern: /(?<!^Prêt) :(?=\s|$)/, remedy: "espace insécable (U+00A0) avant le deux-points" },
  { pattern: /« | »/, remedy: "espace insécable (U+00A0) à l’intérieur des guillemets" },
  {
    pattern: /\p{Ll}[;!?](?=\s|$)/u,
    remedy: "espace fine insécable (U+202F) avant un signe double",
    kinds: ["prose"],
  },
  {
    pattern: /\p{Ll}:(?=\s)/u,
    remedy: "espace insécable (U+00A0) avant le deux-points",
    kinds: ["prose"],
  },
  {
    pattern: /\p{L} [,.](?=\s|$)/u,
    remedy: "pas d’espace avant la virgule ni le point",
    kinds: PROSE,
  },
  { pattern: /\p{L} {2,}\p{L}/u, remedy: "une seule espace" },
  { pattern: /"/, remedy: "les guillemets sont «\u00a0\u00a0»", kinds: ["prose"] },
  {
    pattern: /(?<![\p{L}’-])(?!nous|vous)(\p{L}{2,})\s+\1(?![\p{L}’-])/iu,
    remedy: "«\u00a0$1\u00a0» est écrit deux fois",
    kinds: ["prose"],
  },
  {
    pattern: /\b(que|lorsque|puisque|jusque) (il|elle|on|un|une|ils|elles|en|à)\b/i,
    remedy: "élision\u00a0: «\u00a0$1\u00a0» perd son e",
  },
  {
    pattern: /\b(de|le|ne|je|se) (un|une|elle|elles|ils|on|autre|autres|abord)\b/i,
    remedy: "élision\u00a0: «\u00a0$1\u00a0» perd sa voyelle",
  },
  { pattern: /\bsi ils?\b/i, remedy: "écrivez «\u00a0s’il\u00a0»" },
  { pattern: /\bquelque soit\b/i, remedy: "écrivez «\u00a0quel que soit\u00a0», accordé" },
  { pattern: /c’est à dire/i, remedy: "écrivez «\u00a0c’est-à-dire\u00a0»" },
  { pattern: /\bmalgré que\b/i, remedy: "écrivez «\u00a0bien que\u00a0»" },
  { pattern: /\ben terme de\b/i, remedy: "écrivez «\u00a0en termes de\u00a0»" },
  { pattern: /\bau final\b/i, remedy: "écrivez «\u00a0finalement\u00a0»" },
  { pattern: /\b(?:il|elle|on) à\b(?! \p{L}+er\b)/iu, remedy: "«\u00a0a\u00a0», sans accent" },
  { pattern: /\bnous \p{L}+ez\b/iu, remedy: "«\u00a0nous\u00a0» et son verbe ne s’accordent pas" },
  {
    pattern: /\b(?:ils|elles) \p{L}+(?:ait|[^s]it)\b(?<!ont)/iu,
    remedy: "un sujet au pluriel veut un verbe au pluriel",
  },
  {
    pattern: /\b(?:a|ai|avez|avons|ont) été? \p{L}+er\b/iu,
    remedy: "participe passé en -é, non infinitif",
  },
];

/** The rules that a text breaks. */
export function breaches({ file, line, text, kind }: Piece): Finding[] {
  return RULES.filter(({ kinds }) => !kinds || kinds.includes(kind)).flatMap(
    ({ pattern, remedy }) => {
      const match = pattern.exec(text);
      if (!match) return [];
      const around = text.slice(Math.max(0, match.index - 15), match.index + 25).trim();
      const said = remedy.replace("$1", match[1] ?? "");
      const at = line + text.slice(0, match.index).split("\n").length - 1;
      return [
        { file, line: at, what: `«\u00a0${around.replace(/\s+/g, " ")}\u00a0»\u00a0: ${said}` },
      ];
    },
  );
}
