import type {
  Board,
  BoardEvents,
  BoardRow,
  LabAction,
  LabActionAnswer,
} from "../../server/protocol-board.ts";
import { counts, type Filter, FILTERS, shows } from "../class/board/filters.ts";
import { heatMap } from "../class/board/heatMap.ts";
import { byNeed, type Need } from "../class/board/need.ts";
import { Letter } from "../class/board/letter.ts";
import { LookPane } from "../class/board/lookPane.ts";
import { news } from "../class/board/news.ts";
import { StudentRow } from "../class/board/row.ts";
import { boardAfter } from "../class/board/state.ts";
import { stepTable } from "../class/board/stepTable.ts";
import { BoardStream } from "../class/board/stream.ts";
import { VisibleRows } from "../class/board/visible.ts";
import { span } from "../class/dates.ts";
import { attempt, say } from "../class/forms.ts";
import { ask } from "../class/instructor.ts";
import "../class/styles.ts";
import "../class/board/styles.ts";

/** How often what grows by itself, time, is shown anew (ms). */
const CLOCK = 10_000;
/** How often a screen reader is told what is new, and the tables are made anew (ms). */
const CALM = 3_000;
const QUESTIONS: Partial<Record<LabAction, string>> = {
  reset: "Ce qui est dans la machine sera perdu. Remettre à neuf",
  end: "La machine et ce qu’elle contient seront effacés. Arrêter",
};

/** A class as it works: who needs help first, each step, each screen, and what can be done. */
class ClassBoard extends HTMLElement {
  readonly #id = new URL(location.href).searchParams.get("id") ?? "";
  readonly #path = `/classes/${encodeURIComponent(this.#id)}`;
  readonly #rows = new Map<string, StudentRow>();
  readonly #screens = new Map<string, BoardEvents["screens"][string]>();
  readonly #needs = new Map<string, Need>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  readonly #visible = new VisibleRows((members) => this.#look(members));
  readonly #letter = new Letter(this.#path);
  readonly #lookPane = new LookPane(this.#path);
  #stream: BoardStream | undefined;
  #board: Board | undefined;
  #filter: Filter = "all";
  #onScreen: string[] = [];
  #painting = false;
  #stale = true;

