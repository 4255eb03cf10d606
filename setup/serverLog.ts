/** Of pino's levels, the one from which a line tells a failure. */
const WARNING = 40;

/** A line of the server's log, as far as it is read here. */
interface Line {
  level?: number;
  lesson?: string;
  msg?: string;
  err?: { message?: string };
}

/** The server's log, shown as it comes, and remembered where it says why a lesson's lab failed. */
export class ServerLog {
  readonly #said: { lesson: string; why: string }[] = [];
  readonly #show: (line: string) => unknown;

  constructor(show: (line: string) => unknown = (line) => process.stdout.write(line)) {
    this.#show = show;
  }

  /** Takes a line of JSON, as pino writes it to a stream. */
  write(text: string): void {
    this.#show(text);
    const { level = 0, lesson, msg = "", err } = JSON.parse(text) as Line;
    if (level < WARNING || !lesson) return;
    this.#said.push({ lesson, why: [msg, err?.message].filter(Boolean).join("\u00a0: ") });
  }

  /** What went wrong with a lesson's labs, a line each, in the order in which it was said. */
  about(lesson: string): string {
    return this.#said.flatMap((each) => (each.lesson === lesson ? [each.why] : [])).join("\n");
  }
}
