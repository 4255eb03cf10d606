import type { KeyboardState } from "../protocol.ts";
import type { AuditAction, AuditEntry } from "../store/audit.ts";
import { newId } from "../store/secrets.ts";

/** Who looks at what. */
export interface LookPlace {
  class: string;
  /** The student whose terminal it is. */
  member: { id: string; name: string };
  by: { id: string; name: string };
  terminal: string;
}

/** An instructor who looks at a student's terminal, for as long as the connection lasts. */
export interface Look extends LookPlace {
  id: string;
  /** Epoch, ms. */
  since: number;
  keyboard: KeyboardState;
}

/** What looks work with. */
export interface LookOptions {
  /** Writes a line of the trail; never fails. */
  note(entry: AuditEntry & { member: string }): void;
  /** Hears of classes in which a look began, changed or ended. */
  changed(classId: string): void;
  now(): number;
}

/** The connection that a look lasts as long as. */
export interface LookConnection {
  /** Hears how the keyboard stands. */
  tell(state: KeyboardState): void;
  /** Makes sure that who looks still may, and sends them away otherwise. */
  review(): void;
}

/** What a student answers to who asks for the keyboard; `back` takes it away again. */
export type KeyboardAnswer = "grant" | "refuse" | "back";

/** The looks of instructors at terminals: each is seen by its student, and leaves a trail. */
export class Looks {
  readonly #options: LookOptions;
  readonly #looks = new Map<string, { look: Look; connection: LookConnection }>();

  constructor(options: LookOptions) {
    this.#options = options;
  }

  /** Those of a class, the longest first. */
  of(classId: string): Look[] {
    return [...this.#looks.values()].map(({ look }) => look).filter((l) => l.class === classId);
  }

  /** A look begins. */
  begin(place: LookPlace, connection: LookConnection): Look {
    const look: Look = { ...place, id: newId(), since: this.#options.now(), keyboard: "none" };
    this.#looks.set(look.id, { look, connection });
    this.#note(look, "look-begun", look.by);
    return look;
  }

  /** Something of a class changed: its student may have left, or it may be over. */
  review(classId: string): void {
    for (const { look, connection } of this.#looks.values())
      if (look.class === classId) connection.review();
  }

  /** It ends, and with it whatever was granted. */
  end({ id }: Look): void {
    const found = this.#looks.get(id);
    if (!found) return;
    this.#looks.delete(id);
    const { look } = found;
    if (look.keyboard === "held") this.#note(look, "keyboard-returned", look.by);
    look.keyboard = "none";
    const seconds = Math.round((this.#options.now() - look.since) / 1000);
    this.#note(look, "look-ended", look.by, { seconds });
  }

  /** The instructor asks for the keyboard, or gives it back. */
  ask({ id }: Look, want: boolean): void {
    const look = this.#looks.get(id)?.look;
    if (!look) return;
    const { keyboard } = look;
    if (want && keyboard !== "asked" && keyboard !== "held")
      this.#turn(look, "asked", "keyboard-asked", look.by);
    else if (!want && keyboard === "held") this.#turn(look, "none", "keyboard-returned", look.by);
    else if (!want && keyboard === "asked") this.#turn(look, "none");
  }

  /** The student answers. @returns false when they have no such look, or nothing was asked */
  answer(member: string, id: string, answer: KeyboardAnswer): boolean {
    const look = this.#looks.get(id)?.look;
    if (look?.member.id !== member) return false;
    if (look.keyboard !== (answer === "back" ? "held" : "asked")) return false;
    if (answer === "grant") this.#turn(look, "held", "keyboard-granted", look.member);
    else if (answer === "refuse") this.#turn(look, "refused", "keyboard-refused", look.member);
    else this.#turn(look, "none", "keyboard-returned", look.member);
    return true;
  }

  #turn(look: Look, keyboard: KeyboardState, action?: AuditAction, by?: LookPlace["by"]): void {
    look.keyboard = keyboard;
    this.#looks.get(look.id)?.connection.tell(keyboard);
    if (action && by) this.#note(look, action, by);
    else this.#options.changed(look.class);
  }

  #note(
    look: Look,
    action: AuditAction,
    { id, name }: LookPlace["by"],
    detail: Record<string, string | number> = {},
  ): void {
    const { terminal, member } = look;
    // The student is no instructor: only their name tells who did it.
    const by = id === member.id ? { name } : { id, name };
    this.#options.note({
      at: this.#options.now(),
      class: look.class,
      member: member.id,
      by,
      action,
      detail: { terminal, ...detail },
    });
    this.#options.changed(look.class);
  }
}
