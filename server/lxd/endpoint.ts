/** Where an LXD (or Incus) API is, and with what one may talk to it. */
export type LxdEndpoint =
  | { type: "unix"; path: string }
  | {
      type: "https";
      /** `https://host:8443`, without a path. */
      url: string;
      /** PEM texts. The server's certificate is pinned: LXD signs its own. */
      clientCert: string;
      clientKey: string;
      serverCert: string;
    };

/** For messages: `unix:///…` or `https://…`. */
export function describeEndpoint(endpoint: LxdEndpoint): string {
  return endpoint.type === "unix" ? `unix://${endpoint.path}` : endpoint.url;
}
