/** What an emulator answers to programs: where the cursor is, what it can do, its colours, its modes. */
const ANSWER = /^\u001b(\[[?>]?[\d;]*(?:[cnRt]|\$y)|\]\d|P)/;

/**
 * Keeps an emulator from answering old questions: a page that comes back is given what the shell wrote
 * before, with every question that a program asked in it. The page before has answered them, and
 * nobody reads a second answer but the shell, as if it had been typed.
 */
export class Replay {
  #first = true;
  #parsing = false;

  /** Tells that bytes of the shell are about to be parsed: the first are the replay. @returns `parsed` */
  parsing(parsed: () => void): () => void {
    if (!this.#first) return parsed;
    this.#first = false;
    this.#parsing = true;
    return () => {
      this.#parsing = false;
      parsed();
    };
  }

  /** Whether what the emulator would send is an answer to an old question. */
  answers(text: string): boolean {
    return this.#parsing && ANSWER.test(text);
  }
}
