import type { ClassView, MemberExport, MemberView } from "../../server/protocol-classes.ts";
import { moment } from "./dates.ts";
import { attempt, button, make, say } from "./forms.ts";
import { ask } from "./instructor.ts";

/** What rows of a class's page work with. */
export interface Rows {
  /** Path of the class below `/api`. */
  path: string;
  /** Where it is told what was done, and what went wrong. */
  status: Element;
  /** Shows the class anew. */
  refresh(): Promise<void>;
}

/** A student, and what an instructor may do about them. */
export function memberRow(member: MemberView, { path, status, refresh }: Rows): HTMLElement {
  const { id, name, joinedAt, done } = member;
  const at = `${path}/members/${id}`;
  const what = make("span", { className: "what" }, name);
  what.append(
    make(
      "span",
      { className: "soft" },
      `${done} étape${done > 1 ? "s" : ""}, là depuis ${moment(joinedAt)}`,
    ),
  );
  const act = (work: () => Promise<void>) => () => void attempt(status, work);
  return make(
    "li",
    {},
    what,
    button(
      "Nouveau code",
      `Nouveau code personnel pour ${name}`,
      act(async () => {
        const { personalCode } = await ask<{ personalCode: string }>("POST", `${at}/code`);
        say(status, `Code personnel de ${name}, à lui dire maintenant\u00a0: ${personalCode}`);
      }),
    ),
    button(
      "Renommer",
      `Renommer ${name}`,
      act(async () => {
        const next = prompt(`Nouveau nom de ${name}`, name);
        if (!next?.trim()) return;
        await ask("PATCH", at, { name: next });
        await refresh();
      }),
    ),
    button(
      "Ses données",
      `Ses données\u00a0: ${name}`,
      act(async () => save(await ask<MemberExport>("GET", `${at}/export`))),
    ),
    button(
      "Effacer",
      `Effacer ${name}`,
      act(async () => {
        if (!confirm(`Effacer ${name} de la classe, avec toute sa progression\u202f?`)) return;
        await ask("DELETE", at);
        await refresh();
      }),
    ),
  );
}

/** An instructor who holds the class. */
export function holderRow(
  { id, name }: ClassView["instructors"][number],
  alone: boolean,
  { path, status, refresh }: Rows,
): HTMLElement {
  const leave = button("Retirer", `Retirer ${name} de la classe`, () =>
    attempt(status, async () => {
      await ask("DELETE", `${path}/instructors/${id}`);
      await refresh();
    }),
  );
  return make("li", {}, make("span", { className: "what" }, name), ...(alone ? [] : [leave]));
}

function save(data: MemberExport): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }),
  );
  link.download = "atelier-eleve.json";
  link.click();
  URL.revokeObjectURL(link.href);
}
