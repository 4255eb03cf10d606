import type { Lab, LabEvents, Problem, StepResult } from "../../server/protocol.ts";
import { streamedEvents } from "./sse.ts";

/** An answer that was no success, with its problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code} : ${problem.title}`);
    this.problem = problem;
  }
}

/** One person at the HTTP routes of the contract: keeps the cookie, throws problems. */
export class LabClient {
  readonly url: string;
  cookie = "";

  constructor(url: string) {
    this.url = url;
  }

  start(lesson: string): Promise<Lab> {
    return this.#json("POST", "/api/labs", { lesson });
  }

  get(id: string): Promise<Lab> {
    return this.#json("GET", `/api/labs/${id}`);
  }

  async stop(id: string): Promise<void> {
    await this.request("DELETE", `/api/labs/${id}`);
  }

  reset(id: string): Promise<Lab> {
    return this.#json("POST", `/api/labs/${id}/reset`);
  }

  extend(id: string): Promise<Lab> {
    return this.#json("POST", `/api/labs/${id}/extend`);
  }

  check(id: string, step: string): Promise<StepResult> {
    return this.#json("POST", `/api/labs/${id}/steps/${step}/check`);
  }

  restore(id: string, step: string): Promise<Lab> {
    return this.#json("POST", `/api/labs/${id}/steps/${step}/restore`);
  }

  solve(id: string, step: string): Promise<StepResult> {
    return this.#json("POST", `/api/labs/${id}/steps/${step}/solve`);
  }

  /** Follows a lab's events until `until` says that what was waited for came. @param timeout ms */
  async follow(
    id: string,
    until: <E extends keyof LabEvents>(event: E, data: LabEvents[E]) => boolean,
    timeout = 120_000,
  ): Promise<void> {
    const response = await this.request("GET", `/api/labs/${id}/events`, undefined, timeout);
    for await (const { event, data } of streamedEvents(response.body!))
      if (until(event as keyof LabEvents, JSON.parse(data) as never)) return;
    throw new Error("le flux d’événements s’est fermé avant ce qui était attendu");
  }

  /** Waits until the lab is ready. @throws when it ends instead. */
  async ready(id: string): Promise<Lab> {
    let lab: Lab | undefined;
    await this.follow(id, (event, data) => {
      if (event !== "state") return false;
      lab = data as Lab;
      if (lab.state === "ended") throw new Error(`lab terminé : ${lab.reason}`);
      return lab.state === "ready";
    });
    return lab as Lab;
  }

  /** Any request of this person. @throws {ProblemError} */
  async request(
    method: string,
    path: string,
    body?: unknown,
    timeout = 120_000,
  ): Promise<Response> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeout),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(";")[0] as string;
    if (!response.ok) throw new ProblemError((await response.json()) as Problem);
    return response;
  }

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.request(method, path, body)).json()) as T;
  }
}
