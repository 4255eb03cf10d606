import type { Console } from "../../setup/console.ts";
import { median, quantile } from "../statistics.ts";
import { Absent, type Contender, type Session } from "./contender.ts";
import type { Ground } from "./ground.ts";
import { measureBulk } from "./measures/bulk.ts";
import { measureConnect } from "./measures/connect.ts";
import { type CpuShare, measureCpu } from "./measures/cpu.ts";
import { measureKey } from "./measures/echo.ts";
import { measureMemory } from "./measures/memory.ts";
import { measureRevival } from "./measures/revival.ts";
import { type Entrant, rounds } from "./measures/round.ts";
import { measureStall } from "./measures/stall.ts";
import type { Entry, Measure, Times } from "./results.ts";
import { PROMPT } from "./screen.ts";
import type { Sizes } from "./sizes.ts";

/** Keys that are typed before those that count: code and caches warm up. */
const WARM_KEYS = 20;

/** One contender in this run: its results, and its gateway while it runs. */
interface Runner extends Entrant {
  contender: Contender;
  entry: Entry;
}

/** One run of all measures over all contenders. */
export class Run {
  readonly #ground: Ground;
  readonly #sizes: Sizes;
  readonly #ui: Console;
  /** What is running now, to be stopped whatever happens. */
  readonly #running = new Set<{ stop(): Promise<void> }>();

  constructor(ground: Ground, sizes: Sizes, ui: Console) {
    this.#ground = ground;
    this.#sizes = sizes;
    this.#ui = ui;
  }

  /** First what is compared by turns, with all gateways up; then what each needs a fresh gateway for. */
  async all(contenders: readonly Contender[]): Promise<Entry[]> {
    const runners: Runner[] = [];
    const entries: Entry[] = [];
    for (const contender of contenders) {
      const { name, label } = contender;
      const entry: Entry = { name, label, figures: {}, failures: {} };
      entries.push(entry);
      try {
        const gateway = await this.#start(contender);
        runners.push({ name, contender, entry, gateway });
      } catch (error) {
        entry.absent = reasonOf(error);
        this.#ui.note(`${label}\u00a0: absent. ${entry.absent}`);
      }
    }
    await this.#phase("Connexion → invite", () => this.#connect(runners));
    await this.#phase("Écho d’une touche", () => this.#echo(runners));
    await this.#phase("Débit", () => this.#bulk(runners));
    await this.stop();
    await this.#phase("Mémoire par session", () => this.#memory(runners));
    await this.#phase("Processeur", () => this.#cpu(runners));
    await this.#phase("Lecteur figé", () => this.#stall(runners));
    await this.#phase("Serveur tué", () => this.#revival(runners));
    return entries;
  }

  /** Stops the gateways that run. */
  async stop(): Promise<void> {
    const running = [...this.#running];
    this.#running.clear();
    await Promise.all(running.map((gateway) => gateway.stop()));
  }

  async #start(contender: Contender) {
    const gateway = await contender.start(this.#ground);
    this.#running.add(gateway);
    return gateway;
  }

  #phase(title: string, action: () => Promise<void>): Promise<void> {
    return this.#ui.phase(title, action);
  }

