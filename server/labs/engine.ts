import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { LxdClient } from "../lxd/client.ts";
import type { Lines } from "../lxd/lines/lines.ts";
import { parseSize } from "../lxd/size.ts";
import type { OpenShell } from "../lxd/shell.ts";
import type { Course } from "../manifest.ts";
import { Archive } from "../terminals/archive.ts";
import { dtachShells } from "../terminals/dtach.ts";
import type { OpenKept } from "../terminals/keptShell.ts";
import { LineShells } from "../terminals/lineShells.ts";
import type { Health } from "../protocol.ts";
import { Bakery } from "./bakery/bakery.ts";
import { Blanks } from "./blanks.ts";
import { mayNeedBlanks } from "./blankNeed.ts";
import { capacity } from "./capacity.ts";
import { Checker } from "./checker.ts";
import { Checkpoints } from "./checkpoints.ts";
import { DiskWatch } from "./diskWatch.ts";
import { StartGate } from "./gate.ts";
import type { MachineTemplate } from "./machine.ts";
import { LabMaker } from "./maker.ts";
import { LabManager } from "./manager.ts";
import { Histories } from "./histories.ts";
import { Pending } from "./pending.ts";
import { Pool } from "./pool.ts";
import { LabPorts } from "./ports.ts";
import { Probes } from "./probes/probes.ts";
import { templateVersion } from "./poolKeys.ts";
import { Host } from "./host.ts";
import { IdleWatch } from "./idle.ts";
import type { LabObserver } from "./observer.ts";
import type { LabRecord } from "./record.ts";
import { Reserve, type Reservation } from "./reserve.ts";
import { recoverLabs } from "./recovery.ts";
import { Upkeep } from "./upkeep.ts";
import { LabWatch } from "./watch.ts";
import { Workbench } from "./workbench.ts";

/** How often everything is compared with what LXD has (ms). */
const RESYNC = 60_000;

/** How long output may stand in memory alone where keepers have the end of it besides (ms). */
const SAVE_BESIDE_LINES = 5_000;

/** What the engine runs on. */
export interface EngineOptions {
  config: Config;
  client: LxdClient;
  template: MachineTemplate;
  course: Course;
  openShell: OpenShell;
  /** Ways to the labs that do without LXD, where labs and server are on one machine. */
  lines: Lines | undefined;
  /** Machines that classes hold, beside those of the configuration. */
  reservations(): readonly Reservation[];
  /** Hears what students do. */
  observer: LabObserver;
  log: Logger;
}

/** How long a machine of no special preparation takes from the click to the prompt, measured on two cores (s). */
const START = 3;

/** The labs of a running server. */
export interface Engine {
  services: {
    labs: LabManager;
    workbench: Workbench;
    checker: Checker;
    ports: LabPorts;
    probes: Probes;
  };
  /** How many labs there are and may be. @throws {LxdError} {LxdUnreachable} */
  occupancy(): Promise<NonNullable<Health["labs"]>>;
  /** The same, with how fast machines start. @throws {LxdError} {LxdUnreachable} */
  outlook(): Promise<NonNullable<Health["labs"]> & { startSeconds: number; parallel: number }>;
  /** Lets go of everything, ends no lab. */
  close(): Promise<void>;
}

