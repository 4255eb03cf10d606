import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import { machineOf, type StepResult, turnsOf } from "../protocol.ts";
import type { Miniature } from "../protocol-board.ts";
import type { Archive } from "../terminals/archive.ts";
import type { OpenKept } from "../terminals/keptShell.ts";
import type { Attachment } from "../terminals/terminal.ts";
import { Terminals } from "../terminals/terminals.ts";
import { NoPrompt, Typist } from "../terminals/typist.ts";
import type { Guest, Size } from "../terminals/viewers.ts";
import type { Checker } from "./checker.ts";
import { instanceOf } from "./machines.ts";
import type { LabObserver } from "./observer.ts";
import type { LabRecord } from "./record.ts";

/** Terminals that one lab may have open. */
const TERMINALS_MAX = 6;
export interface WorkbenchOptions {
  openShell: OpenKept;
  archive: Archive;
  checker: Checker;
  observer: LabObserver;
  log: Logger;
  /** The lab of this name, if it lives. */
  byId(id: string): LabRecord | undefined;
  save(lab: LabRecord): Promise<void>;
}

/** Where a lab is worked in: its terminals, the checks that their commands cause, solutions played. */
export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #terminals: Terminals;
  readonly #typists = new Map<LabRecord, { terminal: string; typist: Typist }>();

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.#terminals = new Terminals(options.openShell, options.archive, {
      alive: (id) => this.#options.byId(id)?.state === "ready",
      instance: (id, name) => this.#instance(id, name),
      offset: (id, name) => this.#options.byId(id)?.streamStart(name) ?? 0,
      onOpen: (id, name) => this.#opened(id, name),
      onCommandEnd: (id, name, ...end) => this.#commandEnded(id, name, ...end),
      onOutput: (id, name, ...output) => this.#wrote(id, name, ...output),
    });
  }

  /** Joins a viewer to a terminal. @throws {AtelierError} `too-many-requests` beyond the terminals of a lab. */
  async attach(lab: LabRecord, name: string, guest: Guest): Promise<Attachment> {
    const { id } = lab;
    if (!this.#terminals.has(id, name) && this.#terminals.count(id) >= TERMINALS_MAX)
      throw new AtelierError("too-many-requests");
    const attachment = await this.#terminals.attach(id, name, guest);
    return {
      ...attachment,
      input: (data) => {
        lab.touch();
        attachment.input(data);
      },
    };
  }

  /**
   * Joins somebody who only looks on to a terminal that was opened in the lab; while they may type, it counts as work.
   * @throws {AtelierError} `no-terminal`
   */
  async watch(
    lab: LabRecord,
    name: string,
    guest: Guest & Required<Pick<Guest, "watch">>,
  ): Promise<Attachment> {
    if (lab.state !== "ready" || !lab.opened.has(name)) throw new AtelierError("no-terminal");
    const attachment = await this.#terminals.attach(lab.id, name, guest);
    return {
      ...attachment,
      input: (data) => {
        if (guest.watch.mayType()) lab.touch();
        attachment.input(data);
      },
    };
  }

  /**
   * Types a step's solution into the machines' terminals, under the student's eyes, then checks the step.
   * @throws {AtelierError} `no-terminal`, `terminal-busy`. @throws {SetupFailed}
   */
  async solve(lab: LabRecord, id: string): Promise<StepResult> {
    const step = lab.lesson.steps.find((each) => each.id === id);
    if (!step) throw new AtelierError("no-such-step");
    const turns = turnsOf(step.run, lab.machines);
    // A machine's first terminal bears the machine's name.
    if (turns.some(({ machine }) => !this.#terminals.has(lab.id, machine)))
      throw new AtelierError("no-terminal");
    await this.#options.checker.reach(lab, id);
    if (this.#typists.has(lab)) throw new AtelierError("terminal-busy");
    try {
      for (const { machine, blocks } of turns) {
        const typist = new Typist((keys) =>
          this.#terminals.write(lab.id, machine, Buffer.from(keys)),
        );
        this.#typists.set(lab, { terminal: machine, typist });
        await typist.type(blocks);
      }
    } catch (cause) {
      if (cause instanceof NoPrompt) throw new AtelierError("terminal-busy", { cause });
      throw cause;
    } finally {
      this.#typists.delete(lab);
    }
    return await this.#options.checker.check(lab, id);
  }

  /** Name of the terminal of a lab that was written to last; undefined where none is open. */
  latest(id: string): string | undefined {
    return this.#terminals.latest(id);
  }

  /** What the terminal of a lab that was written to last shows; undefined where none is open. */
  async miniature(id: string): Promise<Miniature | undefined> {
    return await this.#terminals.miniature(id);
  }

  /** Sends away who looks at this lab's terminals, hangs them up, and forgets what they showed. */
  async closeTerminals(lab: LabRecord, reason: string, code?: number): Promise<void> {
    await this.#terminals.closeLab(lab.id, reason, code);
    this.#terminals.eraseLab(lab.id);
  }

  async close(reason: string): Promise<void> {
    await this.#terminals.closeAll(reason);
  }

  /** Where a terminal's shell runs. */
  #instance(id: string, name: string): string {
    const lab = this.#options.byId(id);
    return lab ? instanceOf(lab, machineOf(name, lab.machines)) : id;
  }

  #opened(id: string, name: string): void {
    const lab = this.#options.byId(id);
    if (!lab || lab.opened.has(name)) return;
    lab.opened.add(name);
    this.#options.observer.opened(lab);
    this.#options.save(lab).catch((error: unknown) => {
      this.#options.log.warn({ err: error, lab: id }, "terminal non noté");
    });
  }

  #commandEnded(id: string, name: string, status: number, recent: () => Buffer): void {
    const lab = this.#options.byId(id);
    if (!lab) return;
    lab.touch();
    this.#options.observer.commandEnded(lab, status, recent);
    this.#typist(id, name)?.onCommandEnd();
    this.#options.checker.commandEnded(lab);
  }

  #wrote(id: string, name: string, chunk: Buffer, size: Size): void {
    const lab = this.#options.byId(id);
    if (!lab) return;
    this.#options.observer.wrote(lab, name, chunk, size);
    this.#typist(id, name)?.onOutput(chunk);
  }

  #typist(id: string, name: string): Typist | undefined {
    const lab = this.#options.byId(id);
    const played = lab && this.#typists.get(lab);
    return played?.terminal === name ? played.typist : undefined;
  }
}
