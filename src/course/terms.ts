import type { Term } from "./schema.ts";

/**
 * A stretch of text: plain, or a term in the form in which it stands there, with the signs around it that may not part
 * from it at the end of a line.
 */
export type Stretch = string | { term: Term; form: string; before: string; after: string };

const BEFORE = /(?:[«(]\u00a0?|\p{L}{1,2}’)$/u;
const AFTER = /^[\u00a0\u202f]?[;:!?»,.)…]+/u;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Finds the first mention of each term in a lesson, and no other one. */
export class TermFinder {
  #waiting: Map<string, Term>;

  /** @param lesson slug of the lesson that is read: what it teaches itself is not marked in it */
  constructor(terms: readonly Term[], lesson: string | undefined) {
    const wanted = terms.filter((term) => term.mark && !(lesson && term.lesson === lesson));
    this.#waiting = new Map(
      wanted.flatMap((term) => term.forms.map((form) => [form.toLowerCase(), term])),
    );
  }

  /** Cuts a text at the terms that it mentions first. */
  cut(text: string): Stretch[] {
    const pattern = this.#pattern();
    const match = pattern?.exec(text);
    if (!match) return [text];
    const form = match[0];
    const term = this.#waiting.get(form.toLowerCase().replace(/\s/g, " "))!;
    for (const each of term.forms) this.#waiting.delete(each.toLowerCase());
    const left = text.slice(0, match.index);
    const right = text.slice(match.index + form.length);
    const before = BEFORE.exec(left)?.[0] ?? "";
    const after = AFTER.exec(right)?.[0] ?? "";
    const plain = left.slice(0, left.length - before.length);
    return [plain, { term, form, before, after }, ...this.cut(right.slice(after.length))].filter(
      (each) => each !== "",
    );
  }

  #pattern(): RegExp | undefined {
    const forms = [...this.#waiting.keys()].toSorted((a, b) => b.length - a.length);
    if (forms.length === 0) return undefined;
    const any = forms.map((form) => escaped(form).replaceAll(" ", String.raw`\s`)).join("|");
    // A term is a whole word, and no part of a name such as `lxc-snapshot`.
    return new RegExp(String.raw`(?<![\p{L}\p{N}_/.-])(?:${any})(?![\p{L}\p{N}_-])`, "iu");
  }
}
