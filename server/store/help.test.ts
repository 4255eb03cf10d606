import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { noteIfThere, trailOf } from "./audit.ts";
import { createClass } from "./classes.ts";
import { handsOf, lowerHand, raiseHand } from "./hands.ts";
import { accountOf } from "./instructors.ts";
import { eraseMember, exportMember, join, type Joined, type Member } from "./members.ts";
import { messagesOfMember, readMessage, sendMessage, unreadOf } from "./messages.ts";
import type { Store } from "./store.ts";
import { Bases, KINDS } from "./testing/bases.ts";

// A PostgreSQL on a machine at work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const NOW = 1_763_800_000_000;

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  let store: Store;
  let klass: string;
  let lea: Member;
  let tom: Member;
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());

  beforeEach(async () => {
    store = await bases.open();
    const { id } = await accountOf(store.db, { subject: "z", name: "Zoé" }, NOW);
    const plan = {
      name: "Lundi",
      lessons: ["lxc/un"],
      starts: NOW,
      ends: NOW + 1_000,
      size: 30,
      solutions: "open",
      recording: "off",
      retentionDays: 30,
    } as const;
    klass = (await createClass(store.db, { ...plan, lessons: [...plan.lessons] }, id, NOW)).id;
    const member = async (name: string) =>
      ((await join(store.db, klass, { name, owner: name }, "k", NOW)) as Joined).member;
    lea = await member("Léa");
    tom = await member("Tom");
  }, 30_000);

  test("hands queue by the time they went up, and new words keep the place", async () => {
    await raiseHand(store.db, tom.id, "", NOW);
    await raiseHand(store.db, lea.id, "c1 ?", NOW + 1);
    await raiseHand(store.db, tom.id, "l’image", NOW + 2);
    expect(await handsOf(store.db, klass)).toEqual([
      { member: tom.id, words: "l’image", since: NOW },
      { member: lea.id, words: "c1 ?", since: NOW + 1 },
    ]);
    expect(await lowerHand(store.db, tom.id)).toBe(true);
    expect(await lowerHand(store.db, tom.id)).toBe(false);
    await eraseMember(store.db, lea.id);
    expect(await handsOf(store.db, klass)).toEqual([]);
  });

  test("a message is unread until its reader says so, and nobody else can", async () => {
    await sendMessage(store.db, [lea.id, tom.id], { sender: "Zoé", words: "Pause." }, NOW);
    const [first] = await messagesOfMember(store.db, lea.id);
    expect(first).toMatchObject({ sender: "Zoé", words: "Pause.", sent: NOW, read: null });
    expect(await readMessage(store.db, tom.id, first?.id ?? "", NOW)).toBe(false);
    expect(await readMessage(store.db, lea.id, first?.id ?? "", NOW + 5)).toBe(true);
    await readMessage(store.db, lea.id, first?.id ?? "", NOW + 9);
    expect((await exportMember(store.db, lea)).messages).toMatchObject([{ read: NOW + 5 }]);
    expect((await unreadOf(store.db, klass)).map(({ member }) => member)).toEqual([tom.id]);
  });

  test("the end of what concerns a student is noted, unless they were erased meanwhile", async () => {
    const by = { name: "Zoé" };
    const end = { at: NOW, class: klass, member: lea.id, by, action: "look-ended" } as const;
    await noteIfThere(store.db, end);
    const ends = async () =>
      (await trailOf(store.db, lea.id)).filter(({ action }) => action === "look-ended");
    expect(await ends()).toHaveLength(1);
    await eraseMember(store.db, lea.id);
    await noteIfThere(store.db, end);
    expect(await ends()).toEqual([]);
  });

  test("of a hundred and more messages the oldest go", async () => {
    for (let n = 0; n < 103; n++)
      await sendMessage(store.db, [lea.id], { sender: "Zoé", words: String(n) }, NOW + n);
    const kept = await messagesOfMember(store.db, lea.id);
    expect(kept).toHaveLength(100);
    expect(kept[0]?.words).toBe("3");
  }, 30_000);
});
