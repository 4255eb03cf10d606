import { type KeptShell, type Lines, NoLine } from "../lxd/lines/lines.ts";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import type { Shell, ShellEvents } from "../lxd/shell.ts";
import type { KeptPlace, OpenKept } from "./keptShell.ts";
import { AS_STUDENT, studentShell } from "./studentShell.ts";

/** Terminal of a machine that its student sees first. */
const FIRST = "main";
/** How wide a shell is that nobody looks at yet. */
const UNSEEN = { cols: 80, rows: 24 };
/** How long a machine may take until a shell can run in it (ms). */
const BOOT_LIMIT = 60_000;

/**
 * Waits in a machine that is booting until systemd has mounted what a shell needs. It names the machine right after that,
 * and the prompt shows the name.
 */
const ONCE_NAMED = `
name() { read -r "$1" < "$2"; }
until name is /proc/sys/kernel/hostname && name wanted /etc/hostname && [ "$is" = "$wanted" ]; do
  sleep 0.01
done
exec "$@"`;

interface AheadOptions {
  offset?: number;
  after?: string;
}

/** Shells over their labs' lines, and another way to those of labs that have none. */
export class LineShells {
  readonly #lines: Lines;
  readonly #otherwise: OpenKept;
  readonly #without = new Set<string>();

  constructor(lines: Lines, otherwise: OpenKept) {
    this.#lines = lines;
    this.#otherwise = otherwise;
  }

  /** Opens a terminal's shell, see `OpenKept`. */
  async open(place: KeptPlace, events: ShellEvents): Promise<Shell> {
    const { instance } = place;
    if (!this.#without.has(instance)) {
      try {
        return await this.#lines.open(keptShell(place), events);
      } catch (error) {
        if (!(error instanceof NoLine)) throw error;
        this.#without.add(instance);
      }
    }
    return await this.#otherwise(place, events);
  }

  /**
   * Starts the first shell of a machine, which may still be booting, before its student comes.
   * @param offset of its first byte.
   * @param after a script that root runs there next, by bash, and which is waited for: to enter a machine once is enough.
   * @returns false where that cannot be; another way in may tell why. @throws {LxdError} {LxdUnreachable}
   */
  async openAhead(
    instance: string,
    { offset = 0, after = "" }: AheadOptions = {},
  ): Promise<boolean> {
    const place = { instance, name: FIRST, size: UNSEEN, offset, resume: undefined };
    const kept = keptShell(place);
    const go = ["sh", "-c", ONCE_NAMED, "sh", ...kept.enter];
    const enter = after ? ["bash", "-c", `"$@" || exit\n${after}`, "bash", ...go] : go;
    try {
      await this.#lines.openAhead({ ...kept, enter }, BOOT_LIMIT);
      return true;
    } catch (error) {
      if (error instanceof LxdError || error instanceof LxdUnreachable) throw error;
      return false;
    }
  }

  /** Hangs up a first shell that nobody saw: what is being prepared might show in a new one only. */
  async dropAhead(instance: string): Promise<void> {
    await this.#lines.dropAhead({ instance, name: FIRST });
  }
}

function keptShell(place: KeptPlace): KeptShell {
  const { name, offset, resume } = place;
  return { ...studentShell(place), name, offset, resume, enter: AS_STUDENT };
}
