/** What mmdebstrap and our stages say, and what a person reads instead; in the order of a build. */
const PHASES: [RegExp, string][] = [
  [/^I: running apt-get update/, "listes de paquets"],
  [/^I: downloading packages/, "téléchargement de Debian"],
  [/^I: extracting archives/, "extraction de Debian"],
  [/^I: installing/, "installation de Debian"],
  [/^étape : 1-base/, "image Docker de Debian"],
  [/^étape : 2-system/, "image LXD de Debian"],
  [/^étape : 3-lab/, "LXD, LXC, Docker et leurs outils"],
  [/nested\.sh' lab/, "images de BusyBox"],
  [/^I: cleaning/, "nettoyage"],
];

/** The French label of the phase that this line of a build's output starts, if it starts one. */
export function phaseOf(line: string): string | undefined {
  return PHASES.find(([pattern]) => pattern.test(line))?.[1];
}
