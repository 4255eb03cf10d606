import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";

/** Where the guide takes its pictures from. */
const FOLDER = join(import.meta.dirname, "../../src/pictures/guide");
/** No picture may be larger (bytes). */
const MOST = 60_000;
/** Of WebP, from what is tried first to what is still good to read. */
const QUALITIES = [82, 72, 62];
/** Of the files (pixels), likewise: the guide shows them at half of that. */
const WIDTHS = [1400, 1240, 1100];
/** Paper around what is shown (CSS pixels). */
const MARGIN = 16;
/** What is drawn anew by a script follows the scheme within (ms). */
const REDRAWN = 700;

/**
 * Takes a picture of what has all of these in it, in light and in dark. The window must be large enough for them: a picture
 * of the whole page would stretch what is drawn on a canvas, as terminals are.
 * @param name of the files: `name-light.webp`, `name-dark.webp`
 * @param widths of the files that may be (pixels), the largest first
 */
export async function shoot(
  page: Page,
  name: string,
  parts: readonly Locator[],
  { widths = WIDTHS, margin = MARGIN, height = Number.POSITIVE_INFINITY } = {},
): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.waitForTimeout(REDRAWN);
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    const found = boxes.filter((box) => box !== null);
    expect(found, "all that is to be shown").toHaveLength(parts.length);
    const [left, top] = [
      Math.min(...found.map(({ x }) => x)),
      Math.min(...found.map(({ y }) => y)),
    ];
    const right = Math.max(...found.map((box) => box.x + box.width));
    const bottom = Math.min(Math.max(...found.map((box) => box.y + box.height)), top + height);
    const clip = {
      x: Math.max(0, left - margin),
      y: Math.max(0, top - margin),
      width: right - left + 2 * margin,
      height: bottom - top + 2 * margin,
    };
    const png = await page.screenshot({ clip, animations: "disabled" });
    await write(`${name}-${scheme}.webp`, png, widths);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

/** Writes it as well as it may weigh. */
async function write(file: string, png: Buffer, widths: readonly number[]): Promise<void> {
  await writeFile(test.info().outputPath(file.replace("webp", "png")), png);
  for (const width of widths)
    for (const quality of QUALITIES) {
      const small = sharp(png).resize({ width, withoutEnlargement: true });
      const webp = await small.webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
      if (webp.length > MOST) continue;
      await writeFile(join(FOLDER, file), webp);
      console.log(`${file} : ${webp.length} octets, ${width} pixels, qualité ${quality}`);
      return;
    }
  throw new Error(`${file} pèse plus de ${MOST} octets, si peu que l’on en montre.`);
}
