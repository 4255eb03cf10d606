import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { getInstance } from "../../server/lxd/instances.ts";
import { listSnapshots } from "../../server/lxd/snapshots.ts";
import { LabClient } from "../client/labClient.ts";
import { Random } from "../client/random.ts";
import { ChildServer } from "../server/childServer.ts";
import { LESSON, testGround } from "../server/ground.ts";

const LONG = process.env.SOAK === "full";
/** Lives of a lab, and what happens in each. */
const [LIVES, EVENTS] = LONG ? [20, 40] : [1, 15];
/** After this time no life begins any more (minutes); as long as it takes unless told. */
const MINUTES = Number(process.env.TEST_MINUTES ?? Infinity);
/** After which a lab ends in which nobody works (s): long enough for whatever comes between two commands. */
const IDLE = 90;

vi.setConfig({ testTimeout: LONG ? 5_400_000 : 300_000 });

const { lxd } = testGround();
const [FIRST, SECOND] = LESSON.steps.map(({ id }) => id) as [string, string];
/** What a student does for a step, by root's hands. */
const WORK: Record<string, string> = {
  [FIRST]: "touch ~etudiant/un",
  [SECOND]: "cp /srv/etape ~etudiant/deux && touch ~etudiant/trois",
};

/** What must be true of the lab; `undefined` where there is none. */
interface Model {
  lab: { done: Set<string>; checkpoint: boolean } | undefined;
}

/** The lab as it is. */
interface Real {
  server: ChildServer;
  person: LabClient;
  id: string;
}

/** What happened so far, in order. */
const happened: string[] = [];

type Command = fc.AsyncCommand<Model, Real>;

/** One thing that happens. `when`: whether it needs a lab, or that there is none. */
function command(
  name: string,
  when: "lab" | "none" | "any",
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: ({ lab }) => when === "any" || (when === "lab") === (lab !== undefined),
    async run(model, real) {
      await run(model, real).catch((cause: unknown) => {
        throw new Error(name, { cause });
      });
      await agree(model, real);
      happened.push(name);
    },
    toString: () => name,
  };
}

/** A living lab of the model; commands that need one are run with one only. */
function living({ lab }: Model): NonNullable<Model["lab"]> {
  if (!lab) throw new Error("pas de lab");
  return lab;
}

/** The server, LXD and the model say the same. */
async function agree({ lab }: Model, { person, id }: Real): Promise<void> {
  if (id === "") return;
  if (!lab) {
    expect(await getInstance(lxd, id)).toBeUndefined();
    return expect(await person.get(id).catch((error: Error) => error.message)).toContain("404");
  }
  const seen = await person.ready(id);
  // Before it is ready its keys are those of what it was.
  const instance = await getInstance(lxd, id);
  const steps = LESSON.steps.map((step) => [step.id, lab.done.has(step.id) ? "done" : "todo"]);
  expect(seen.steps.map((step) => [step.id, step.state])).toEqual(steps);
  expect(instance?.status).toBe("Running");
  const kept = instance?.config["user.atelier.done"]?.split(" ").filter(Boolean);
  expect(new Set(kept)).toEqual(lab.done);
  expect(instance?.config["user.atelier.state"]).toBe("ready");
}

function stepDone(step: string): Command {
  return command(`faire ${step}`, "lab", async (model, { person, id }) => {
    const lab = living(model);
    // A step that was never given has nothing to work with: the check gives it.
    await person.check(id, step);
    expect((await exec(lxd, id, ["bash", "-c", WORK[step] ?? ""])).code).toBe(0);
    expect(await person.check(id, step)).toMatchObject({ state: "done" });
    lab.done.add(step);
    if (step !== FIRST) return;
    await expect.poll(() => listSnapshots(lxd, id)).toContain(`step-${SECOND}`);
    lab.checkpoint = true;
  });
}

function check(step: string): Command {
  return command(`vérifier ${step}`, "lab", async (model, { person, id }) => {
    const state = living(model).done.has(step) ? "done" : "todo";
    expect(await person.check(id, step)).toMatchObject({ state });
  });
}

/** A second start is the lab that there is. */
const START = command("démarrer", "any", async (model, real) => {
  const { id } = await real.person.start(LESSON.slug);
  if (model.lab) return expect(id).toBe(real.id);
  real.id = id;
  await real.person.ready(id);
  model.lab = { done: new Set(), checkpoint: false };
});

const COMMANDS: fc.Arbitrary<Command>[] = [
  START,
  START,
  stepDone(FIRST),
  stepDone(FIRST),
  stepDone(SECOND),
  check(FIRST),
  check(SECOND),
  command("prolonger", "lab", async (_model, { person, id }) => {
    const { expiresAt } = await person.get(id);
    expect(Date.parse((await person.extend(id)).expiresAt)).toBeGreaterThan(Date.parse(expiresAt));
  }),
  command("revenir", "lab", async (model, { person, id }) => {
    const lab = living(model);
    const answer = person.restore(id, SECOND);
    if (!lab.checkpoint)
      return await expect(answer).rejects.toMatchObject({ problem: { code: "no-checkpoint" } });
    expect(await answer).toMatchObject({ state: "resetting" });
    lab.done.delete(SECOND);
  }),
  command("remettre à neuf", "lab", async (model, { person, id }) => {
    expect(await person.reset(id)).toMatchObject({ state: "resetting" });
    model.lab = { done: new Set(), checkpoint: false };
  }),
  command("redémarrer le serveur", "any", async (_model, { server }) => server.restart()),
  command("tuer le serveur", "any", async (_model, { server }) => server.killAndRestart()),
  command("arrêter", "lab", async (model, { person, id }) => {
    await person.stop(id);
    model.lab = undefined;
  }),
].map((each) => fc.constant(each));

/** Waits for what takes long, in the long run only. */
const IDLENESS = fc.constant(
  command("ne rien faire", "lab", async (model, { person, id }) => {
    await person.follow(id, (event, data) => event === "state" && "reason" in data, 180_000);
    expect(await person.get(id)).toMatchObject({ state: "ended" });
    await person.stop(id);
    model.lab = undefined;
  }),
);

test("whatever happens to a lab, the server, LXD and the model agree", async () => {
  const commands = fc.oneof(...COMMANDS, ...(LONG ? [IDLENESS] : []));
  const life = fc
    .array(commands, { minLength: EVENTS, maxLength: EVENTS })
    .map((events) => [START, ...events]);
  const { seed } = new Random();
  console.log(`graine ${seed}`);
  const end = Date.now() + MINUTES * 60_000;
  let lives = 0;
  await fc
    .assert(
      fc.asyncProperty(life, async (events) => {
        if (Date.now() > end) return;
        lives++;
        const server = await ChildServer.start([LESSON], {
          LAB_IDLE: String(IDLE),
          LABS_WARM: "1",
          LOG_LEVEL: "info",
        });
        const real: Real = { server, person: new LabClient(server.url), id: "" };
        try {
          await fc.asyncModelRun(() => ({ model: { lab: undefined }, real }), events);
        } finally {
          if (real.id) await real.person.stop(real.id).catch(() => undefined);
          await server.close();
        }
      }),
      { numRuns: LIVES, endOnFailure: true, seed },
    )
    .finally(() =>
      console.log(`${lives} vies, ${happened.length} événements\u00a0:`, happened.join(", ")),
    );
});
