/** What a phase may tell while it goes on: a few words that replace the ones before. */
export type Tell = (detail: string) => void;

/** Prints phases with their durations: on one line that is rewritten where a person looks, plainly elsewhere. */
export class Console {
  readonly #out: NodeJS.WriteStream;
  #line = "";

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** Runs one phase; its title, a mark and its duration stay on the screen. What it throws goes through. */
  async phase<T>(title: string, action: (tell: Tell) => Promise<T>): Promise<T> {
    const start = performance.now();
    const since = () => duration(performance.now() - start);
    let detail = "";
    let ticking: NodeJS.Timeout | undefined;
    const redraw = () => this.#rewrite(`… ${title}${detail && `\u00a0: ${detail}`} (${since()})`);
    if (this.#out.isTTY) {
      redraw();
      ticking = setInterval(redraw, 1000);
    }
    const tell: Tell = (text) => {
      detail = text;
      if (this.#out.isTTY) redraw();
      else this.#out.write(`… ${title}\u00a0: ${text} (${since()})\n`);
    };
    try {
      const result = await action(tell);
      this.#end(ticking, `✔ ${title} (${since()})`);
      return result;
    } catch (error) {
      this.#end(ticking, `✘ ${title} (${since()})`);
      throw error;
    }
  }

  /** Something worth knowing that stops nothing. */
  note(text: string): void {
    this.say(`  ${text}`);
  }

  /** One line that stays, above the phase that goes on. */
  say(text: string): void {
    const pending = this.#line;
    this.#rewrite("");
    this.#out.write(`${text}\n`);
    if (pending) this.#rewrite(pending);
  }

  #end(ticking: NodeJS.Timeout | undefined, text: string): void {
    clearInterval(ticking);
    this.#rewrite("");
    this.say(text);
  }

  #rewrite(text: string): void {
    if (!this.#out.isTTY) return;
    this.#line = text.slice(0, Math.max(20, (this.#out.columns ?? 80) - 1));
    this.#out.write(`\r\u001b[2K${this.#line}`);
  }
}

/** `0,24 s`, `12 s`, `2 min 05 s`, from ms. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1).replace(".", ",")}\u00a0s`;
  if (seconds < 60) return `${Math.round(seconds)}\u00a0s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}\u00a0min\u00a0${String(whole % 60).padStart(2, "0")}\u00a0s`;
}
