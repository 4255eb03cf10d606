import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import satori from "satori";
import sharp from "sharp";

/** What other sites show of a page. */
export interface SharePicture {
  /** Above the title, such as « Leçon 3.4 ». */
  kicker: string;
  title: string;
  /** Below the title: a sentence or two. */
  text: string;
  /** Steel of the part, as in the tokens' light theme. */
  colour: string;
}

/** Size that Open Graph's readers expect (px). */
const WIDTH = 1200;
const HEIGHT = 630;

/** Light colours of the parts, by number; the same as `--steel-…`. */
export const STEELS = ["#ad3f18", "#9a6508", "#ad3f18", "#0d6b63", "#1f5fa3", "#6d4596"] as const;

type Style = Record<string, string | number>;
type Node = { type: string; props: { style: Style; children?: unknown } };

const box = (style: Style, children?: unknown): Node => ({
  type: "div",
  props: { style: { display: "flex", ...style }, children },
});

const require = createRequire(import.meta.url);
let fonts: Promise<{ name: string; data: Buffer; weight: 400 | 700 }[]> | undefined;

function loadFonts() {
  fonts ??= Promise.all(
    ([400, 700] as const).map(async (weight) => {
      const file = `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-${weight}-normal.woff`;
      return { name: "Atkinson", weight, data: await readFile(require.resolve(file)) };
    }),
  );
  return fonts;
}

/** Draws the picture as PNG: a container's side in the part's steel, and what the page is about on its door. */
export async function drawSharePicture({
  kicker,
  title,
  text,
  colour,
}: SharePicture): Promise<Buffer> {
  const ribs = Array.from({ length: 14 }, () =>
    box({ width: 3, height: HEIGHT, marginRight: 15, backgroundColor: "rgba(0,0,0,0.22)" }),
  );
  const tree = box({ width: WIDTH, height: HEIGHT, backgroundColor: "#faf8f4", color: "#1c232e" }, [
    box(
      { width: 250, height: HEIGHT, backgroundColor: colour, paddingLeft: 10, overflow: "hidden" },
      ribs,
    ),
    box({ flexDirection: "column", flex: 1, padding: 64, justifyContent: "space-between" }, [
      box({ flexDirection: "column" }, [
        box({ fontSize: 30, color: "#555e6d" }, kicker),
        box(
          {
            marginTop: 18,
            fontSize: title.length > 45 ? 56 : 68,
            fontWeight: 700,
            lineHeight: 1.12,
          },
          title,
        ),
        box({ marginTop: 26, fontSize: 30, lineHeight: 1.4, color: "#555e6d" }, text),
      ]),
      box({ fontSize: 30, fontWeight: 700, color: "#ad3f18" }, "Atelier Conteneurs"),
    ]),
  ]);
  const svg = await satori(tree as Parameters<typeof satori>[0], {
    width: WIDTH,
    height: HEIGHT,
    fonts: await loadFonts(),
  });
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer();
}