/** Puts the parts together and finds the labs of an earlier run again. @throws {LxdError} {LxdUnreachable} */
export async function openLabs(options: EngineOptions): Promise<Engine> {
  const { config, client, course, lines, log } = options;
  const internet = config.labInternet;
  const template: MachineTemplate = {
    ...options.template,
    internet,
    ...(lines ? { devices: (instance) => lines.devices(instance) } : {}),
  };
  const over = dtachShells(client, options.openShell);
  const shells = lines && new LineShells(lines, over);
  const openShell: OpenKept = shells ? (...args) => shells.open(...args) : over;
  const save = (lab: LabRecord) => labs.save(lab);
  const checkpoints = new Checkpoints(client, log);
  const histories = new Histories(client, log);
  const pending = new Pending(join(config.dataDir, "pending"), log);
  const onGiven = (lab: LabRecord, step: string) => checkpoints.take(lab, step);
  const checker: Checker = new Checker({ client, log, save, onGiven, observer: options.observer });
  const archive = new Archive(join(config.dataDir, "terminals"), log, lines && SAVE_BESIDE_LINES);
  const byId = (id: string) => labs.byId(id);
  const workbench = new Workbench({
    archive,
    checker,
    observer: options.observer,
    log,
    openShell,
    byId,
    save,
  });

  const host = new Host(client, template.profile);
  const gate = new StartGate(availableParallelism());
  const reserve = new Reserve(config.labsWarm, () => [
    ...config.labsReserved,
    ...options.reservations(),
  ]);
  const size = () => Math.min(reserve.wanted(), Math.max(0, config.labsMax - labs.count));
  const asked = () => reserve.asked();
  const version = await templateVersion(client, template);
  const most = (await mayNeedBlanks(client, template.profile)) ? config.labsBlanks : 0;
  const blanks = new Blanks({ client, template, version, gate, most, log });
  const lending: MachineTemplate = { ...template, blanks };
  const pool: Pool = new Pool({
    client,
    template: lending,
    version,
    gate,
    size,
    asked,
    shells,
    log,
  });
  const after = config.bakeAfter * 1000 || Infinity;
  const bakery = new Bakery({ client, template, version, course, gate, after, log });
  const labs: LabManager = new LabManager({
    client,
    course,
    maker: new LabMaker({ client, template: lending, gate, pool, bakery, shells }),
    checkpoints,
    histories,
    pending,
    log,
    quotas: {
      max: config.labsMax,
      perUser: config.labsPerUser,
      perAddress: config.labsPerAddress,
    },
    pressure: () => host.pressure(),
    ttl: config.labTtl * 1000,
    closeTerminals: (lab, reason, code) => workbench.closeTerminals(lab, reason, code),
  });
  const ports = new LabPorts(client, log);
  await recoverLabs({ client, course, labs, pending, pool, bakery, blanks, gate, internet, log });
  archive.keepOnly(new Set(labs.living().map(({ id }) => id)));
  const onListed = async (instances: ReadonlySet<string>) => await lines?.keepOnly(instances);
  const watch = new LabWatch({
    ...{ client, labs, pool, bakery, blanks, gate, log, onListed },
    every: RESYNC,
  });
  const upkeep = new Upkeep(client, template, log);
  const disks = new DiskWatch({
    client,
    log,
    profile: template.profile,
    limit: parseSize(config.labDisk),
    labs: () => labs.living(),
    end: (lab, reason) => labs.vanished(lab, reason),
  });
  await disks.open();
  const idle = new IdleWatch({
    client,
    log,
    idle: config.labIdle * 1000,
    labs: () => labs.living(),
    end: (lab, reason) => labs.vanished(lab, reason),
  });
  const occupancy = async () => {
    const running = labs.count;
    // Those that stand ready have their share of the machine already, as those that live.
    const room = capacity(await host.resources(), running + pool.ready);
    const full = config.labsMax < room.labs;
    const [fit, limit] = full ? [config.labsMax, "LABS_MAX"] : [room.labs, room.limit];
    return { running, warm: pool.ready, fit, limit };
  };
  return {
    services: { labs, workbench, checker, ports, probes: new Probes(client, log) },
    occupancy,
    outlook: async () => ({
      ...(await occupancy()),
      startSeconds: START,
      parallel: availableParallelism(),
    }),
    async close() {
      idle.close();
      await disks.close();
      await upkeep.close();
      await watch.close();
      await pool.close();
      await bakery.close();
      await blanks.close();
      await ports.close();
      await workbench.close("le serveur redémarre");
      await lines?.close();
      await checker.settle();
      await labs.close();
      histories.close();
    },
  };
}
