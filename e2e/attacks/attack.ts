import { type ExecResult, exec } from "../../server/lxd/exec.ts";
import type { LxdClient } from "../../server/lxd/client.ts";
import type { LabClient } from "../client/labClient.ts";

/** What a hostile student does, and what must not come of it. Bounded in time and in count. */
export interface Attack {
  name: string;
  /** Too long, or too heavy, for every run of the tests: only for `npm run soak`. */
  slow?: boolean;
  /** The lab is not to be used any more afterwards, but to be ended. */
  ruins?: boolean;
  /** Does it, and asserts that it was in vain. What the neighbour feels is looked at by who calls. */
  run(scene: Scene): Promise<void>;
}

/** Where an attack takes place. */
export interface Scene {
  attacker: Machine;
  neighbour: Machine;
  /** The server's address. */
  url: string;
  /** The bridge that both labs are on, and its address. */
  bridge: { name: string; address: string };
  /** How long a flood lasts (s). */
  seconds: number;
}

/** A lab in the hands of its student, who may be root in it. */
export class Machine {
  readonly lxd: LxdClient;
  readonly person: LabClient;
  readonly id: string;

  constructor(lxd: LxdClient, person: LabClient, id: string) {
    this.lxd = lxd;
    this.person = person;
    this.id = id;
  }

  /** Runs a script as the lab's root for so many seconds at most. */
  async root(script: string, seconds = 20): Promise<ExecResult> {
    const command = ["timeout", "--signal=KILL", String(seconds), "bash", "-c", script];
    return await exec(this.lxd, this.id, command, { cwd: "/root", timeout: (seconds + 30) * 1000 });
  }

  /** What a script of the lab's root prints, without the space around it. */
  async says(script: string, seconds?: number): Promise<string> {
    return (await this.root(script, seconds)).stdout.trim();
  }

  /** Its address on the bridge; empty while it has none. */
  async address(): Promise<string> {
    return await this.says(
      'ip -4 -o addr show eth0 scope global | awk \'{sub("/.*","",$4); print $4; exit}\'',
    );
  }
}
