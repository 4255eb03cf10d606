import { setTimeout as delay } from "node:timers/promises";
import { TerminalClient } from "../client/terminalClient.ts";
import type { Machine } from "./attack.ts";

/** How a neighbour's terminal echoed (ms): to be told, never asserted. */
export interface Echo {
  count: number;
  p50: number;
  p95: number;
}

/** Between two keys: somebody who types quickly (ms). */
const PAUSE = 60;
/** Longest wait for the echo of one key: beyond it the terminal is dead (ms). */
const PATIENCE = 30_000;

/** Somebody who works beside an attack, and notices how their keys are echoed. */
export class Neighbour {
  readonly #terminal: TerminalClient;
  #heard: (() => void) | undefined;

  private constructor(terminal: TerminalClient) {
    this.#terminal = terminal;
    terminal.onData(() => this.#heard?.());
  }

  /** Sits down at a lab's terminal. */
  static async at({ person, id }: Machine): Promise<Neighbour> {
    const terminal = await TerminalClient.open(person, id, { name: "voisin" });
    await terminal.see(/\$ /);
    return new Neighbour(terminal);
  }

  /** Types until `work` is done, and at least `least` keys. @throws what `work` throws, or when no echo comes. */
  async typeDuring(work: Promise<unknown>, least = 5): Promise<Echo> {
    let done = false;
    const ended = work.finally(() => (done = true));
    // Its failure is thrown below, after the key that is on its way.
    ended.catch(() => undefined);
    const times: number[] = [];
    while (!done || times.length < least) {
      times.push(await this.#key("x"));
      // A line that is never entered grows: it is wiped now and then.
      if (times.length % 20 === 0) await this.#key("\u0015");
      await delay(PAUSE);
    }
    await this.#key("\u0015");
    await ended;
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
    return { count: times.length, p50: at(0.5), p95: at(0.95) };
  }

  /** Runs a command, and waits for what only it can say: files, memory and processes are there for it. */
  async works(): Promise<void> {
    const after = this.#terminal.text.length;
    this.#terminal.type("seq 1000 | tee ~/compte | tail -n 1; sync ~/compte; echo fi''ni-$?\r");
    await this.#terminal.see(/1000\r\n[^]*fini-0/, { after, timeout: PATIENCE });
  }

  async leave(): Promise<void> {
    await this.#terminal.close();
  }

  async #key(key: string): Promise<number> {
    const heard = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error("le terminal voisin ne répond plus")),
        PATIENCE,
      );
      this.#heard = () => (clearTimeout(timer), resolve());
    });
    const typed = performance.now();
    this.#terminal.type(key);
    await heard;
    return performance.now() - typed;
  }
}
