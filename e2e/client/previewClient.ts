import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { WebSocket } from "ws";
import type { Preview } from "../../server/protocol.ts";
import type { LabClient } from "./labClient.ts";

export interface PreviewAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface PreviewRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** A browser at one preview: names below localhost lead to this machine, whatever its resolver knows. */
export class PreviewClient {
  /** `8080-lab-0123456789.localhost:4321`. */
  readonly host: string;
  cookie = "";

  constructor(host: string) {
    this.host = host;
  }

  /** Asks the site for a preview. @returns its address with the ticket */
  static async ticket(
    person: LabClient,
    lab: string,
    port: number,
    machine?: string,
  ): Promise<URL> {
    const body = machine ? { port, machine } : { port };
    const response = await person.request("POST", `/api/labs/${lab}/previews`, body);
    return new URL(((await response.json()) as Preview).url);
  }

  /** A preview that was entered. */
  static async open(
    person: LabClient,
    lab: string,
    port: number,
    machine?: string,
  ): Promise<PreviewClient> {
    const url = await PreviewClient.ticket(person, lab, port, machine);
    const preview = new PreviewClient(url.host);
    await preview.get(url.pathname + url.search);
    return preview;
  }

  async get(path: string, options: PreviewRequest = {}): Promise<PreviewAnswer> {
    const sent = request({
      host: "127.0.0.1",
      port: this.host.split(":")[1],
      path,
      method: options.method ?? "GET",
      headers: {
        host: this.host,
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...options.headers,
      },
    });
    sent.end(options.body);
    return await new Promise<PreviewAnswer>((resolve, reject) => {
      sent.on("error", reject);
      sent.on("response", (response) => {
        const ours = response.headers["set-cookie"]?.find((text) =>
          text.startsWith("atelier-apercu="),
        );
        if (ours) this.cookie = ours.split(";")[0] as string;
        const { statusCode: status = 0, headers } = response;
        buffer(response).then((body) => resolve({ status, headers, body }), reject);
      });
    });
  }

  /** A WebSocket of this preview; not yet open. */
  websocket(path: string, headers: Record<string, string> = {}): WebSocket {
    const url = `ws://127.0.0.1:${this.host.split(":")[1]}${path}`;
    const cookie = this.cookie ? { cookie: this.cookie } : {};
    return new WebSocket(url, { headers: { host: this.host, ...cookie, ...headers } });
  }
}
