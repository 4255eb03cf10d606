import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../client/labClient.ts";
import { LiveClient } from "../client/liveClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON } from "./lesson.ts";

/** Pause between two keys, the shortest and the longest (ms). */
const KEY = [120, 360] as const;
/** How long a prompt may take in a room in which everybody arrives (ms). */
const PATIENCE = 240_000;
const PROMPT = /\$ /;

/** A student without a browser, by the contract, in a lab of their own. */
export class Student {
  readonly name: string;
  readonly client: LabClient;
  readonly lab: string;
  /** From the class's code to the prompt (ms). */
  readonly arrival: number;
  /** From each key to its echo (ms). */
  readonly echoes: number[] = [];
  terminal: TerminalClient;
  live: LiveClient;

  private constructor(
    name: string,
    client: LabClient,
    made: { lab: string; terminal: TerminalClient; live: LiveClient; arrival: number },
  ) {
    this.name = name;
    this.client = client;
    this.lab = made.lab;
    this.arrival = made.arrival;
    this.terminal = made.terminal;
    this.live = made.live;
  }

  /** Comes into the class with its code, starts the lab and waits for the prompt. */
  static async arrive(url: string, code: string, name: string): Promise<Student> {
    const from = performance.now();
    const client = new LabClient(url);
    await client.request("POST", "/api/classes/join", { code, name });
    const { id: lab } = await client.start(LESSON.slug);
    await client.ready(lab);
    const terminal = await TerminalClient.open(client, lab);
    await terminal.see(PROMPT, { timeout: PATIENCE });
    const arrival = performance.now() - from;
    return new Student(name, client, {
      ...{ lab, terminal, arrival },
      live: await LiveClient.open(client),
    });
  }

  /** Types at a person's pace, key by key, each awaited on the screen. */
  async types(text: string): Promise<void> {
    for (const key of text) {
      await delay(KEY[0] + Math.random() * (KEY[1] - KEY[0]));
      const echo = this.#echoOf(key);
      const typed = performance.now();
      this.terminal.type(key);
      await echo;
      this.echoes.push(performance.now() - typed);
    }
  }

  /** Opens everything anew, after the server has gone and come back. @param from where the terminal goes on */
  async comesBack(from = this.terminal.offset): Promise<void> {
    this.live.close();
    this.live = await LiveClient.open(this.client);
    this.terminal = await TerminalClient.open(this.client, this.lab, { from });
  }

  leave(): void {
    this.live.close();
    this.terminal.socket.terminate();
  }

  #echoOf(key: string): Promise<void> {
    const { terminal } = this;
    const from = terminal.text.length;
    return new Promise((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`${this.name} : pas d’écho`)), 30_000);
      terminal.onData(() => {
        if (!terminal.text.includes(key, from)) return;
        clearTimeout(lost);
        resolve();
      });
    });
  }
}