  async #connect(runners: Runner[]): Promise<void> {
    const samples = collect();
    const action = async (runner: Runner, round: number) => {
      const ms = await measureConnect(runner);
      // The first of all pays for what is loaded once.
      if (round > 0) samples.add(runner.name, ms);
    };
    await this.#rounds("connect", runners, this.#sizes.connectRounds + 1, action);
    for (const { name, entry } of runners)
      if (samples.has(name)) entry.figures.connect = times(samples.of(name));
  }

  async #echo(runners: Runner[]): Promise<void> {
    const samples = collect();
    await this.#withSessions("echo", runners, async (open) => {
      const action = async ({ name, session }: Open, round: number) => {
        const ms = await measureKey(session, round);
        if (round >= WARM_KEYS) samples.add(name, ms);
      };
      await this.#rounds("echo", open, this.#sizes.keys + WARM_KEYS, action);
    });
    for (const { name, entry } of runners)
      if (samples.has(name)) entry.figures.echo = times(samples.of(name));
  }

  async #bulk(runners: Runner[]): Promise<void> {
    const samples = collect();
    await this.#withSessions("bulk", runners, async (open) => {
      const action = async ({ name, session }: Open, round: number) => {
        const speed = await measureBulk(session, this.#sizes.bulkBytes);
        if (round > 0) samples.add(name, speed);
      };
      await this.#rounds("bulk", open, this.#sizes.bulkRounds + 1, action);
    });
    for (const { name, entry } of runners)
      if (samples.has(name))
        entry.figures.bulk = { median: median(samples.of(name)), samples: samples.of(name) };
  }

  async #memory(runners: Runner[]): Promise<void> {
    const { memoryRounds, memorySessions } = this.#sizes;
    const samples = collect();
    // When garbage was collected last is chance: one round says little.
    await this.#rounds("memory", runners, memoryRounds, async ({ contender, name }) => {
      await this.#fresh(contender, async (gateway) => {
        const bytes = await measureMemory(gateway, memorySessions);
        if (bytes !== undefined) samples.add(name, bytes);
      });
    });
    for (const { name, entry } of runners)
      if (samples.has(name)) entry.figures.memory = median(samples.of(name));
  }

  async #cpu(runners: Runner[]): Promise<void> {
    const { cpuRounds, cpuSessions, cpuDuration } = this.#sizes;
    const shares = new Map<string, CpuShare[]>();
    await this.#rounds("cpu", runners, cpuRounds, async ({ contender, name }) => {
      await this.#fresh(contender, async (gateway) => {
        const share = await measureCpu(gateway, this.#ground.lxdPid, cpuSessions, cpuDuration);
        shares.set(name, [...(shares.get(name) ?? []), share]);
      });
    });
    for (const { name, entry } of runners) {
      const all = shares.get(name);
      if (!all) continue;
      const lxd = all.flatMap((share) => share.lxd ?? []);
      entry.figures.cpu = {
        gateway: median(all.map(({ gateway }) => gateway)),
        lxd: lxd.length > 0 ? median(lxd) : undefined,
      };
    }
  }

  async #stall(runners: Runner[]): Promise<void> {
    await this.#rounds("stall", runners, 1, async ({ contender, entry }) => {
      await this.#fresh(contender, async (gateway) => {
        entry.figures.stall = await measureStall(gateway, this.#sizes.stallDuration);
      });
    });
  }

  async #revival(runners: Runner[]): Promise<void> {
    await this.#rounds("revival", runners, 1, async ({ contender, entry }) => {
      await this.#fresh(contender, async (gateway) => {
        const ms = await measureRevival(gateway);
        if (ms !== undefined) entry.figures.revival = ms;
      });
    });
  }

  async #fresh(
    contender: Contender,
    action: (gateway: Runner["gateway"]) => Promise<void>,
  ): Promise<void> {
    const gateway = await this.#start(contender);
    try {
      await action(gateway);
    } finally {
      this.#running.delete(gateway);
      await gateway.stop();
    }
  }

  /** One session with each, at its prompt. */
  async #withSessions(
    measure: Measure,
    runners: Runner[],
    action: (open: Open[]) => Promise<void>,
  ): Promise<void> {
    const open: Open[] = [];
    await this.#rounds(measure, runners, 1, async ({ name, entry, gateway }) => {
      const session = await gateway.open();
      open.push({ name, entry, session });
      await session.screen.see(PROMPT);
    });
    await action(open);
    await Promise.all(open.map(({ session }) => session.close()));
  }

  async #rounds<E extends { name: string; entry: Entry }>(
    measure: Measure,
    entrants: E[],
    count: number,
    action: (entrant: E, round: number) => Promise<void>,
  ): Promise<void> {
    await rounds(entrants, count, action, (name, error) => {
      const entrant = entrants.find((each) => each.name === name);
      if (entrant) entrant.entry.failures[measure] = reasonOf(error);
      this.#ui.note(`${name}, ${measure}\u00a0: ${reasonOf(error)}`);
    });
  }
}

interface Open {
  name: string;
  entry: Entry;
  session: Session;
}

function collect() {
  const samples = new Map<string, number[]>();
  const of = (name: string) => samples.get(name) ?? [];
  return {
    of,
    has: (name: string) => samples.has(name),
    add: (name: string, value: number) => void samples.set(name, [...of(name), value]),
  };
}

function times(samples: number[]): Times {
  const round = (ms: number) => Math.round(ms * 1000) / 1000;
  return {
    median: round(median(samples)),
    p95: round(quantile(samples, 0.95)),
    samples: samples.map(round),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Absent) return error.message;
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
