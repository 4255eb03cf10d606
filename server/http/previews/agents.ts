import { Agent, type ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";
import type { LabPorts, PreviewTarget } from "../../labs/ports.ts";
import type { LabRecord } from "../../labs/record.ts";

/** As many as a browser opens to one host. */
const CONNECTIONS_PER_PORT = 6;
/** How long a connection is kept for the next request (ms): less than common servers wait before they close it. */
const KEPT = 4_000;

/** Node's HTTP connections into labs: kept and queued by port, made by tunnels. */
export class PreviewAgents {
  readonly #ports: LabPorts;
  readonly #agents = new WeakMap<LabRecord, Map<string, Agent>>();

  constructor(ports: LabPorts) {
    this.#ports = ports;
  }

  /** Keeps connections for what may be sent again when one of them was closed meanwhile. */
  kept(lab: LabRecord, { machine, port }: PreviewTarget): Agent {
    const agents = this.#agents.get(lab) ?? new Map<string, Agent>();
    this.#agents.set(lab, agents);
    const name = `${machine}:${port}`;
    const agent = agents.get(name) ?? this.#make(lab, machine, port);
    agents.set(name, agent);
    return agent;
  }

  /** A connection of its own, for what must not be sent twice and for WebSockets. */
  single(lab: LabRecord, { machine, port }: PreviewTarget): Agent {
    return new TunnelAgent({ keepAlive: false }, () => this.#ports.connect(lab, machine, port));
  }

  #make(lab: LabRecord, machine: string, port: number): Agent {
    const options = { keepAlive: true, maxSockets: CONNECTIONS_PER_PORT, timeout: KEPT };
    return new TunnelAgent(options, () => this.#ports.connect(lab, machine, port));
  }
}

/** Node's agent, with connections that come from elsewhere. */
class TunnelAgent extends Agent {
  readonly #connect: () => Promise<Duplex>;

  constructor(options: ConstructorParameters<typeof Agent>[0], connect: () => Promise<Duplex>) {
    super(options);
    this.#connect = connect;
  }

  override createConnection(
    _: ClientRequestArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#connect().then(
      (tunnel) => done?.(null, tunnel),
      (error: Error) => done?.(error, undefined as unknown as Duplex),
    );
  }
}
