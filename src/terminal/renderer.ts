import { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";
import { withInertStyles } from "./inert-styles.ts";

/** Whether the system takes the colours into its own hands. */
export const forcedColors = (): boolean => matchMedia("(forced-colors: active)").matches;

/**
 * Draws by WebGL where there is one, from when the first output has been shown: to make it ready takes a moment, and a
 * second without a graphics card, for which nobody need wait. The DOM renderer stays under forced colours, which a canvas
 * knows nothing of, and comes back when the context is lost.
 * @param changed is called when the cells may have another size than before
 * @returns whether it is still to come
 */
export function drawFastSoon(term: Terminal, changed: () => void): () => boolean {
  if (forcedColors() || !window.WebGL2RenderingContext) return () => false;
  let coming = true;
  const first = term.onWriteParsed(() => {
    first.dispose();
    // What was parsed is drawn with the next frame, and seen when the one after it begins.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        coming = false;
        if (term.element?.isConnected) drawFast(term, changed);
        changed();
      }),
    );
  });
  return () => coming;
}

/** Width of a cell as WebGL draws it: a whole number of the screen's own points (CSS px). */
export function fastCellWidth({ options }: Terminal): number {
  const canvas = document.createElement("canvas").getContext("2d")!;
  canvas.font = `${options.fontSize}px ${options.fontFamily}`;
  const { width } = canvas.measureText("W");
  return Math.floor(width * devicePixelRatio) / devicePixelRatio;
}

function drawFast(term: Terminal, changed: () => void): void {
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
