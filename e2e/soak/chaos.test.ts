import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { isBlank } from "../../server/labs/blankKeys.ts";
import { poolStateOf } from "../../server/labs/poolKeys.ts";
import { listInstances } from "../../server/lxd/instances.ts";
import type { ManifestLesson } from "../../server/protocol.ts";
import { traces } from "../attacks/leftovers.ts";
import { LabClient } from "../client/labClient.ts";
import { Random } from "../client/random.ts";
import { ChildServer } from "../server/childServer.ts";
import { clearGround } from "../server/clearGround.ts";
import { daemonPid } from "../server/footprint.ts";
import { LESSON, testGround } from "../server/ground.ts";
import { live, type LifeStory } from "./life.ts";

const LONG = process.env.SOAK === "full";
/** Lives of labs in all, and students at one time. */
const [LIVES, STUDENTS] = LONG ? [200, 6] : [5, 2];
/** After this time no life begins any more, however many there were (minutes); as long as it takes unless told. */
const MINUTES = Number(process.env.TEST_MINUTES ?? Infinity);
/** So many at most: where one start takes longer than peace lasts, none would ever be done. */
const ACCIDENTS = LONG ? 2_000 : 6;
/** Shortest and longest peace between two accidents, in times of what a lab takes from its start to its end here. */
const PEACE: [number, number] = LONG ? [2, 8] : [1, 4];
/** What is left half-made is found by the look at all labs, which comes once a minute (ms). */
const SWEPT = 150_000;

vi.setConfig({ testTimeout: LONG ? 10_800_000 : 480_000 });

/** Needs nothing prepared; its machine comes out of the pool. */
const BARE: ManifestLesson = { ...LESSON, slug: "essai/nue", setup: "" };
/** Has a bridge of its own. */
const DUO: ManifestLesson = { ...LESSON, slug: "essai/deux", machines: ["poste", "cible"] };
const LESSONS = [LESSON, BARE, DUO];

const { lxd } = testGround();

test(`${LIVES} lives of labs, server and LXD killed at random: none lost, nothing left`, async () => {
  const random = new Random();
  console.log(`graine ${random.seed}`);
  const settings = { LABS_PER_USER: "1", LABS_WARM: "1", LABS_BLANKS: "3", LOG_LEVEL: "info" };
  await clearGround();
  const before = await traces();
  const server = await ChildServer.start(LESSONS, settings);
  try {
    const began = Date.now();
    const first = await known(server.url);
    const pace = Date.now() - began;
    const others = Array.from({ length: STUDENTS - 1 }, () => known(server.url));
    const people = [first, ...(await Promise.all(others))];
    const stories: LifeStory[] = [];
    const end = Date.now() + MINUTES * 60_000;
    let toLive = LIVES;
    const lives = Promise.all(
      people.map(async (person) => {
        while (toLive-- > 0 && Date.now() < end)
          stories.push(await live(person, random.one(LESSON, BARE, DUO), random));
      }),
    );
    const { ofServer, ofDaemon } = await accidentsUntil(lives, server, pace, random);
    await lives;
    const again = stories.reduce((sum, { startsAgain }) => sum + startsAgain, 0);
    console.log(
      `${stories.length} vies en ${Math.round((Date.now() - began) / 1000)} s (une vie calme\u00a0: ${pace} ms)`,
      `${ofServer} fois le serveur tué, ${ofDaemon} fois LXD, ${again} démarrages redemandés`,
    );
    const lost = stories.filter((story) => story.lost);
    for (const { lab } of lost) console.log((await server.logOf(lab)).join("\n"));
    expect(lost).toEqual([]);
    await expect.poll(owned, { timeout: SWEPT, interval: 500 }).toEqual(before.instances);
    // What stands ready belongs to the next server, which wants none.
    await server.restart({ LABS_WARM: "0", LABS_BLANKS: "0" });
    const left = () => traces(server.dir);
    await expect.poll(left, { timeout: SWEPT, interval: 500 }).toEqual(before);
  } finally {
    await server.close();
  }
});

/** Instances that are neither machines ahead of need nor what others are copied from. */
async function owned(): Promise<string[]> {
  const instances = (await listInstances(lxd)).filter(
    (each) => !poolStateOf(each) && !isBlank(each),
  );
  return instances.map(({ name }) => name).sort();
}

/** Somebody whom the server knows: a first answer that is lost in an accident would make them a stranger. */
async function known(url: string): Promise<LabClient> {
  const person = new LabClient(url);
  await person.stop((await person.start(BARE.slug)).id);
  return person;
}

/** Kills the server and the daemon by turns until the work is done; returns how often. @param pace time of a life (ms). */
async function accidentsUntil(
  work: Promise<unknown>,
  server: ChildServer,
  pace: number,
  random: Random,
): Promise<{ ofServer: number; ofDaemon: number }> {
  let done = false;
  const end = () => void (done = true);
  work.then(end, end);
  const [shortest, longest] = PEACE;
  for (let kills = 0; ; kills++) {
    const peace = pace * (shortest + random.next() * (longest - shortest));
    await Promise.race([delay(peace), work]);
    if (done || kills === ACCIDENTS)
      return { ofServer: Math.ceil(kills / 2), ofDaemon: Math.floor(kills / 2) };
    if (kills % 2 === 0) await server.killAndRestart();
    else await killDaemon();
  }
}

/** `kill -9` of the daemon; whoever keeps it starts it again. */
async function killDaemon(): Promise<void> {
  const pid = daemonPid();
  process.kill(pid, "SIGKILL");
  const answers = () => lxd.get("/1.0").then(Boolean, () => false);
  await expect.poll(() => daemonPid() !== pid && answers(), { timeout: 60_000 }).toBe(true);
}
