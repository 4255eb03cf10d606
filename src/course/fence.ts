/** What a fence is for. `read` is shown and nothing more. */
export type FenceRole = "run" | "check" | "setup" | "wrong" | "probe" | "read";

/** The words after a fence's language, understood. */
export interface FenceWords {
  role: FenceRole;
  /** A `run` fence that counts for the solution and is shown only there. */
  hidden: boolean;
  /** Machine on which it runs, of a lab of several; absent = the first. */
  machine?: string;
  /** What the check must answer to a `wrong` path; absent when the author forgot it. */
  says?: string;
  /** Name and shape of a `probe`, as written. */
  name?: string;
  shape?: string;
  /** Words that mean nothing here. */
  unknown: string[];
}

/** Meta that only concerns how the block looks: a title and marked lines. */
const LOOK = /\btitle="[^"]*"|\{[\d,\s-]+\}/g;

const SAYS = /\bsays="([^"]*)"/;

/** A word of a `probe` fence. */
const PROBE_WORD = /^(name|shape)=(\S+)$/;

const MACHINE = /^machine=(.+)$/;

/**
 * Understands the info string of a fence (```` ```sh run hidden ````).
 * @param language first word of the info string
 * @param meta what follows it
 */
export function readFence(
  language: string | null | undefined,
  meta: string | null | undefined,
): FenceWords {
  const wrong = /^wrong(\s|$)/.test(meta ?? "");
  const says = wrong ? SAYS.exec(meta ?? "")?.[1]?.trim() : undefined;
  const told = wrong ? (meta ?? "").replace(SAYS, " ") : (meta ?? "");
  const words = told.replace(LOOK, " ").split(/\s+/).filter(Boolean);
  const [first, ...rest] = words;
  if (language !== "sh") return { role: "read", hidden: false, unknown: words };
  if (first === "probe") return probeFence(rest);
  if (first === "check") return { role: first, hidden: false, unknown: rest };
  if (first !== "run" && first !== "setup" && first !== "wrong")
    return { role: "read", hidden: false, unknown: words };
  const hidden = first === "run" && rest[0] === "hidden";
  if (hidden) rest.shift();
  const machine = machineIn(rest[0]);
  if (machine) rest.shift();
  return {
    role: first,
    hidden,
    ...(machine ? { machine } : {}),
    ...(says ? { says } : {}),
    unknown: rest,
  };
}

function probeFence(words: readonly string[]): FenceWords {
  const told = words.map((word) => PROBE_WORD.exec(word));
  const pairs = told.flatMap((match) => (match ? [[match[1], match[2]]] : []));
  const unknown = words.filter((_, index) => !told[index]);
  return { role: "probe", hidden: false, ...Object.fromEntries(pairs), unknown };
}

/** The machine that an info string names with `machine=`, whatever else it says. */
export function machineIn(meta: string | null | undefined): string | undefined {
  const word = (meta ?? "").split(/\s+/).find((each) => MACHINE.test(each));
  return word && MACHINE.exec(word)?.[1];
}

/** Whether the browser may never see a fence's text, whatever else is wrong with the fence. */
export function isSecret(meta: string | null | undefined): boolean {
  return /(^|\s)(check|setup|wrong|probe)(\s|$)/.test(meta ?? "");
}
