import type { Archive } from "./archive.ts";
import type { OpenKept } from "./keptShell.ts";
import type { Miniature } from "../protocol-board.ts";
import { Miniatures } from "./miniatures.ts";
import { type Attachment, Terminal } from "./terminal.ts";
import type { Guest, Size } from "./viewers.ts";

/** What the labs want to know, and tell, of their terminals. */
export interface TerminalHooks {
  /** The instance in which a terminal's shell runs. */
  instance(lab: string, name: string): string;
  /** Offset at which a terminal's stream goes on: 0 when it was never opened in this lab. */
  offset(lab: string, name: string): number;
  onOpen(lab: string, name: string): void;
  onCommandEnd(lab: string, name: string, status: number, recent: () => Buffer): void;
  /** @param size in which the terminal is drawn */
  onOutput(lab: string, name: string, chunk: Buffer, size: Size): void;
  /** Whether the lab lives: a shell that was lost may come back. */
  alive(lab: string): boolean;
}

/** All open terminals of this server, by lab and name. */
export class Terminals {
  readonly #open: OpenKept;
  readonly #archive: Archive;
  readonly #hooks: TerminalHooks;
  readonly #miniatures = new Miniatures();
  readonly #terminals = new Map<string, Map<string, Terminal>>();

  constructor(open: OpenKept, archive: Archive, hooks: TerminalHooks) {
    this.#open = open;
    this.#archive = archive;
    this.#hooks = hooks;
  }

  /** Joins a viewer to a terminal, which is opened if it is not. @throws when no shell can be had. */
  async attach(lab: string, name: string, guest: Guest): Promise<Attachment> {
    const terminal = this.#get(lab, name) ?? this.#add(lab, name);
    try {
      return await terminal.attach(guest);
    } catch (error) {
      this.#forget(lab, name, terminal);
      throw error;
    }
  }

  /** How many terminals of a lab are open. */
  count(lab: string): number {
    return this.#terminals.get(lab)?.size ?? 0;
  }

  has(lab: string, name: string): boolean {
    return this.#get(lab, name) !== undefined;
  }

  /** Name of a lab's terminal that was written to last; undefined where none is open. */
  latest(lab: string): string | undefined {
    const open = [...(this.#terminals.get(lab) ?? [])];
    const [last] = open.sort(([, a], [, b]) => b.wroteAt - a.wroteAt);
    return last?.[0];
  }

  /** What a lab's terminal that was written to last shows; undefined where none is open. */
  async miniature(lab: string): Promise<Miniature | undefined> {
    const name = this.latest(lab);
    const terminal = name && this.#get(lab, name);
    return terminal ? await this.#miniatures.of(terminal, name) : undefined;
  }

  /** Types into a terminal, if it is open. */
  write(lab: string, name: string, data: Buffer): void {
    this.#get(lab, name)?.write(data);
  }

  /** Hangs up all terminals of a lab. @param code close code that their viewers get; 1012 unless told. */
  async closeLab(lab: string, reason: string, code?: number): Promise<void> {
    const terminals = [...(this.#terminals.get(lab) ?? [])];
    this.#terminals.delete(lab);
    await Promise.all(
      terminals.map(async ([name, terminal]) => {
        await terminal.close(reason, code);
        await this.#archive.save(lab, name, terminal.ring);
      }),
    );
  }

  /** Forgets what was shown in a lab's terminals: its machine is gone. */
  eraseLab(lab: string): void {
    this.#archive.forgetLab(lab);
  }

  /** Hangs up everything; the next server finds shells and screens again. */
  async closeAll(reason: string): Promise<void> {
    await Promise.all([...this.#terminals.keys()].map((lab) => this.closeLab(lab, reason)));
  }

  #get(lab: string, name: string): Terminal | undefined {
    return this.#terminals.get(lab)?.get(name);
  }

  #add(lab: string, name: string): Terminal {
    const offset = this.#hooks.offset(lab, name);
    const terminal: Terminal = new Terminal({
      offset,
      past: this.#archive.load(lab, name),
      alive: () => this.#hooks.alive(lab),
      open: async (size, events, resume) => {
        const instance = this.#hooks.instance(lab, name);
        const place = { instance, name, size, offset: resume ?? offset, resume };
        const shell = await this.#open(place, events);
        this.#hooks.onOpen(lab, name);
        return shell;
      },
      onCommandEnd: (status, recent) => this.#hooks.onCommandEnd(lab, name, status, recent),
      onOutput: (chunk) => {
        this.#archive.plan(lab, name, terminal.ring);
        this.#hooks.onOutput(lab, name, chunk, terminal.size);
      },
      onOver: ({ lost }) => {
        this.#forget(lab, name, terminal);
        // The next shell of this name begins with a screen of its own.
        if (!lost) this.#archive.forget(lab, name);
      },
    });
    const ofLab = this.#terminals.get(lab) ?? new Map<string, Terminal>();
    this.#terminals.set(lab, ofLab.set(name, terminal));
    return terminal;
  }

  #forget(lab: string, name: string, terminal: Terminal): void {
    if (this.#get(lab, name) === terminal) this.#terminals.get(lab)?.delete(name);
  }
}
