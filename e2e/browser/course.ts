import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../server/protocol.ts";

const MANIFEST = join(import.meta.dirname, "../../dist/course.json");

/** The four lessons by what they teach. */
export const LESSONS = {
  guide: "conteneurs/mode-d-emploi",
  lxc: "lxc/premier-conteneur",
  lxd: "lxd/premiers-conteneurs",
  docker: "docker/conteneurs",
} as const;

/** Pages that are neither lessons nor lists of them. */
const SITE_PAGES = [
  "plan",
  "glossaire",
  "commandes",
  "sources",
  "a-propos",
  "confidentialite",
  "accessibilite",
  "recherche",
  "classe",
  "formateur/entrer",
  "hors-ligne",
].map((name) => `/${name}/`);

/** One page of each kind, and each lesson. */
export const PAGES = [
  "/",
  "/lxd/",
  ...Object.values(LESSONS).map((slug) => `/${slug}/`),
  ...SITE_PAGES,
  "/rien/",
];

/** Every script that only the server may know: checks and setups. */
export function secretScripts(): string[] {
  const { lessons } = JSON.parse(readFileSync(MANIFEST, "utf8")) as Manifest;
  return lessons
    .flatMap(({ setup, probes = [], steps }) => [
      setup,
      ...probes.map(({ script }) => script),
      ...steps.flatMap((step) => [step.setup, step.check]),
    ])
    .filter((script) => script !== "");
}
