import type { MemberExport } from "../../server/protocol-classes.ts";
import { moment } from "./dates.ts";
import { make } from "./forms.ts";

/** What students know of themselves: their own coming and going. */
const OWN = new Set(["member-joined", "member-returned"]);

/** What a line of the trail says, after the name of who did it. */
const DID: Readonly<Record<string, string>> = {
  "member-renamed": "a changé votre nom",
  "member-code": "a demandé un nouveau code personnel pour vous",
  "member-exported": "a pris une copie de vos données",
  "lab-extend": "a prolongé votre lab",
  "lab-reset": "a remis votre lab à neuf",
  "lab-end": "a arrêté votre lab",
  "hand-answered": "a répondu à votre main levée",
  "look-begun": "a regardé votre terminal",
  "look-ended": "n’a plus regardé votre terminal",
  "keyboard-asked": "a demandé le clavier",
  "keyboard-granted": "a accepté de donner le clavier",
  "keyboard-refused": "a refusé de donner le clavier",
  "recording-played": "a revu un enregistrement de votre terminal",
  "recording-erased": "a effacé un enregistrement de votre terminal",
  "keyboard-returned": "a mis fin au prêt du clavier",
};

/** A line of the trail in French. */
export function trailSentence({ by, action, detail }: MemberExport["trail"][number]): string {
  const seconds = detail["seconds"];
  const after = typeof seconds === "number" ? `, après ${seconds}\u00a0s` : "";
  return `${by} ${DID[action] ?? action}${after}.`;
}

/** What was done about a student in a class, and written to them, the latest first. */
export function trailOf({ class: name, trail, messages }: MemberExport): HTMLElement {
  const lines = [
    ...trail
      .filter(({ action }) => !OWN.has(action))
      .map((line) => ({ at: line.at, said: trailSentence(line) })),
    ...messages.map(({ at, by, words }) => ({
      at,
      said: `${by} vous a écrit\u00a0: «\u00a0${words}\u00a0»`,
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return make(
    "div",
    {},
    make("p", {}, `Dans «\u00a0${name}\u00a0»${lines.length > 0 ? "\u00a0:" : ", rien encore."}`),
    make(
      "ol",
      { className: "rows" },
      ...lines.map(({ at, said }) =>
        make(
          "li",
          {},
          make(
            "span",
            { className: "what" },
            said,
            make("span", { className: "soft" }, moment(at)),
          ),
        ),
      ),
    ),
  );
}
