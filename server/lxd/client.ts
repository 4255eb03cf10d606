import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { type ClientOptions, WebSocket } from "ws";
import type { LxdEndpoint } from "./endpoint.ts";
import { LxdError, LxdUnreachable } from "./errors.ts";

/** How long LXD may take to answer one request; waiting for operations has its own limit (ms). */
const REQUEST_TIMEOUT = 30_000;

/** LXD's answer while it starts, and while it ends. */
const UNAVAILABLE = 503;

export interface LxdRequest {
  query?: Record<string, string>;
  /** Sent as JSON, or as it is when a Buffer or a string. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Only write when the entity still has this etag: LXD answers 412 otherwise. */
  etag?: string;
  /** ms; 30 s unless told. */
  timeout?: number;
}

export interface LxdAnswer<T> {
  metadata: T;
  etag: string | null;
  /** Path of the background operation, `/1.0/operations/<id>`, for asynchronous answers. */
  operation: string | null;
}

/**
 * LXD's REST API over its unix socket or TLS, every call within one LXD project.
 * @see https://documentation.ubuntu.com/lxd/latest/rest-api/
 */
export class LxdClient {
  readonly endpoint: LxdEndpoint;
  readonly project: string;

  constructor(endpoint: LxdEndpoint, project = "default") {
    this.endpoint = endpoint;
    this.project = project;
  }

  /** The same daemon seen through another project. */
  inProject(project: string): LxdClient {
    return new LxdClient(this.endpoint, project);
  }

  /**
   * One request.
   * @throws {LxdError} when LXD refuses; {LxdUnreachable} when nobody answers, or none that is ready to.
   */
  async request<T = unknown>(
    method: string,
    path: string,
    options: LxdRequest = {},
  ): Promise<LxdAnswer<T>> {
    const { status, headers, body } = await this.#send(method, path, options);
    const text = body.toString("utf8");
    let answer: { metadata?: T; error?: string; error_code?: number; operation?: string };
    try {
      answer = JSON.parse(text);
    } catch {
      throw new LxdError(status, `${method} ${path}: ${text.slice(0, 200)}`);
    }
    // Incus sends the status of `/wait` before it knows how the operation ends: its text tells.
    const code = Math.max(status, answer.error_code ?? 0);
    const refusal = answer.error ?? `${method} ${path}`;
    // It is starting, or ending: nothing was done, as when nobody answers.
    if (code === UNAVAILABLE) throw new LxdUnreachable(this.endpoint, new Error(refusal));
    if (code >= 400) throw new LxdError(code, refusal);
    return {
      metadata: answer.metadata as T,
      etag: (headers.etag as string | undefined) ?? null,
      operation: answer.operation ? operationPath(answer.operation) : null,
    };
  }

  async get<T>(path: string, query?: Record<string, string>): Promise<T> {
    return (await this.request<T>("GET", path, query ? { query } : {})).metadata;
  }

  /** Whether the entity at this path exists. */
  async exists(path: string): Promise<boolean> {
    try {
      await this.get(path);
      return true;
    } catch (error) {
      if (error instanceof LxdError && error.status === 404) return false;
      throw error;
    }
  }

  /** A raw body, such as a recorded output or a file. */
  async raw(path: string): Promise<Buffer> {
    const { status, body } = await this.#send("GET", path, {});
    if (status >= 400) throw new LxdError(status, body.toString("utf8").slice(0, 200));
    return body;
  }

  /** A WebSocket on the daemon, not compressed: it stands on the way of every key. */
  websocket(
    path: string,
    query: Record<string, string> = {},
    options: ClientOptions = {},
  ): WebSocket {
    const target = this.#target(path, query);
    const common = { perMessageDeflate: false, handshakeTimeout: 10_000, ...options };
    const { endpoint } = this;
    if (endpoint.type === "unix") {
      const createConnection = () => connect(endpoint.path);
      return new WebSocket(`ws://lxd${target}`, { ...common, createConnection });
    }
    // The types of ws want a boolean from `checkServerIdentity`, where Node wants an error or nothing.
    const tls = tlsOptions(endpoint) as unknown as ClientOptions;
    return new WebSocket(endpoint.url.replace(/^http/, "ws") + target, { ...common, ...tls });
  }

  #target(path: string, query: Record<string, string> = {}): string {
    return `${path}?${new URLSearchParams({ project: this.project, ...query })}`;
  }

  #send(method: string, path: string, options: LxdRequest) {
    const raw = typeof options.body === "string" || Buffer.isBuffer(options.body);
    const payload =
      options.body === undefined
        ? undefined
        : raw
          ? (options.body as string | Buffer)
          : JSON.stringify(options.body);
    const headers: Record<string, string | number> = { ...options.headers };
    if (payload !== undefined && !raw) headers["content-type"] ??= "application/json";
    if (payload !== undefined) headers["content-length"] = Buffer.byteLength(payload);
    if (options.etag) headers["if-match"] = options.etag;
    const target = this.#target(path, options.query);
    return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>(
      (resolve, reject) => {
        const onResponse = (response: IncomingMessage) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          );
        };
        const fail = (cause: Error) => reject(new LxdUnreachable(this.endpoint, cause));
        const common = { method, headers, timeout: options.timeout ?? REQUEST_TIMEOUT };
        const request =
          this.endpoint.type === "unix"
            ? httpRequest(
                { ...common, socketPath: this.endpoint.path, host: "lxd", path: target },
                onResponse,
              )
            : httpsRequest(
                this.endpoint.url + target,
                { ...common, ...tlsOptions(this.endpoint) },
                onResponse,
              );
        request.on("error", fail);
        request.on("timeout", () => request.destroy(new Error("délai dépassé")));
        request.end(payload);
      },
    );
  }
}

/** Operation URLs that a cluster forwards carry a query: it must go before `/wait` is added. */
function operationPath(url: string): string {
  return url.split("?")[0] as string;
}

function tlsOptions(endpoint: Extract<LxdEndpoint, { type: "https" }>) {
  return {
    cert: endpoint.clientCert,
    key: endpoint.clientKey,
    ca: endpoint.serverCert,
    // A self-signed server certificate is pinned by `ca`; its name is not that of the host.
    checkServerIdentity: () => undefined,
  };
}
