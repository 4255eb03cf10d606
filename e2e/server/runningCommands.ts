import { testGround } from "./ground.ts";

/** How many commands LXD still runs in an instance. */
export async function runningCommands(instance: string): Promise<number> {
  const { lxd } = testGround();
  const all = await lxd.get<Record<string, { resources?: { instances?: string[] } }[]>>(
    "/1.0/operations",
    { recursion: "1" },
  );
  const own = (all["running"] ?? []).filter(({ resources }) =>
    resources?.instances?.some((path) => path.includes(instance)),
  );
  return own.length;
}
