import { run } from "../lxd/command.ts";

/** How old a kernel's message may be to tell of what just happened (s). */
const RECENT = 60;

const WHY = {
  memory: "sa mémoire était épuisée, et le noyau a arrêté ce qui y tournait.",
  inside: "un arrêt a été demandé dans le lab.",
  outside: "elle a été arrêtée ou supprimée hors du lab, par qui tient la machine hôte.",
  unknown: "arrêt demandé dans le lab, mémoire épuisée ou incident.",
};

/** What LXD tells when an instance goes away, and what it means. */
const ACTIONS: Record<string, keyof typeof WHY> = {
  "instance-shutdown": "inside",
  "instance-stopped": "outside",
  "instance-deleted": "outside",
};

/** Actions after which an instance may be gone. */
export const ENDINGS: ReadonlySet<string> = new Set(Object.keys(ACTIONS));

/**
 * Why a machine is gone, a French sentence.
 * @param action of LXD's event; `undefined` when nobody told.
 */
export async function whyGone(instance: string, action: string | undefined): Promise<string> {
  const why = (await outOfMemory(instance)) ? "memory" : (ACTIONS[action ?? ""] ?? "unknown");
  return `La machine de ce lab s’est éteinte\u00a0: ${WHY[why]}`;
}

/** Whether the kernel just killed in this instance for want of memory. It is not told where we may not read it. */
async function outOfMemory(instance: string): Promise<boolean> {
  try {
    const { stdout, now } = await kernelLog();
    return killedIn(stdout, instance, now);
  } catch {
    return false;
  }
}

async function kernelLog(): Promise<{ stdout: string; now: number }> {
  const stdout = await run("dmesg", []);
  return { stdout, now: process.hrtime()[0] };
}

/**
 * Whether a kernel log tells of a kill for want of memory in an instance's own cgroup, lately.
 * @param log as of dmesg(1), each line with its time since the boot (s). @param now the same clock (s).
 */
export function killedIn(log: string, instance: string, now: number): boolean {
  return log.split("\n").some((line) => {
    const [, time, group] = /^\[\s*([\d.]+)\].*oom_memcg=(\S*)/.exec(line) ?? [];
    if (time === undefined || group === undefined || now - Number(time) > RECENT) return false;
    return group
      .split(/[/,]/)
      .some((part) => part.endsWith(`_${instance}`) || part.endsWith(`.${instance}`));
  });
}
