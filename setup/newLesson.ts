/** What an author wants a new lesson to be. */
export interface LessonWish {
  /** Folder of the part (`3-lxd`), its slug (`lxd`) or its number (`3`); anything else is a new part. */
  part: string;
  /** End of the lesson's address: lower-case letters, digits and hyphens. */
  slug: string;
  title: string;
}

/** Files to write, by their paths below `content/`. */
export type NewFiles = Map<string, string>;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The files of a new lesson: it builds, and its exercise can be played, before a word of it is changed.
 * @param paths what there is below `content/`
 * @throws {Error} in French for a wish that cannot be granted
 */
export function newLesson(paths: readonly string[], { part, slug, title }: LessonWish): NewFiles {
  if (!SLUG.test(slug))
    throw new Error(
      `«\u00a0${slug}\u00a0»\u00a0: en minuscules, chiffres et tirets, s’il vous plaît.`,
    );
  if (!title.trim()) throw new Error("Il faut un titre.");
  const folders = [...new Set(paths.map((path) => path.split("/")[0]!))].filter((folder) =>
    /^\d+-/.test(folder),
  );
  const found = folders.find((folder) => {
    const [, number, name] = /^(\d+)-(.*)$/.exec(folder)!;
    return [folder, number, name].includes(part);
  });
  const files: NewFiles = new Map();
  const folder = found ?? newPart(part, folders);
  if (!found) files.set(`${folder}/part.yaml`, PART.replace("TITRE", part));
  const lessons = paths.filter((path) => path.startsWith(`${folder}/`) && path.endsWith(".mdx"));
  if (lessons.some((path) => path.replace(/^.*\/\d+-/, "") === `${slug}.mdx`))
    throw new Error(`${folder} a déjà une leçon ${slug}.`);
  const number = 1 + Math.max(0, ...lessons.map((path) => Number(/\/(\d+)-/.exec(path)?.[1] ?? 0)));
  const order = `${Number.parseInt(folder, 10)}.${number}`;
  files.set(`${folder}/${number}-${slug}.mdx`, lessonText(title.trim(), order));
  return files;
}

function newPart(name: string, folders: readonly string[]): string {
  if (!SLUG.test(name) || /^\d+$/.test(name))
    throw new Error(`Pas de partie «\u00a0${name}\u00a0». Il y a\u00a0: ${folders.join(", ")}.`);
  const last = Math.max(0, ...folders.map((folder) => Number.parseInt(folder, 10)));
  return `${last + 1}-${name}`;
}

const PART = `title: TITRE
description: À écrire, en une ou deux phrases.
`;

function lessonText(title: string, order: string): string {
  return `---
title: ${JSON.stringify(title)}
description: À écrire, en une ou deux phrases, ce qu’on y apprend et pourquoi cela vaut la peine.
order: "${order}"
duration: 20
lab: {}
objectives:
  - à écrire, ce que l’étudiant saura faire à la fin
sources: []
---

À la fin de cette leçon, vous saurez…

\`\`\`sh setup
install -d -o etudiant -g etudiant /home/etudiant/reponses
\`\`\`

## À vous

<Step id="premiere" title="Une première étape">

**Écrivez le nom de la machine dans \`~/reponses/nom\`.**

\`\`\`sh run hidden
hostname > ~/reponses/nom
\`\`\`

<Hint>Une commande le donne, et \`>\` l’écrit dans un fichier.</Hint>

\`\`\`sh wrong says="n’est pas le nom de cette machine"
echo ailleurs > ~/reponses/nom
\`\`\`

\`\`\`sh check
f=/home/etudiant/reponses/nom
[ -s "$f" ] || { echo "~/reponses/nom est absent ou vide\u00a0: quelle commande donne le nom de la machine\u202f?"; exit 1; }
dit=$(tr -d '[:space:]' < "$f")
[ "$dit" = "$(hostname)" ] || { echo "«\u00a0\${dit:0:20}\u00a0» n’est pas le nom de cette machine."; exit 1; }
\`\`\`

</Step>

## Ce qui peut mal tourner

- **Une erreur qu’on verra.** Sa cause, et son remède.

## En résumé

| Pour | Commande |
| --- | --- |
| connaître le nom de la machine | \`hostname\` |

## Pour aller plus loin

Une page, sa date, et pourquoi la lire.
`;
}
