import { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";
import { withInertStyles } from "./inert-styles.ts";

/** Whether the system takes the colours into its own hands. */
export const forcedColors = (): boolean => matchMedia("(forced-colors: active)").matches;

/**
 * Draws by WebGL where there is one. The DOM renderer stays under forced colours, which a canvas
 * knows nothing of, and comes back when the context is lost.
 * @param changed is called when the cells may have another size than before
 */
export function drawFast(term: Terminal, changed: () => void): void {
  if (forcedColors()) return;
  const webgl = new WebglAddon();
  try {
    term.loadAddon(webgl);
  } catch {
    // No WebGL 2 here: the DOM renderer draws.
    withInertStyles(() => webgl.dispose());
    return;
  }
  webgl.onContextLoss(() => {
    withInertStyles(() => webgl.dispose());
    changed();
  });
}
