import { ConfigError } from "../server/config.ts";
import type { Console } from "./console.ts";
import { Problem } from "./problems.ts";

/** What was started, to be stopped in the reverse order, once. */
export class Lifetime {
  readonly #ui: Console;
  #stops: (() => Promise<void> | void)[] = [];
  #stopping = false;

  constructor(ui: Console) {
    this.#ui = ui;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => void this.#signalled());
  }

  /** Registers how to stop what was just started. */
  onStop(stop: () => Promise<void> | void): void {
    this.#stops.push(stop);
  }

  /** Stops everything; a failure is told, and does not keep the rest from stopping. */
  async end(): Promise<void> {
    const stops = this.#stops.reverse();
    this.#stops = [];
    for (const stop of stops) {
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
      if (this.#stopping) return;
      const known = error instanceof Problem || error instanceof ConfigError;
      console.error(known ? error.message : error);
      await this.end();
      process.exit(1);
    }
  }

  async #signalled(): Promise<void> {
    if (this.#stopping) {
      this.#ui.say("Arrêt immédiat.");
      process.exit(1);
    }
    this.#stopping = true;
    this.#ui.say("Arrêt… (Ctrl-C encore une fois pour ne pas attendre)");
    await this.end();
    process.exit(0);
  }
}
