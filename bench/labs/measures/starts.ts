import { LabClient } from "../../../e2e/client/labClient.ts";
import { commandLine } from "../../../server/lxd/cliShell.ts";
import { run } from "../../../server/lxd/command.ts";
import { destroyInstance } from "../../../server/lxd/instances.ts";
import { serverInfo } from "../../../server/lxd/serverInfo.ts";
import { dirname } from "node:path";
import type { Labs } from "../../../setup/labs.ts";
import { type Ground, LESSON, PREPARED } from "../ground.ts";
import { type Times, times } from "../results.ts";
import { startLab, stopLab } from "../session.ts";

/** From the click to the prompt on a machine that stands ready; by turns also where the lesson prepares something. */
export async function measureWarm(
  ground: Ground,
  rounds: number,
): Promise<{ warm: Times; prepared: Times }> {
  const server = await ground.server({ LABS_WARM: "2" });
  const start = async (lesson: string) => {
    await server.full(2);
    const lab = await startLab(new LabClient(server.url), { lesson });
    await stopLab(lab);
    return lab.ms;
  };
  const warm: number[] = [];
  const prepared: number[] = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      warm.push(await start(LESSON));
      prepared.push(await start(PREPARED));
    }
  } finally {
    await server.stop();
  }
  // The first of each pays for what is loaded once.
  return { warm: times(warm.slice(1)), prepared: times(prepared.slice(1)) };
}

/** The same where none stands ready, and what anybody would do by hand, by turns. */
export async function measureCold(
  ground: Ground,
  rounds: number,
): Promise<{ cold: Times; plain: Times }> {
  const server = await ground.server({});
  const byHand = await plainWay(ground.labs);
  const cold: number[] = [];
  const plain: number[] = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      const lab = await startLab(new LabClient(server.url));
      await stopLab(lab);
      const ms = await byHand(`plain-${round}`);
      if (round === 0) continue;
      cold.push(lab.ms);
      plain.push(ms);
    }
  } finally {
    await server.stop();
  }
  return { cold: times(cold), plain: times(plain) };
}

/** `lxc launch`, then `lxc exec` of a login shell of the student's that ends at once (ms). */
async function plainWay({ lxd, lab }: Labs): Promise<(name: string) => Promise<number>> {
  const { environment } = await serverInfo(lxd);
  const { endpoint, project } = lxd;
  const shell = { instance: "", command: [], environment: {}, user: 0, group: 0, cwd: "/" };
  const { file } = commandLine(
    { kind: environment.server, project },
    { ...shell, cols: 80, rows: 24 },
  );
  const variable = environment.server === "incus" ? "INCUS_DIR" : "LXD_DIR";
  const env = endpoint.type === "unix" ? { [variable]: dirname(endpoint.path) } : {};
  const lxc = (...args: string[]) => run(file, [...args, "--project", project], { env });
  return async (name) => {
    const started = performance.now();
    await lxc("launch", lab.image, name, "--profile", lab.profile);
    await run(
      file,
      ["exec", name, "--project", project, "--", "su", "-", "etudiant", "-c", "true"],
      {
        env,
      },
    );
    const ms = performance.now() - started;
    await destroyInstance(lxd, name);
    return ms;
  };
}
