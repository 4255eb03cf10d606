import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { LxdClient } from "../../lxd/client.ts";
import { destroyInstance, getInstance, type Instance } from "../../lxd/instances.ts";
import { poolSpace } from "../../lxd/storage.ts";
import type { Course } from "../../manifest.ts";
import type { ManifestLesson } from "../../protocol.ts";
import type { StartGate } from "../gate.ts";
import type { MachineTemplate } from "../machine.ts";
import { orLater } from "../orLater.ts";
import { bake, Unbakeable } from "./bake.ts";
import { modelStateOf, preparations, recipeFor, recipeOf } from "./keys.ts";

/** Models there may be; the one that was not used for longest makes room for another. */
const MOST = 8;
/** Space in the pool below which no model is made (bytes). */
const LEAST_SPACE = 4 * 2 ** 30;
/** How many times a model may fail by accident, as on a machine that is overloaded, before it is given up. */
const ATTEMPTS = 3;
/** After this time a model that is not made will not be (ms). */
const BAKING_LIMIT = 600_000;
/** How long a server that stops waits for a model to be given up (ms); the next one takes away what is left. */
const CLOSE_LIMIT = 3_000;

export interface BakeryOptions {
  client: LxdClient;
  template: MachineTemplate;
  /** What machines are made of, image and profile. */
  version: string;
  course: Course;
  gate: StartGate;
  /** How long a preparation must take for a model to be made (ms). */
  after: number;
  log: Logger;
}

interface Model {
  name: string;
  /** Epoch, ms. */
  usedAt: number;
}

/**
 * Models of machines in which a lesson's long preparation has run: stopped instances of which labs are copies. One is
 * made aside from everybody's starts, once a preparation was seen to take long.
 */
export class Bakery {
  readonly #options: BakeryOptions;
  readonly #models = new Map<string, Model>();
  /** Recipes that are at work, and those of which there can be no model. */
  readonly #baking = new Set<string>();
  readonly #hopeless = new Set<string>();
  /** How many times they failed by accident. */
  readonly #accidents = new Map<string, number>();
  readonly #work = new Set<Promise<void>>();
  /** Adopted once: what a killed server left half-made is gone. */
  #settled = false;
  readonly #closing = new AbortController();

  constructor(options: BakeryOptions) {
    this.#options = options;
  }

  /** Name of the instance of which a lab of this lesson can be a copy; `undefined` when there is none. */
  find(lesson: ManifestLesson): string | undefined {
    if (lesson.machines.length > 1) return undefined;
    const model = this.#models.get(this.#recipe(lesson));
    if (model) model.usedAt = Date.now();
    return model?.name;
  }

  /** A lesson was prepared in so many ms: if that is long, the next time it shall not be. Answers at once. */
  prepared(lesson: ManifestLesson, ms: number): void {
    const { after, gate, log } = this.#options;
    if (ms < after || lesson.machines.length > 1 || this.#closing.signal.aborted) return;
    const recipe = this.#recipe(lesson);
    if (this.#models.has(recipe) || this.#baking.has(recipe) || this.#hopeless.has(recipe)) return;
    this.#baking.add(recipe);
    log.info({ lesson: lesson.slug, ms }, "préparation longue\u00a0: un modèle en sera fait");
    this.#track(
      gate.aside(() => this.#bake(recipe, lesson)).finally(() => this.#baking.delete(recipe)),
    );
  }

  /** Takes what an earlier server left, and takes away what is half-made, or of another image or course. */
  async adopt(instances: Instance[]): Promise<void> {
    const { client, course, log } = this.#options;
    const wanted = new Set([...course.values()].map((each) => this.#recipe(each)));
    const found = instances.filter((each) => modelStateOf(each));
    for (const [recipe, { name }] of this.#models)
      if (!found.some((each) => each.name === name)) this.#models.delete(recipe);
    for (const each of found) {
      const recipe = recipeOf(each);
      if (this.#baking.has(recipe) || this.#models.has(recipe)) continue;
      if (modelStateOf(each) === "baked" && wanted.has(recipe)) {
        this.#models.set(recipe, { name: each.name, usedAt: Date.parse(each.created_at) });
        continue;
      }
      // Another server may be making it.
      const young = Date.now() - Date.parse(each.created_at) < BAKING_LIMIT;
      if (modelStateOf(each) === "baking" && young && this.#settled) continue;
      log.info({ model: each.name }, "modèle dépassé ou inachevé, supprimé");
      await orLater(destroyInstance(client, each.name), each.name, log);
    }
    this.#settled = true;
    await this.#makeRoom(0);
  }

  /** A model could not be copied: it is not tried again. */
  lost(name: string, error: Error): void {
    this.#options.log.warn({ model: name, err: error }, "modèle de leçon inutilisable");
    for (const [recipe, model] of this.#models)
      if (model.name === name) this.#models.delete(recipe);
  }

  /** Gives up what is being made; models stay, for the next server. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([
      Promise.allSettled(this.#work),
      delay(CLOSE_LIMIT, undefined, { ref: false }),
    ]);
  }

  async #bake(recipe: string, lesson: ManifestLesson): Promise<void> {
    const { client, template, log } = this.#options;
    const { signal } = this.#closing;
    if (signal.aborted || (await poolSpace(client, template.profile)) < LEAST_SPACE) return;
    const name = `bake-${recipe}`;
    // Another server is at it: it is found, or taken away, by the next look at all instances.
    if (await getInstance(client, name)) return;
    const about = { model: name, lesson: lesson.slug };
    const started = performance.now();
    try {
      await this.#makeRoom(1);
      const dough = { name, recipe, scripts: preparations(lesson) };
      await bake(client, template, dough, log, signal);
      this.#models.set(recipe, { name, usedAt: Date.now() });
      log.info({ ...about, ms: Math.round(performance.now() - started) }, "modèle de leçon prêt");
    } catch (error) {
      if (signal.aborted) log.debug({ ...about, err: error }, "modèle de leçon abandonné");
      else if (error instanceof Unbakeable) {
        this.#hopeless.add(recipe);
        log.info({ ...about, differs: error.message }, "leçon sans modèle\u00a0: rien n’y survit");
      } else {
        log.warn({ ...about, err: error }, "modèle de leçon manqué");
        this.#accident(recipe);
      }
      await destroyInstance(client, name);
    }
  }

  /** The next long preparation makes another attempt, unless there were enough. */
  #accident(recipe: string): void {
    const accidents = (this.#accidents.get(recipe) ?? 0) + 1;
    this.#accidents.set(recipe, accidents);
    if (accidents >= ATTEMPTS) this.#hopeless.add(recipe);
  }

  /** Takes models away, those that were not used for longest, until there is room for so many more. */
  async #makeRoom(more: number): Promise<void> {
    const oldest = [...this.#models].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [recipe, { name }] of oldest.slice(0, Math.max(0, oldest.length + more - MOST))) {
      this.#models.delete(recipe);
      await destroyInstance(this.#options.client, name);
    }
  }

  #recipe(lesson: ManifestLesson): string {
    return recipeFor(this.#options.version, lesson);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log.warn({ err: error }, "modèles de leçons"))
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}
