import type {
  ClassPlan,
  ClassView,
  Instructor,
  MemberView,
  Preflight,
} from "../../server/protocol-classes.ts";
import { holderRow, memberRow, type Rows } from "../class/class-rows.ts";
import { day, fromField, span, toField } from "../class/dates.ts";
import { attempt, copy, make, onSubmit, say } from "../class/forms.ts";
import { ask } from "../class/instructor.ts";
import "../class/styles.ts";

/** How often it is looked who joined (ms). */
const EVERY = 5_000;
/** Names under which only this machine knows itself. */
const HERE = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** One class: its code, whether it fits, who is in it, and what is decided of it. */
class InstructorClass extends HTMLElement {
  #path = `/classes/${encodeURIComponent(new URL(location.href).searchParams.get("id") ?? "")}`;
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    // They stand over the panels, outside of what this element is.
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-of-class]"))
      link.search = location.search;
    const form = (name: string) => this.#one<HTMLFormElement>(`[data-form="${name}"]`);
    onSubmit(form("plan"), async () => {
      this.#show(await ask<ClassView>("PATCH", this.#path, this.#plan(form("plan"))));
      say(form("plan").querySelector("[role=status]"), "Enregistré.");
      await this.#preflight();
    });
    onSubmit(form("share"), async ({ instructor = "" }) => {
      await ask("PUT", `${this.#path}/instructors/${encodeURIComponent(instructor)}`);
      await this.#refresh();
    });
    for (const pressed of this.querySelectorAll<HTMLElement>("[data-action]")) {
      const status = pressed.closest("section")!.querySelector("[role=status]");
      pressed.addEventListener("click", () => {
        void attempt(status, () => this.#act(pressed.dataset["action"]!, status));
      });
    }
    void attempt(this.#one("[data-trouble]"), async () => {
      await this.#refresh();
      this.#fill(form("plan"), await ask<ClassView>("GET", this.#path));
      this.#one("[data-loaded]").hidden = false;
      await this.#preflight();
      this.#timer = setInterval(() => void this.#members().catch(() => undefined), EVERY);
    });
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  #one<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector)!;
  }

  async #act(action: string, status: Element | null): Promise<void> {
    if (action === "copy") await copy(this.#one<HTMLAnchorElement>("[data-link]").href, status);
    if (action === "print") window.print();
    if (action === "preflight") await this.#preflight();
    if (action === "close" || action === "open")
      this.#show(await ask<ClassView>("POST", `${this.#path}/${action}`));
    if (action === "duplicate") {
      const { id } = await ask<ClassView>("POST", `${this.#path}/duplicate`);
      location.assign(`/formateur/classe/?id=${id}`);
    }
    if (action === "delete" && confirm("Supprimer la classe et tout ce qui est à elle\u202f?")) {
      await ask("DELETE", this.#path);
      location.assign("/formateur/");
    }
  }

  async #refresh(): Promise<void> {
    const [klass, all] = await Promise.all([
      ask<ClassView>("GET", this.#path),
      ask<Instructor[]>("GET", "/instructors"),
    ]);
    this.#show(klass);
    const holders = new Set(klass.instructors.map(({ id }) => id));
    const others = all.filter(({ id }) => !holders.has(id));
    this.#one("[name=instructor]").replaceChildren(
      ...others.map(({ id, name }) => make("option", { value: id }, name)),
    );
    this.#one('[data-form="share"]').hidden = others.length === 0;
    await this.#members();
  }

  #show(klass: ClassView): void {
    const { name, code, link, startsAt, endsAt, closed, erasedAt, instructors } = klass;
    say(this.#one("[data-name]"), name);
    say(this.#one("[data-when]"), `${span(startsAt, endsAt)}${closed ? ". Fermée." : "."}`);
    say(this.#one("[data-code].big-code"), code.replace(/(.{3})(?=.)/, "$1\u00a0"));
    const anchor = this.#one<HTMLAnchorElement>("[data-link]");
    anchor.href = link;
    anchor.textContent = link.replace(/#.*/, "");
    const qr = { src: `/api${this.#path}/qr.svg`, alt: "Code QR de l’adresse de la classe" };
    this.#one("[data-qr]").replaceChildren(make("img", { ...qr, width: 220, height: 220 }));
    this.#one("[data-local]").hidden = !HERE.test(new URL(link).hostname);
    say(this.#one("[data-erased]"), `Tout s’efface de soi-même le ${day(erasedAt)}.`);
    this.#one("[data-action=close]").hidden = closed;
    this.#one("[data-action=open]").hidden = !closed;
    const rows = this.#rows("[data-instructors]");
    this.#one("[data-instructors]").replaceChildren(
      ...instructors.map((each) => holderRow(each, instructors.length === 1, rows)),
    );
  }

  #rows(list: string): Rows {
    const status = this.#one(list).closest("section")!.querySelector("[role=status]")!;
    return { path: this.#path, status, refresh: () => this.#refresh() };
  }

  /** Rows that stayed the same are left alone: somebody may be about to press one of their buttons. */
  async #members(): Promise<void> {
    const members = await ask<MemberView[]>("GET", `${this.#path}/members`);
    const list = this.#one("[data-members]");
    const said = JSON.stringify(members.map(({ id, name, done }) => [id, name, done]));
    if (list.dataset["said"] === said) return;
    list.dataset["said"] = said;
    const none = "Personne n’est encore entré.";
    const some = `${members.length} élève${members.length > 1 ? "s" : ""}.`;
    say(this.#one("[data-count]"), members.length === 0 ? none : some);
    const rows = this.#rows("[data-members]");
    list.replaceChildren(...members.map((member) => memberRow(member, rows)));
  }

  async #preflight(): Promise<void> {
    const { verdict, sentences } = await ask<Preflight>("GET", `${this.#path}/preflight`);
    const place = this.#one("[data-preflight]");
    place.dataset["verdict"] = verdict;
    place.replaceChildren(...sentences.map((sentence) => make("p", {}, sentence)));
  }

  #fill(form: HTMLFormElement, klass: ClassView): void {
    const values: Record<string, string> = {
      name: klass.name,
      size: String(klass.size),
      startsAt: toField(klass.startsAt),
      endsAt: toField(klass.endsAt),
      retentionDays: String(klass.retentionDays),
      solutions: klass.solutions,
      recording: klass.recording,
    };
    for (const [name, value] of Object.entries(values))
      form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)!.value = value;
    for (const box of form.querySelectorAll<HTMLInputElement>("[name=lesson]"))
      box.checked = klass.lessons.includes(box.value);
  }

  #plan(form: HTMLFormElement): Partial<ClassPlan> {
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    return {
      name: text("name"),
      lessons: data.getAll("lesson").map(String),
      startsAt: fromField(text("startsAt")),
      endsAt: fromField(text("endsAt")),
      size: Number(text("size")),
      retentionDays: Number(text("retentionDays")),
      solutions: text("solutions") === "closed" ? "closed" : "open",
      recording: text("recording") === "on" ? "on" : "off",
    };
  }
}

customElements.define("instructor-class", InstructorClass);
