/** Tools whose commands are told apart by their first words, with those that take a second one. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  docker: ["compose", "container", "image", "network", "system", "volume"],
  "docker-compose": [],
  incus: ["config", "image", "network", "profile", "project", "remote", "storage"],
  ip: [],
  lxc: [
    "cluster",
    "config",
    "file",
    "image",
    "network",
    "operation",
    "profile",
    "project",
    "remote",
    "storage",
  ],
  lxd: [],
  systemctl: [],
};

/** Commands of LXC, by what follows `lxc-`: other names that begin so are templates, packages and services. */
const LXC = new Set(
  "attach autostart cgroup checkconfig checkpoint config console copy create destroy device execute freeze info ls monitor snapshot start stop top unfreeze unshare update-config usernsexec wait".split(
    " ",
  ),
);

/** Groups of the index, in its order. */
export const FAMILIES = ["LXC", "LXD", "Docker", "Système"] as const;
export type Family = (typeof FAMILIES)[number];

/** Commands that are the shell's own, or only there to show something. */
const TRIVIAL = new Set(
  "[ [[ : . cat cd echo exit export false head kill local ls mkdir printf pwd read return set shift sleep source tail test true wait yes".split(
    " ",
  ),
);

/** How the index names a command, such as `lxc config set` or `docker run`; undefined for what it leaves out. */
export function commandName(words: readonly string[]): string | undefined {
  const [tool, ...rest] = words;
  if (!tool || TRIVIAL.has(tool) || !/^[a-z][\w+.-]*$/.test(tool)) return undefined;
  const groups = TOOLS[tool];
  if (!groups) return tool;
  const plain = rest.filter((word) => /^[a-z][a-z-]*$/.test(word));
  // An option before the subcommand may have a word of its own; we do not guess.
  const first = rest[0]?.startsWith("-") ? undefined : plain[0];
  if (first === undefined || first !== rest[0]) return tool;
  return groups.includes(first) && plain[1] === rest[1] && plain[1]
    ? `${tool} ${first} ${plain[1]}`
    : `${tool} ${first}`;
}

/** Whether a text in passing, such as `lxc-destroy` or `docker run`, can only be a command. */
export function isSurelyCommand(name: string): boolean {
  const [tool = "", first] = name.split(" ");
  return tool.startsWith("lxc-") ? LXC.has(tool.slice(4)) : tool in TOOLS && first !== undefined;
}

/** Which family a command belongs to. `lxc` with a hyphen is LXC, without one LXD's client. */
export function familyOf(name: string): Family {
  const tool = name.split(" ")[0]!;
  if (tool.startsWith("lxc-")) return "LXC";
  if (["lxc", "lxd", "incus"].includes(tool) || tool.startsWith("lxd-")) return "LXD";
  return tool.startsWith("docker") ? "Docker" : "Système";
}
