import { parseArgs } from "node:util";

/** How much a bench may take: all of it, or only enough to see that it works. */
export interface Effort {
  quick: boolean;
}

/** One bench: a function that measures, prints its table and writes its JSON. */
export type Bench = (effort: Effort) => Promise<void>;

/** What was asked for on the command line was not understood; the message is French and whole. */
export class UsageError extends Error {}

/**
 * What `npm run bench -- [name…] [--quick]` asks for; without a name, all benches.
 * @throws {UsageError} for a name or an option that is not there.
 */
export function choose(args: string[], known: readonly string[]): Effort & { names: string[] } {
  const parsed = parse(args);
  const names = parsed.positionals.length > 0 ? [...new Set(parsed.positionals)] : [...known];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `Pas de mesure «\u00a0${unknown}\u00a0». Il y a\u00a0: ${known.join(", ")}.`,
    );
  return { names, quick: parsed.values.quick === true };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { quick: { type: "boolean" } } });
  } catch (cause) {
    throw new UsageError(
      "Usage\u00a0: npm run bench [-- nom… --quick]. --quick mesure moins longtemps, donc moins sûrement.",
      { cause },
    );
  }
}