  connectedCallback(): void {
    this.#stream = new BoardStream(this.#path, {
      hear: (event, data) => this.#hear(event, data),
      live: (live) => this.#live(live),
    });
    for (const link of this.querySelectorAll<HTMLAnchorElement>("a[data-of-class]"))
      link.search = `?id=${encodeURIComponent(this.#id)}`;
    for (const box of this.querySelectorAll("input, select"))
      box.addEventListener("input", () => this.#choose());
    for (const pressed of this.querySelectorAll<HTMLElement>("[data-all]"))
      pressed.addEventListener("click", () => this.#all(pressed.dataset["all"] as LabAction));
    this.append(this.#letter.element, this.#lookPane.element);
    this.#one("[data-write]").addEventListener("click", () => this.#letter.open(null));
    for (const pressed of this.querySelectorAll<HTMLElement>("[data-show]"))
      pressed.addEventListener("click", () => this.#demonstrate(pressed.dataset["show"]!));
    const list = this.#one("[data-students]");
    list.addEventListener("keydown", (event) => this.#walk(event));
    // Rows keep their places under a hand that is about to press one of them.
    for (const leave of ["pointerleave", "focusout"])
      list.addEventListener(leave, () => setTimeout(() => this.#paint()));
    this.#timers.push(
      setInterval(() => this.#paint(), CLOCK),
      setInterval(() => this.#calm(), CALM),
    );
  }

  disconnectedCallback(): void {
    this.#stream?.close();
    this.#lookPane.close();
    this.#visible.close();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #one<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector)!;
  }

  #hear<E extends keyof BoardEvents>(event: E, data: BoardEvents[E]): void {
    if (event === "screens") {
      for (const [member, screen] of Object.entries(data as BoardEvents["screens"])) {
        this.#screens.set(member, screen);
        this.#rows.get(member)?.screen(screen, this.#withScreens);
      }
      return;
    }
    const first = this.#board === undefined;
    this.#board = boardAfter(this.#board, event, data);
    this.#stale = true;
    if (first) this.#calm();
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame(() => {
      this.#painting = false;
      this.#paint();
    });
  }

  #live(live: boolean): void {
    const place = this.#one("[data-live]");
    place.dataset["live"] = String(live);
    say(place, live ? "En direct" : "Connexion perdue, elle revient d’elle-même");
  }

  #choose(): void {
    const chosen = this.#one<HTMLInputElement>("[name=filter]:checked").value;
    this.#filter = chosen in FILTERS ? (chosen as Filter) : "all";
    this.#one("[data-students]").classList.toggle("screens", this.#withScreens);
    for (const [member, row] of this.#rows)
      row.screen(this.#screens.get(member), this.#withScreens);
    this.#look(this.#onScreen);
    this.#paint();
  }

  get #withScreens(): boolean {
    return this.#one<HTMLInputElement>("[name=screens]").checked;
  }

  #look(members: string[]): void {
    this.#onScreen = members;
    this.#stream?.look(this.#withScreens ? members : []);
  }

  #paint(): void {
    const board = this.#board;
    if (!board) return;
    this.#one("[data-loaded]").hidden = false;
    const { name, startsAt, endsAt, size } = board.class;
    say(this.#one("[data-name]"), name);
    say(this.#one("[data-when]"), `${span(startsAt, endsAt)}.`);
    const sorted = byNeed(board, Date.now());
    const searched = this.#one<HTMLInputElement>("[name=name]").value;
    const list = this.#one("[data-students]");
    for (const each of sorted) {
      const row = this.#rows.get(each.row.id) ?? this.#add(each.row.id);
      row.show(each, board);
      row.element.hidden = !shows(each, this.#filter, searched);
    }
    const there = new Set(board.rows.map(({ id }) => id));
    for (const [member, row] of this.#rows) {
      if (there.has(member)) continue;
      this.#visible.drop(row.element);
      row.element.remove();
      this.#rows.delete(member);
    }
    if (!list.matches(":hover, :focus-within"))
      sorted.forEach(({ row }, at) => {
        const { element } = this.#rows.get(row.id)!;
        if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
      });
    for (const [filter, count] of Object.entries(counts(sorted)))
      say(this.#one(`[data-count=${filter}]`), String(count));
    const showing = board.class.demonstration !== null;
    this.#one("[data-show=PUT]").hidden = showing;
    this.#one("[data-show=DELETE]").hidden = !showing;
    say(this.#one("[data-missing]"), missing(size - board.rows.length));
    this.#one("[data-none]").hidden = board.rows.length > 0;
  }

  #add(member: string): StudentRow {
    const row = new StudentRow({
      act: (...args) => this.#act(...args),
      answer: (student) => this.#answer(student),
      look: ({ id, name, lab }) => {
        const last = this.#screens.get(id)?.terminal;
        this.#lookPane.open({ id, name, terminals: lab?.terminals ?? [], last });
      },
      write: (student) => this.#letter.open(student),
    });
    this.#rows.set(member, row);
    row.element.dataset["member"] = member;
    row.screen(undefined, this.#withScreens);
    this.#one("[data-students]").append(row.element);
    this.#visible.add(row.element);
    return row;
  }

  /** What need not follow at once: announcements, and tables that somebody may be reading. */
  #calm(): void {
    const board = this.#board;
    if (!board) return;
    const sorted = byNeed(board, Date.now());
    const said = news(this.#needs, sorted);
    if (said) say(this.#one("[data-news]"), said);
    for (const { row, need } of sorted) this.#needs.set(row.id, need);
    if (!this.#stale) return;
    this.#stale = false;
    this.#one("[data-map]").replaceChildren(heatMap(board, Date.now()));
    this.#one("[data-steps]").replaceChildren(stepTable(board, board.rows.length));
  }

  /** Arrows go from student to student. */
  #walk(event: KeyboardEvent): void {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const handles = [...this.#one("[data-students]").children]
      .filter((row) => !(row as HTMLElement).hidden)
      .map((row) => row.querySelector<HTMLElement>(".name")!);
    const at = handles.indexOf(event.target as HTMLElement);
    if (down === undefined || at < 0) return;
    event.preventDefault();
    handles[at + down]?.focus();
  }

  #act(row: BoardRow, action: LabAction): void {
    const question = QUESTIONS[action];
    if (question && !confirm(`${question} le lab de ${row.name}\u202f?`)) return;
    const status = this.#one("[data-status]");
    void attempt(status, async () => {
      await ask("POST", `${this.#path}/members/${encodeURIComponent(row.id)}/lab`, { action });
      say(status, `C’est fait pour ${row.name}.`);
    });
  }

  #answer({ id, name }: BoardRow): void {
    const status = this.#one("[data-status]");
    void attempt(status, async () => {
      await ask("DELETE", `${this.#path}/members/${encodeURIComponent(id)}/hand`);
      say(status, `La main de ${name} est baissée.`);
    });
  }

  /** Shows the instructor's own terminal to the class, or no more. */
  #demonstrate(method: string): void {
    const status = this.#one("[data-status]");
    void attempt(status, async () => {
      await ask(method, `${this.#path}/demonstration`);
      const shown = "La classe voit votre terminal, tel qu’il est dans la page de sa leçon.";
      say(status, method === "PUT" ? shown : "La classe ne voit plus votre terminal.");
    });
  }

  #all(action: LabAction): void {
    const question = QUESTIONS[action];
    if (question && !confirm(`${question} les labs de toute la classe\u202f?`)) return;
    const status = this.#one("[data-status]");
    void attempt(status, async () => {
      const path = `${this.#path}/labs`;
      const { done, refused } = await ask<LabActionAnswer>("POST", path, { action });
      const not = refused > 0 ? ` Impossible pour ${refused}.` : "";
      say(status, `C’est fait pour ${done}\u00a0lab${done > 1 ? "s" : ""}.${not}`);
    });
  }
}

function missing(count: number): string {
  if (count <= 0) return "";
  return count === 1
    ? "Une personne attendue ne s’est pas encore inscrite."
    : `${count}\u00a0personnes attendues ne se sont pas encore inscrites.`;
}

customElements.define("class-board", ClassBoard);
