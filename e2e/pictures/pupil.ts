import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";

/** How far a student of the pictures gets, and what keeps them there. */
export interface Story {
  name: string;
  /** Slug; without one the student only came in. */
  lesson?: string;
  /** Steps that were done at home, before the class: ids by lesson. */
  brings?: Record<string, string[]>;
  /** Ids of the lesson's steps that are done. */
  done?: readonly string[];
  /** Typed in the terminal after that, and waited for. */
  types?: { command: string; until: RegExp };
  /** The step that is looked at in vain, and how often. */
  tries?: { step: string; times: number };
  /** Words of a raised hand. */
  hand?: string;
}

/** Looks in vain that are further apart are tries of their own (ms). */
const NEXT_TRY = 4_000;
const PROMPT = /\$ /;

/** A student without a browser, at a real lab. */
export class Pupil {
  readonly story: Story;
  readonly client: LabClient;
  readonly terminal: TerminalClient | undefined;

  private constructor(story: Story, client: LabClient, terminal?: TerminalClient) {
    this.story = story;
    this.client = client;
    this.terminal = terminal;
  }

  /** Lives the story up to now. @param code of the class */
  static async arrive(url: string, code: string, story: Story): Promise<Pupil> {
    const { name, brings, lesson, done = [], types, tries, hand } = story;
    const client = new LabClient(url);
    await client.request("POST", "/api/classes/join", { code, name });
    if (brings) await client.request("POST", "/api/classes/me/progress", { done: brings });
    if (!lesson) return new Pupil(story, client);
    const { id: lab } = await client.start(lesson);
    await client.ready(lab);
    const terminal = await TerminalClient.open(client, lab);
    await terminal.see(PROMPT, { timeout: 120_000 });
    for (const step of done) await client.solve(lab, step);
    if (types) {
      terminal.type(`${types.command}\r`);
      await terminal.see(types.until);
    }
    for (let n = 0; n < (tries?.times ?? 0); n++) {
      await client.check(lab, tries?.step ?? "");
      await delay(NEXT_TRY);
    }
    const pupil = new Pupil(story, client, terminal);
    if (hand) await pupil.#raise(hand);
    return pupil;
  }

  /** Closes the terminal; labs are ended with their class. */
  leave(): void {
    this.terminal?.socket.terminate();
  }

  async #raise(words: string): Promise<void> {
    const mine = (await (await this.client.request("GET", "/api/classes/me")).json()) as [
      { id: string },
    ];
    await this.client.request("PUT", `/api/classes/me/${mine[0].id}/hand`, { words });
  }
}
