import type { Gateway } from "../contender.ts";
import { PROMPT } from "../screen.ts";

/** What `top` writes each second, whoever looks on. */
const SIGN = "load average";

/**
 * From the start of a new server, the old one having been killed in the middle of `top`, to `top` on the screen of a
 * client that comes back (ms); `undefined` for a contender that cannot come back.
 */
export async function measureRevival(gateway: Gateway): Promise<number | undefined> {
  if (!gateway.revive) return undefined;
  const session = await gateway.open();
  await session.screen.see(PROMPT);
  session.type("top -d 1\r");
  await session.screen.see(SIGN);
  const start = performance.now();
  const again = await gateway.revive(session);
  const seen = await again.screen.see(SIGN);
  again.type("q");
  await again.close();
  return seen - start;
}
