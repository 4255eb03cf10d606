import { run } from "../server/lxd/command.ts";
import type { LxdChoice } from "../server/lxd/find.ts";
import type { Tell } from "./console.ts";
import { causeOf, Problem } from "./problems.ts";

/** What labs need on this machine whatever the daemon: package → why, as it is told before it is installed. */
const ALWAYS: Record<string, string> = {
  nftables: "barrière entre les labs et le réseau",
  iproute2: "lecture des routes de la machine",
  mmdebstrap: "construction de l’image des labs",
  "debian-archive-keyring": "signatures des paquets Debian de l’image",
  "xz-utils": "lecture des archives de paquets",
  zstd: "archive de l’image des labs",
};

/** What a daemon of our own needs besides. */
const PRIVATE: Record<string, string> = {
  lxd: "le démon des conteneurs",
  "lxd-client": "sa commande, lxc",
  lxcfs: "mémoire et processeurs vus par chaque lab",
  uidmap: "labs sans privilèges",
  "dnsmasq-base": "adresses et noms des labs",
  "btrfs-progs": "stockage des labs",
  "squashfs-tools": "images comprimées",
  attr: "attributs de fichiers des images",
  rsync: "copies sur un stockage sans btrfs",
};

/** What Incus, of the distribution, only recommends: without its dnsmasq no bridge has addresses. */
const BESIDE_INCUS: Record<string, string> = {
  lxcfs: "mémoire et processeurs vus par chaque lab",
  uidmap: "labs sans privilèges",
  "dnsmasq-base": "adresses et noms des labs",
  "btrfs-progs": "stockage des labs",
};

/** What `npm test` reads the French with; nothing else needs it. */
export const SPELLING: Record<string, string> = {
  hunspell: "correcteur orthographique",
  "hunspell-fr": "son dictionnaire français",
};

/** What `npm test` and `npm run bench site` look at the pages with. */
export const BROWSER = ["chromium", "fonts-dejavu-core"];

/** Firefox of Debian; where there is only a snap of it, it is not tried. */
export const FIREFOX = "firefox-esr";

/** Incus by the first of these that apt knows: its containers alone, else with its virtual machines (and QEMU). */
const INCUS = ["incus-base", "incus"];

/** Package → why, for this choice of a daemon. @param known whether apt has a package of this name. */
export async function packagesFor(
  choice: LxdChoice,
  known: (name: string) => Promise<boolean> = aptKnows,
): Promise<Record<string, string>> {
  if (choice.use === "private") return { ...ALWAYS, ...PRIVATE };
  if (choice.use !== "install-incus") return ALWAYS;
  const [alone = "", whole = ""] = INCUS;
  const incus = (await known(alone)) ? alone : whole;
  return { ...ALWAYS, [incus]: "le démon des conteneurs, dérivé libre de LXD", ...BESIDE_INCUS };
}

/** Whether the lists of apt, as they are, have a version of this package to install. */
export async function aptKnows(name: string): Promise<boolean> {
  // Anybody may ask; a name that is not known is an answer without text.
  const policy = await run("apt-cache", ["policy", name]).catch(() => "");
  return /^ {2}Candidate: (?!\(none\))/m.test(policy);
}

/** Those of the packages that are not installed. @throws {CommandError} where there is no dpkg. */
export async function missingPackages(names: string[]): Promise<string[]> {
  // dpkg-query fails when it knows nothing of one of them, and still tells about the others.
  const script = `dpkg-query -W -f '\${Package} \${db:Status-Status}\\n' "$@" 2> /dev/null || [ $? = 1 ]`;
  const known = await run("sh", ["-c", script, "sh", ...names]);
  return stillMissing(names, known);
}

/** The names that dpkg-query's `package status` lines do not call installed. */
export function stillMissing(names: string[], dpkg: string): string[] {
  const installed = new Set(
    dpkg
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/** Installs packages with apt, after renewing its lists. @throws {Problem} `packages-failed` */
export async function installPackages(names: string[], tell: Tell): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1" };
  try {
    tell("listes de paquets");
    // Without network the packages may still be on the disk.
    await run("apt-get", ["update", "-q"], { env }).catch(() => undefined);
    tell(names.join(", "));
    await run("apt-get", ["install", "-qy", "--no-install-recommends", ...names], { env });
  } catch (error) {
    throw new Problem("packages-failed", { packages: names.join(", "), cause: causeOf(error) });
  }
}
