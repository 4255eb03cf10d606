import type {
  ClassPlan,
  ClassView,
  Instructor,
  InstructorSession,
  Invitation,
} from "../../server/protocol-classes.ts";
import { fromField, moment, span, toField } from "../class/dates.ts";
import { attempt, button, make, onSubmit, say } from "../class/forms.ts";
import { ask } from "../class/instructor.ts";
import "../class/styles.ts";

const HOUR = 3_600_000;

/** Three hours from the next full one: what a new class is offered. */
function nextHours(): [string, string] {
  const start = Math.ceil(Date.now() / HOUR) * HOUR;
  return [new Date(start).toISOString(), new Date(start + 3 * HOUR).toISOString()];
}

/** An instructor's classes, invitations and account. */
class InstructorClasses extends HTMLElement {
  connectedCallback(): void {
    const [start, end] = nextHours();
    this.querySelector<HTMLInputElement>("[name=startsAt]")!.value = toField(start);
    this.querySelector<HTMLInputElement>("[name=endsAt]")!.value = toField(end);
    const form = (name: string) => this.querySelector<HTMLFormElement>(`[data-form="${name}"]`)!;
    onSubmit(form("new"), (values) => this.#create(values));
    onSubmit(form("password"), async (values) => {
      await ask("PUT", "/instructors/me/password", values);
      form("password").reset();
      say(form("password").querySelector("[role=status]"), "C’est changé.");
      await this.#account();
    });
    const actions: Record<string, () => Promise<void>> = {
      invite: () => this.#invite(),
      "sign-out": () => this.#signOut(),
      "sign-out-others": async () => {
        await ask("DELETE", "/instructors/me/sessions");
        await this.#account();
      },
    };
    for (const pressed of this.querySelectorAll<HTMLElement>("[data-action]")) {
      const status = pressed.closest("section")!.querySelector("[role=status]");
      pressed.addEventListener("click", () => {
        const act = actions[pressed.dataset["action"]!];
        if (act) void attempt(status, act);
      });
    }
    void attempt(this.querySelector("[data-trouble]"), () => this.#load());
  }

  async #load(): Promise<void> {
    const classes = await ask<ClassView[]>("GET", "/classes");
    this.querySelector<HTMLElement>("[data-none]")!.hidden = classes.length > 0;
    this.#fill("classes", classes.map(classRow));
    await Promise.all([this.#account(), this.#invitations()]);
    this.querySelector<HTMLElement>("[data-loaded]")!.hidden = false;
  }

  #fill(list: string, rows: HTMLElement[]): void {
    this.querySelector(`[data-${list}]`)!.replaceChildren(...rows);
  }

  async #create(values: Record<string, string>): Promise<void> {
    const plan: ClassPlan = {
      name: values["name"] ?? "",
      lessons: [],
      startsAt: fromField(values["startsAt"] ?? ""),
      endsAt: fromField(values["endsAt"] ?? ""),
      size: Number(values["size"]),
      solutions: "open",
      recording: "off",
      retentionDays: 30,
    };
    const { id } = await ask<ClassView>("POST", "/classes", plan);
    location.assign(`/formateur/classe/?id=${id}`);
  }

  async #invite(): Promise<void> {
    const { path } = await ask<{ path: string }>("POST", "/instructors/invitations");
    const place = this.querySelector<HTMLElement>("[data-invited]")!;
    const field = place.querySelector("input")!;
    field.value = new URL(path, location.origin).href;
    place.hidden = false;
    field.focus();
    field.select();
    await this.#invitations();
  }

  async #invitations(): Promise<void> {
    const open = await ask<Invitation[]>("GET", "/instructors/invitations");
    this.#fill(
      "invitations",
      open.map(({ id, by, expiresAt }) => {
        const what = `Invitation de ${by}, bonne jusqu’au ${moment(expiresAt)}`;
        const withdraw = button("Retirer", `Retirer\u00a0: ${what}`, () =>
          attempt(this.querySelector("[data-trouble]"), async () => {
            await ask("DELETE", `/instructors/invitations/${id}`);
            await this.#invitations();
          }),
        );
        return make("li", {}, make("span", { className: "what" }, what), withdraw);
      }),
    );
  }

  async #account(): Promise<void> {
    const { name } = await ask<Instructor>("GET", "/instructors/me");
    say(this.querySelector("[data-me]"), `Vous êtes connecté sous le nom de ${name}.`);
    const sessions = await ask<InstructorSession[]>("GET", "/instructors/me/sessions");
    this.#fill(
      "sessions",
      sessions.map(({ id, browser, createdAt, seenAt, current }) => {
        const since = `connecté ${moment(createdAt)}, vu ${moment(seenAt)}`;
        const what = make("span", { className: "what" }, browser);
        what.append(make("span", { className: "soft" }, current ? "celui-ci" : since));
        const end = button("Déconnecter", `Déconnecter ${browser}, ${since}`, () =>
          attempt(this.querySelector("[data-trouble]"), async () => {
            await ask("DELETE", `/instructors/me/sessions/${id}`);
            await this.#account();
          }),
        );
        return make("li", {}, what, ...(current ? [] : [end]));
      }),
    );
  }

  async #signOut(): Promise<void> {
    await ask("DELETE", "/instructors/session");
    location.assign("/formateur/entrer/");
  }
}

function classRow({ id, name, startsAt, endsAt, members, size, closed }: ClassView): HTMLElement {
  const what = make("span", { className: "what" });
  what.append(
    make("a", { href: `/formateur/classe/?id=${id}` }, name),
    make(
      "span",
      { className: "soft" },
      `${span(startsAt, endsAt)} · ${members} sur ${size} élèves${closed ? " · fermée" : ""}`,
    ),
  );
  return make("li", {}, what);
}

customElements.define("instructor-classes", InstructorClasses);
