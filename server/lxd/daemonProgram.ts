/** How a daemon that we start ourselves is started, told where it lives, and told to end. */
export interface DaemonProgram {
  /** Name, or path, of the daemon's own program. */
  command: string;
  /** Variable that holds its folder, in which its socket and its database are. */
  directory: "LXD_DIR" | "INCUS_DIR";
  /** Variable that holds the folder of what each container's LXC configuration includes. */
  template: "LXD_LXC_TEMPLATE_CONFIG" | "INCUS_LXC_TEMPLATE_CONFIG";
  /** The command that stops its instances, then itself; it takes `--timeout <seconds>`. */
  shutdown: readonly [string, ...string[]];
  /** What its programs need besides, where they are not installed in the system: `PATH`, libraries. */
  env?: NodeJS.ProcessEnv;
}

/** The distribution's LXD: what the atelier brings along where there is no daemon. */
export const LXD: DaemonProgram = {
  command: "lxd",
  directory: "LXD_DIR",
  template: "LXD_LXC_TEMPLATE_CONFIG",
  shutdown: ["lxd", "shutdown"],
};

/** Incus, whose daemon Debian keeps out of the PATH, and stops by the client's command. */
export const INCUS: DaemonProgram = {
  command: "/usr/libexec/incus/incusd",
  directory: "INCUS_DIR",
  template: "INCUS_LXC_TEMPLATE_CONFIG",
  shutdown: ["incus", "admin", "shutdown"],
};
