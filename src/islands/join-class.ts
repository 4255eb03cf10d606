import type {
  Entered,
  MemberExport,
  Membership,
  RecordingView,
} from "../../server/protocol-classes.ts";
import type * as Dates from "../class/dates.ts";
import { attempt, button, copy, make, onSubmit, say } from "../class/forms.ts";
import "../class/styles.ts";
import { call, ProblemError } from "../lab/api.ts";
import { kept } from "../progress/kept.ts";

const RECORDING =
  "Votre formateur a choisi d’enregistrer ce que montrent les terminaux, dans les leçons de la classe. Il peut le revoir, et vous aussi, ci-dessous.";

/** Lets a student into a class, shows their place in it, and the way back to it. */
class JoinClass extends HTMLElement {
  connectedCallback(): void {
    this.#code();
    // A link that is opened where this page is open already loads nothing anew.
    window.addEventListener("hashchange", () => this.#code());
    onSubmit(this.#form("join"), (values) => this.#enter("/classes/join", values));
    onSubmit(this.#form("return"), (values) => this.#enter("/classes/return", values));
    this.addEventListener("click", (event) => {
      const pressed = (event.target as Element).closest<HTMLElement>("[data-action]");
      const status = pressed?.closest("section")?.querySelector("[role=status]") ?? null;
      const personal = this.querySelector("[data-personal]")!.textContent;
      if (pressed?.dataset["action"] === "copy") void copy(personal, status);
      if (pressed?.dataset["action"] === "print") window.print();
      if (pressed?.dataset["action"] === "leave") void attempt(status, () => this.#leave());
      if (pressed?.dataset["action"] === "erase") void attempt(status, () => this.#erase());
    });
    void attempt(this.querySelector("[data-trouble]"), () => this.#refresh());
  }

  /** The link of a class has its code in the fragment, which no server sees. */
  #code(): void {
    const code = decodeURIComponent(location.hash.slice(1)).slice(0, 20);
    if (!/^[0-9a-z-]+$/i.test(code) || code === "contenu") return;
    for (const input of this.querySelectorAll<HTMLInputElement>("[name=code]")) input.value = code;
  }

  #form(name: string): HTMLFormElement {
    return this.querySelector<HTMLFormElement>(`[data-form="${name}"]`)!;
  }

  #show(views: readonly string[]): void {
    for (const section of this.querySelectorAll<HTMLElement>("[data-view]"))
      section.hidden = !views.includes(section.dataset["view"]!);
  }

  async #enter(path: string, values: Record<string, string>): Promise<void> {
    const { personalCode } = await call<Entered>("POST", path, values);
    await this.#refresh();
    if (personalCode) this.#tell(personalCode);
    this.querySelector<HTMLElement>("[data-memberships] h2")?.focus();
  }

  #tell(personalCode: string): void {
    say(this.querySelector("[data-personal]"), personalCode);
    this.#show(["code", "member"]);
  }

  async #refresh(): Promise<void> {
    let mine: Membership[] = [];
    try {
      mine = await call<Membership[]>("GET", "/classes/me");
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem.code === "not-joined")) throw error;
    }
    if (mine.length > 0) void import("./class-live.ts");
    this.#show(mine.length > 0 ? ["member"] : ["join"]);
    const place = this.querySelector("[data-memberships]")!;
    place.replaceChildren();
    // Who only comes to join needs no dates yet.
    if (mine.length === 0) return;
    const dates = await import("../class/dates.ts");
    place.replaceChildren(...mine.map((each) => this.#card(each, dates)));
    await this.#trail();
    await this.#recordings(mine);
  }

  /** What was recorded of this student: theirs to see again, and to take away. */
  async #recordings(mine: readonly Membership[]): Promise<void> {
    const lists = await Promise.all(
      mine.map(async ({ id, class: klass }) => {
        const path = `/classes/me/${encodeURIComponent(id)}/recordings`;
        const all = await call<RecordingView[]>("GET", path);
        const titles = new Map(klass.lessons.map(({ slug, title }) => [slug, title]));
        return { all, path, titles };
      }),
    );
    const some = lists.filter(({ all }) => all.length > 0);
    if (some.length === 0) return;
    const { recordingList } = await import("../class/recordings.ts");
    this.querySelector("[data-recordings]")!.replaceChildren(
      ...some.map(({ all, ...has }) => recordingList(all, has)),
    );
    this.querySelector<HTMLElement>('[data-view="recordings"]')!.hidden = false;
  }

  async #trail(): Promise<void> {
    const { trailOf } = await import("../class/trail.ts");
    const all = await call<MemberExport[]>("GET", "/classes/me/export");
    this.querySelector("[data-trail]")!.replaceChildren(...all.map(trailOf));
  }

  #card(membership: Membership, { day, span }: typeof Dates): HTMLElement {
    const { class: klass } = membership;
    const status = make("p");
    status.setAttribute("role", "status");
    const lessons = klass.lessons.map(({ slug, title }) =>
      make("li", {}, make("a", { href: `/${slug}/` }, title)),
    );
    return make(
      "section",
      { className: "panel" },
      make("h2", { tabIndex: -1 }, klass.name),
      make(
        "p",
        {},
        `Vous y êtes\u00a0: ${membership.name}. ${span(klass.startsAt, klass.endsAt)}.`,
      ),
      make("p", {}, `Avec ${klass.instructors.join(", ")}.`),
      ...(lessons.length > 0
        ? [make("h3", {}, "Les leçons de la classe"), make("ul", {}, ...lessons)]
        : []),
      ...(klass.recording === "on" ? [make("p", {}, RECORDING)] : []),
      make("p", {}, `Tout ce qui est gardé de cette classe s’efface le ${day(klass.erasedAt)}.`),
      make("p", { className: "buttons" }, ...this.#offers(membership, status)),
      status,
    );
  }

  #offers(membership: Membership, status: Element): HTMLElement[] {
    const { done } = kept.get();
    const known = membership.class.lessons.flatMap(({ slug }) => done[slug] ?? []).length;
    const bring = `Apporter les ${known}\u00a0étapes déjà réussies sur cet appareil`;
    const one = "Apporter l’étape déjà réussie sur cet appareil";
    const name = membership.class.name;
    const offer = known === 1 ? one : bring;
    const bringing = button(offer, `${offer}, ${name}`, () =>
      attempt(status, async () => {
        await call("POST", "/classes/me/progress", { done });
        bringing.remove();
        say(status, "C’est noté dans la classe\u202f; rien ne change sur cet appareil.");
      }),
    );
    const renew = "Changer de code personnel";
    return [
      ...(known > 0 ? [bringing] : []),
      button(renew, `${renew}, ${name}`, () =>
        attempt(status, async () => {
          const path = `/classes/me/${membership.id}/code`;
          this.#tell((await call<{ personalCode: string }>("POST", path)).personalCode);
        }),
      ),
    ];
  }

  async #leave(): Promise<void> {
    await call("POST", "/classes/leave");
    await this.#refresh();
  }

  async #erase(): Promise<void> {
    if (!confirm("Effacer de vos classes votre nom, votre place et votre progression\u202f?"))
      return;
    await call("DELETE", "/classes/me");
    await this.#refresh();
  }
}

customElements.define("join-class", JoinClass);
