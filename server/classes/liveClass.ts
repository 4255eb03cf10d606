import type { LiveClass } from "../protocol-live.ts";
import { classById, isUnderWay } from "../store/classes.ts";
import { guidanceOf } from "../store/guidance.ts";
import { handsOf } from "../store/hands.ts";
import { membersOf } from "../store/members.ts";
import { unreadOf } from "../store/messages.ts";
import type { Store } from "../store/store.ts";
import type { Demonstrations } from "./demonstrations.ts";
import type { Looks } from "./looks.ts";

/** What a student is told is made of. */
export interface LiveParts {
  store: Store;
  looks: Looks;
  demonstrations: Demonstrations;
}

/**
 * A class as each of its students is to know it, by person; of a class that is not under way nobody knows anything.
 * It is read at once for all of them. @param now epoch, ms
 */
export async function liveClassesOf(
  { store: { db }, looks, demonstrations }: LiveParts,
  classId: string,
  now: number,
): Promise<Map<string, LiveClass>> {
  const klass = await classById(db, classId);
  if (!klass || !isUnderWay(klass, now)) return new Map();
  const members = await membersOf(db, classId);
  const hands = await handsOf(db, classId);
  const messages = Map.groupBy(await unreadOf(db, classId), ({ member }) => member);
  const places = new Map(hands.map((hand, at) => [hand.member, { ...hand, place: at + 1 }]));
  const looking = Map.groupBy(looks.of(classId), ({ member }) => member.id);
  const shown = demonstrations.of(classId);
  const guidance = await guidanceOf(db, classId);
  const viewOf = (id: string): LiveClass => {
    const hand = places.get(id);
    return {
      member: id,
      class: { id: classId, name: klass.name },
      lessons: klass.lessons,
      solutions: klass.solutions,
      openings: guidance.openings,
      locked: guidance.locked,
      recording: klass.recording === "on",
      hand: hand ? { since: iso(hand.since), words: hand.words, place: hand.place } : null,
      messages: (messages.get(id) ?? []).map((message) => ({
        id: message.id,
        by: message.sender,
        words: message.words,
        at: iso(message.sent),
      })),
      demonstration: shown ? { id: shown.id, by: shown.by.name, since: iso(shown.since) } : null,
      looks: (looking.get(id) ?? []).map((look) => ({
        id: look.id,
        by: look.by.name,
        terminal: look.terminal,
        since: iso(look.since),
        keyboard: look.keyboard,
      })),
    };
  };
  return new Map(members.map(({ id, owner }) => [owner, viewOf(id)]));
}

const iso = (at: number) => new Date(at).toISOString();
