import { ConfigError } from "../server/config.ts";
import { StoreError } from "../server/store/migrate.ts";
import type { Console } from "./console.ts";
import { Problem } from "./problems.ts";

/** Signals so close to each other are one wish (ms). */
const SAME_SIGNAL = 500;

/** What was started, to be stopped in the reverse order, once. */
export class Lifetime {
  readonly #ui: Console;
  #ending: Promise<void> | undefined;
  readonly #stops: (() => Promise<void> | void)[] = [];
  /** When the first signal came (ms); npm and the terminal may both send one for the same Ctrl-C. */
  #signalledAt: number | undefined;

  constructor(ui: Console) {
    this.#ui = ui;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => void this.#signalled());
  }

  /** Registers how to stop what was just started; at once when the end has come meanwhile. */
  onStop(stop: () => Promise<void> | void): void {
    if (this.#ending) void stop();
    else this.#stops.push(stop);
  }

  /** Stops everything, once; a failure is told, and does not keep the rest from stopping. */
  end(): Promise<void> {
    return (this.#ending ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    for (const stop of this.#stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.#ui.note(`À l’arrêt\u00a0: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  /** Runs `main`; what it throws is told in its own words, and everything is stopped. */
  async run(main: () => Promise<void>): Promise<void> {
    try {
      await main();
    } catch (error) {
      if (this.#signalledAt) return;
      const known = [Problem, ConfigError, StoreError].some((kind) => error instanceof kind);
      console.error(known ? (error as Error).message : error);
      await this.end();
      process.exit(1);
    }
  }

  async #signalled(): Promise<void> {
    const now = performance.now();
    if (this.#signalledAt) {
      if (now - this.#signalledAt < SAME_SIGNAL) return;
      this.#ui.say("Arrêt immédiat.");
      process.exit(1);
    }
    this.#signalledAt = now;
    this.#ui.say("Arrêt… (Ctrl-C encore une fois pour ne pas attendre)");
    await this.end();
    process.exit(0);
  }
}
