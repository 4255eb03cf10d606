/** What the keyboard asks of the terminals, beside typing into them. */
export type Command =
  "search" | "split" | "close" | "reopen" | "previous" | "next" | "to-step" | "to-foot";

const WITH_CTRL_SHIFT: Readonly<Record<string, Command>> = {
  f: "search",
  d: "split",
  x: "close",
  z: "reopen",
  arrowleft: "previous",
  arrowright: "next",
};

/**
 * The command of a key, if it has one; all other keys are the shell's. Ctrl+Shift+W and T cannot be
 * had: browsers keep them for their own windows and tabs.
 */
export function commandOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey">,
): Command | null {
  const { key, ctrlKey, shiftKey, altKey, metaKey } = event;
  if (altKey || metaKey) return null;
  if (key === "F6" && !ctrlKey) return shiftKey ? "to-foot" : "to-step";
  return ctrlKey && shiftKey ? (WITH_CTRL_SHIFT[key.toLowerCase()] ?? null) : null;
}

/**
 * Takes the keyboard out of the terminals, where Tab and Escape belong to the shell: to the current
 * step, or to what follows the terminal, so that all of the page is in reach both ways.
 */
export function leave(where: "to-step" | "to-foot"): void {
  const target =
    where === "to-foot"
      ? document.querySelector<HTMLElement>(".lab-foot :is(a, input)")
      : document.querySelector<HTMLElement>("[data-current] [data-check]");
  const go = () => (target ?? document.querySelector<HTMLElement>("#contenu"))?.focus();
  // In full screen there is nothing but the lab to go to.
  if (document.fullscreenElement) void document.exitFullscreen().then(go);
  else go();
}
