import type { Terminal } from "@xterm/xterm";

/**
 * Hears what comes without any key: dictation, a pen, some phones' keyboards. xterm.js leaves such
 * `input` events alone in its screen-reader mode, since after a key they would say it twice.
 */
export function hearDictation(term: Terminal): void {
  const area = term.textarea!;
  let keyDown = false;
  area.addEventListener("keydown", () => (keyDown = true), true);
  area.addEventListener("keyup", () => (keyDown = false), true);
  area.addEventListener("blur", () => (keyDown = false));
  area.addEventListener("input", (event) => {
    const { data, inputType, isComposing } = event as InputEvent;
    if (!term.options.screenReaderMode || keyDown || isComposing) return;
    if (data && inputType === "insertText") term.input(data);
  });
}
