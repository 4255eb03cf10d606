import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { newLesson, type LessonWish } from "./newLesson.ts";
import { ROOT } from "./settings.ts";

// Writes a new lesson: `npm run course:new [-- <part> <slug> <title>]`; asks for what it is not told.
const CONTENT = join(ROOT, "content");

async function wish(told: string[]): Promise<LessonWish> {
  const [part, slug, title] = told;
  if (part && slug && title) return { part, slug, title };
  const reader = createInterface({ input: stdin, output: stdout });
  const ask = async (question: string) => (await reader.question(`${question}\u00a0: `)).trim();
  try {
    return {
      part: part ?? (await ask("Partie (numéro ou nom, ou un nom nouveau)")),
      slug: slug ?? (await ask("Adresse de la leçon (minuscules, chiffres, tirets)")),
      title: title ?? (await ask("Titre")),
    };
  } finally {
    reader.close();
  }
}

try {
  const paths = await readdir(CONTENT, { recursive: true });
  const files = newLesson(paths, await wish(process.argv.slice(2)));
  for (const [path, text] of files) {
    await mkdir(dirname(join(CONTENT, path)), { recursive: true });
    await writeFile(join(CONTENT, path), text, { flag: "wx" });
    console.log(`content/${path}`);
  }
  const slug = [...files.keys()].at(-1)!.replace(/^.*\/\d+-|\.mdx$/g, "");
  console.log(`Pour la voir\u00a0: npm run dev. Pour la jouer\u00a0: npm run course -- ${slug}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
