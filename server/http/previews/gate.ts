import type { IncomingMessage } from "node:http";
import type { PreviewTarget } from "../../labs/ports.ts";
import type { LabManager } from "../../labs/manager.ts";
import type { LabRecord } from "../../labs/record.ts";
import { cookieValue } from "./headers.ts";
import type { HostTarget, PreviewHosts } from "./hosts.ts";
import { labNotReady, labOver, notYours, type PreviewPage, usedUp } from "./pages.ts";
import type { Passes, PassSubject } from "./passes.ts";

/** Path on a preview's host by which one enters; everything else there is the lab's. */
export const ENTRANCE = "/.atelier/entrer";
/** How long a browser keeps the cookie (s); what it opens ends with the lab. */
const KEPT = 24 * 3600;

/** What is to be done with a request to a preview's host. */
export type Passage =
  | { do: "forward"; lab: LabRecord; target: PreviewTarget }
  /** Remember this browser, and send it to the preview's first page. */
  | { do: "admit"; cookie: string }
  | { do: "refuse"; page: PreviewPage };

/** Decides who may see a preview: who comes with a ticket from the site, or with the cookie that it was changed for. */
export class PreviewGate {
  /** Name of the cookie: one host, one path, and nothing else that could set it where browsers see to that. */
  readonly cookie: string;
  readonly #hosts: PreviewHosts;
  readonly #labs: LabManager;
  readonly #passes: Passes;

  constructor(hosts: PreviewHosts, labs: LabManager, passes: Passes) {
    this.#hosts = hosts;
    this.#labs = labs;
    this.#passes = passes;
    this.cookie = hosts.secure ? "__Host-atelier-apercu" : "atelier-apercu";
  }

  /** Address that opens a preview once. @param origin the preview's own */
  entrance(origin: string, lab: LabRecord, target: PreviewTarget): string {
    const ticket = this.#passes.issue("ticket", subjectOf(lab, target));
    return `${origin}${ENTRANCE}?billet=${ticket}`;
  }

  /** @param named what the request's host says */
  judge(request: IncomingMessage, named: HostTarget): Passage {
    const url = request.url ?? "/";
    const entering = url.split("?")[0] === ENTRANCE;
    const proof = entering
      ? new URLSearchParams(url.slice(ENTRANCE.length)).get("billet")
      : cookieValue(request.headers.cookie, this.cookie);
    if (!proof) return refuse(notYours);
    const lab = this.#labs.byId(named.lab);
    if (!lab || lab.state === "ended") return refuse(labOver);
    const target = { ...named, machine: named.machine ?? (lab.machines[0] as string) };
    const subject = subjectOf(lab, target);
    if (!this.#passes.accepts(entering ? "ticket" : "pass", subject, proof))
      return refuse(entering ? usedUp : notYours);
    if (entering) return { do: "admit", cookie: this.#setCookie(subject) };
    if (lab.state !== "ready") return refuse(labNotReady);
    return { do: "forward", lab, target };
  }

  #setCookie(subject: PassSubject): string {
    const secure = this.#hosts.secure ? "; Secure" : "";
    const pass = this.#passes.issue("pass", subject);
    return `${this.cookie}=${pass}; Path=/; Max-Age=${KEPT}; HttpOnly; SameSite=Lax${secure}`;
  }
}

function refuse(page: PreviewPage): Passage {
  return { do: "refuse", page };
}

function subjectOf({ id, owner }: LabRecord, { machine, port }: PreviewTarget): PassSubject {
  return { lab: id, owner, machine, port };
}
