/** What can stop the atelier, by a stable name. */
export type ProblemCode = keyof typeof CATALOGUE;

/**
 * One French sentence each, with what to do. `{x}` is filled in from the details that are given.
 * `stops`: nothing can be served at all; the others only cost the labs.
 */
const CATALOGUE = {
  "port-taken": {
    stops: true,
    text: "Le port {port} de {host} est déjà pris : en choisir un autre, par exemple `PORT={next} npm start`.",
  },
  "port-denied": {
    stops: true,
    text: "Le port {port} de {host} ne peut pas être ouvert ({cause}) : vérifier HOST et PORT.",
  },
  "already-running": {
    stops: true,
    text: "Un autre atelier (processus {pid}) utilise déjà {dataDir} : l’arrêter, ou donner un autre dossier par ATELIER_DATA.",
  },
  "site-failed": {
    stops: true,
    text: "Le site n’a pas pu être construit :\n{cause}",
  },
  "data-denied": {
    stops: true,
    text: "Le dossier {dataDir} n’est pas accessible en écriture : changer ses droits, ou donner un autre dossier par ATELIER_DATA.",
  },
  "not-linux": {
    stops: false,
    text: "Les labs sont des conteneurs Linux et ce système est {platform} : les leçons se lisent ici, les labs demandent une machine Linux.",
  },
  "no-root": {
    stops: false,
    text: "Les labs demandent les droits de root et sudo n’en donne pas : relancer `npm start` en root, ou installer sudo.",
  },
  "lxd-denied": {
    stops: false,
    text: "Un LXD tourne sur cette machine, mais {socket} nous est fermé : relancer en root, ou donner un autre LXD par LXD_URL.",
  },
  "lxd-unreachable": {
    stops: false,
    text: "LXD ne répond pas ({cause}) : le démarrer, ou corriger LXD_URL.",
  },
  "lxd-untrusted": {
    stops: false,
    text: "LXD répond à {url} mais ne nous fait pas confiance : lui ajouter notre certificat par `lxc config trust add`.",
  },
  "lxd-certificate": {
    stops: false,
    text: "Un LXD distant demande LXD_CLIENT_CERT, LXD_CLIENT_KEY et LXD_SERVER_CERT : {cause}.",
  },
  "unknown-distribution": {
    stops: false,
    text: "Ni LXD ni Incus ici, et seules Debian et Ubuntu (avec systemd) permettent de les installer : installer LXD, puis relancer.",
  },
  "packages-failed": {
    stops: false,
    text: "Les paquets {packages} n’ont pas pu être installés ({cause}) : vérifier le réseau et les sources d’apt, puis relancer.",
  },
  "no-space": {
    stops: false,
    text: "Pas assez de place pour les labs dans {dataDir} : {cause}. En libérer, ou donner un autre disque par ATELIER_DATA.",
  },
  "daemon-failed": {
    stops: false,
    text: "Le LXD de l’atelier n’a pas démarré : {cause}.",
  },
  "provision-failed": {
    stops: false,
    text: "LXD n’a pas pu être préparé : {cause}.",
  },
  "image-failed": {
    stops: false,
    text: "L’image des labs n’a pas pu être construite : {cause}.",
  },
} as const;

/** Something that a person can remedy; its message is a whole French sentence. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** Whether nothing can be served; otherwise only the labs are missing. */
  readonly stops: boolean;
  constructor(code: ProblemCode, details: Record<string, string | number> = {}) {
    const { text, stops } = CATALOGUE[code];
    super(text.replace(/\{(\w+)\}/g, (hole, key: string) => String(details[key] ?? hole)));
    this.name = "Problem";
    this.code = code;
    this.stops = stops;
  }
}

/** The message of anything that was thrown, on one line, without its final stop. */
export function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const last = message.trim().split("\n").filter(Boolean).slice(-3).join(" · ");
  return last.replace(/\.$/, "");
}

/** Runs `action`; whatever it throws that is no `Problem` already becomes this one. */
export async function orProblem<T>(
  code: ProblemCode,
  details: Record<string, string | number>,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(code, { cause: causeOf(error), ...details });
  }
}
