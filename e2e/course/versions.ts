import { stripVTControlCharacters } from "node:util";

/** Upstream versions of what a lab is about, as `5.0.2`. */
export interface Versions {
  lxc: string;
  lxd: string;
  docker: string;
}

/** Typed in a lab, prints the versions of its packages on one line. */
export const ASK_VERSIONS =
  "dpkg-query -W -f '${Package}=${source:Upstream-Version};' lxc lxd docker.io; echo";

/** Reads what `ASK_VERSIONS` printed, without Debian's and Git's additions (`5.0.2+git…`). */
export function readVersions(shown: string): Versions {
  const text = stripVTControlCharacters(shown);
  const version = (name: string) =>
    new RegExp(`(?:^|[;\\s])${name}=(\\d+(?:\\.\\d+)*)`).exec(text)?.[1] ?? "";
  return { lxc: version("lxc"), lxd: version("lxd"), docker: version("docker\\.io") };
}
