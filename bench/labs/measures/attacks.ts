import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../../../e2e/client/labClient.ts";
import type { Ground } from "../ground.ts";
import type { Attack, Times } from "../results.ts";
import type { Sizes } from "../sizes.ts";
import { type Started, startLab, stopLab } from "../session.ts";
import { measureEcho } from "./echo.ts";

/** What a bored student types, and what it is called. */
const ATTACKS: [name: string, typed: string][] = [
  ["sortie sans fin", "yes"],
  ["bombe fork", "bomb() { bomb | bomb & }; bomb"],
  ["disque rempli", "dd if=/dev/zero of=$HOME/plein bs=1M"],
  ["mémoire remplie", "while :; do tail /dev/zero; done"],
];

/** Rest between the beginning of an attack and the first key that counts (ms). */
const REST = 3_000;

/** Echo of one who types in a lab, quiet, and while another lab's student attacks. */
export async function measureAttacks(
  ground: Ground,
  { keys }: Sizes,
): Promise<{ quiet: Times; attacks: Attack[] }> {
  const server = await ground.server({});
  try {
    const neighbour = await startLab(new LabClient(server.url));
    // While somebody attacks the machine may be too loaded for a lab more.
    const attackers: Started[] = [];
    for (const _ of ATTACKS) attackers.push(await startLab(new LabClient(server.url)));
    await delay(REST);
    const quiet = await measureEcho(neighbour.session, keys);
    const attacks: Attack[] = [];
    for (const [index, [name, typed]] of ATTACKS.entries()) {
      const attacker = attackers[index] as Started;
      attacker.session.type(`${typed}\r`);
      await delay(REST);
      attacks.push({ name, echo: await measureEcho(neighbour.session, keys) });
      await stopLab(attacker);
    }
    await stopLab(neighbour);
    return { quiet, attacks };
  } finally {
    await server.stop();
    await ground.empty();
  }
}
