import type { Results } from "../../server/protocol-board.ts";
import type { RecordingView } from "../../server/protocol-classes.ts";
import { moment, span } from "../class/dates.ts";
import { attempt, make, say } from "../class/forms.ts";
import { ask } from "../class/instructor.ts";
import { studentTable } from "../class/board/resultTable.ts";
import { stepTable } from "../class/board/stepTable.ts";
import "../class/styles.ts";
import "../class/board/styles.ts";

/** What a class learned: by student and by step, to read, to print and to take away. */
class ClassResults extends HTMLElement {
  connectedCallback(): void {
    const id = encodeURIComponent(new URL(location.href).searchParams.get("id") ?? "");
    const path = `/classes/${id}`;
    const one = <E extends HTMLElement>(selector: string) => this.querySelector<E>(selector)!;
    for (const link of this.querySelectorAll<HTMLAnchorElement>("a[data-of-class]"))
      link.search = `?id=${id}`;
    for (const link of this.querySelectorAll<HTMLAnchorElement>("a[data-file]")) {
      const kind = link.dataset["file"];
      link.href = `/api${path}/results.${kind}`;
      link.download = `atelier-resultats.${kind}`;
    }
    one("[data-print]").addEventListener("click", () => window.print());
    void attempt(one("[data-trouble]"), async () => {
      const results = await ask<Results>("GET", `${path}/results.json`);
      const { name, startsAt, endsAt } = results.class;
      say(one("[data-name]"), name);
      say(one("[data-when]"), `${span(startsAt, endsAt)}.`);
      say(one("[data-at]"), `État du ${moment(results.at)}.`);
      one("[data-students]").replaceChildren(
        results.students.length > 0
          ? studentTable(results)
          : make("p", {}, "Personne n’est entré dans cette classe."),
      );
      one("[data-steps]").replaceChildren(stepTable(results, results.students.length));
      one("[data-loaded]").hidden = false;
      const all = await ask<RecordingView[]>("GET", `${path}/recordings`);
      if (all.length === 0) return;
      const titles = new Map(results.columns.map((each) => [each.lesson, each.lessonTitle]));
      const { recordingList } = await import("../class/recordings.ts");
      one("[data-recordings]").replaceChildren(
        recordingList(all, {
          path: `${path}/recordings`,
          titles,
          erase: (at) => ask("DELETE", at),
        }),
      );
      one("[data-recorded]").hidden = false;
    });
  }
}

customElements.define("class-results", ClassResults);
