/** What a fence is for. `read` is shown and nothing more. */
export type FenceRole = "run" | "check" | "setup" | "read";

/** The words after a fence's language, understood. */
export interface FenceWords {
  role: FenceRole;
  /** A `run` fence that counts for the solution and is shown only there. */
  hidden: boolean;
  /** Words that mean nothing here. */
  unknown: string[];
}

/** Meta that only concerns how the block looks: a title and marked lines. */
const LOOK = /\btitle="[^"]*"|\{[\d,\s-]+\}/g;

/**
 * Understands the info string of a fence (```` ```sh run hidden ````).
 * @param language first word of the info string
 * @param meta what follows it
 */
export function readFence(
  language: string | null | undefined,
  meta: string | null | undefined,
): FenceWords {
  const words = (meta ?? "").replace(LOOK, " ").split(/\s+/).filter(Boolean);
  const [first, ...rest] = words;
  if (language !== "sh") return { role: "read", hidden: false, unknown: words };
  if (first === "check" || first === "setup") return { role: first, hidden: false, unknown: rest };
  if (first === "run") {
    const hidden = rest[0] === "hidden";
    return { role: "run", hidden, unknown: hidden ? rest.slice(1) : rest };
  }
  return { role: "read", hidden: false, unknown: words };
}

/** Whether the browser may never see a fence's text, whatever else is wrong with the fence. */
export function isSecret(meta: string | null | undefined): boolean {
  return /(^|\s)(check|setup)(\s|$)/.test(meta ?? "");
}
