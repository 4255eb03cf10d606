import type { Problem } from "../../server/protocol.ts";
import type { RecordingView } from "../../server/protocol-classes.ts";
import { ProblemError } from "../lab/api.ts";
import { moment } from "./dates.ts";
import { attempt, button, make, say } from "./forms.ts";

/** What a list of recordings works with. */
export interface Recordings {
  /** Path of them below `/api`. */
  path: string;
  /** Titles of lessons by slug, where they are known. */
  titles?: ReadonlyMap<string, string>;
  /** Erases one, for who may. */
  erase?: (path: string) => Promise<unknown>;
}

/** Recorded terminals, each replayed on the page, in its own row, or taken away as a file. */
export function recordingList(all: readonly RecordingView[], has: Recordings): HTMLElement {
  const list = make("ul", { className: "rows recordings" });
  list.append(...all.map((each) => rowOf(each, has)));
  return list;
}

function rowOf(recording: RecordingView, { path, titles, erase }: Recordings): HTMLElement {
  const { id, student, lesson, terminal, begunAt, endedAt } = recording;
  const at = `${path}/${encodeURIComponent(id)}`;
  const title = `${student.name}, ${titles?.get(lesson) ?? lesson}, terminal «\u00a0${terminal}\u00a0»`;
  const when = `${moment(begunAt)}, ${endedAt ? lasting(begunAt, endedAt) : "en cours"}`;
  const status = make("p");
  status.setAttribute("role", "status");
  const place = make("div", { className: "replay", hidden: true });
  let stop: (() => void) | undefined;
  const play = button("Revoir", `Revoir\u00a0: ${title}`, () =>
    attempt(status, async () => {
      if (stop) {
        stop();
        stop = undefined;
      } else {
        const [{ replay }, cast] = await Promise.all([import("./replay.ts"), castAt(at)]);
        place.hidden = false;
        stop = replay(place, cast);
      }
      place.hidden = stop === undefined;
      const does = stop ? "Fermer" : "Revoir";
      play.setAttribute("aria-expanded", String(stop !== undefined));
      play.setAttribute("aria-label", `${does}\u00a0: ${title}`);
      say(play, does);
    }),
  );
  play.setAttribute("aria-expanded", "false");
  const file = make("a", { className: "button small", href: `/api${at}` }, "Fichier");
  file.download = `${begunAt.slice(0, 16).replace(":", "-")}-${terminal}.cast`;
  file.setAttribute("aria-label", `Fichier\u00a0: ${title}`);
  const row = make(
    "li",
    {},
    make("span", { className: "what" }, title, make("span", { className: "soft" }, when)),
    play,
    file,
  );
  if (erase)
    row.append(
      button("Effacer", `Effacer\u00a0: ${title}`, () =>
        attempt(status, async () => {
          if (!confirm("Effacer cet enregistrement\u202f?")) return;
          await erase(at);
          stop?.();
          row.remove();
        }),
      ),
    );
  row.append(status, place);
  return row;
}

/** A recording, asciicast v2. @throws ProblemError when the server refuses */
async function castAt(path: string): Promise<string> {
  const answer = await fetch(`/api${path}`);
  if (!answer.ok) throw new ProblemError((await answer.json()) as Problem);
  return await answer.text();
}

/** How long something lasted, in words: `45 s`, `12 min`. */
export function lasting(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  return seconds < 60 ? `${seconds}\u00a0s` : `${Math.round(seconds / 60)}\u00a0min`;
}
