import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** People of the test's provider. */
const PEOPLE: Record<string, { name: string; email: string; email_verified: boolean }> = {
  zoe: { name: "Zoé", email: "zoe@ecole.example", email_verified: true },
  mallory: { name: "Mallory", email: "mallory@ailleurs.example", email_verified: true },
  unverified: { name: "Eve", email: "eve@ecole.example", email_verified: false },
};

/** A real OpenID Connect provider for tests, on a free port of this machine. */
export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Goes through the provider's pages as this account. @returns the address that it leads back to */
  signIn(address: string, account: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts it, with one client that comes back to this address. */
export async function startProvider(callback: string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["atelier", "un secret d’essai".replace(/\W/g, "-")];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["essai"] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, ...PEOPLE[id] }),
    }),
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    issuer,
    clientId,
    clientSecret,
    signIn: (address, account) => walk(new URL(address), account, callback),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Follows redirects with a jar of its own, and answers the two forms: who one is, and that one agrees. */
async function walk(from: URL, account: string, callback: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = from;
  let form: Record<string, string> | undefined;
  for (let steps = 0; steps < 20; steps++) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    form = undefined;
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const text = await response.text();
    const location = response.headers.get("location");
    if (location) {
      url = new URL(location, url);
      if (url.href.startsWith(callback)) return url.href;
    } else {
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1];
      if (!prompt) throw new Error(`${url.href}: ${response.status} ${text.slice(0, 300)}`);
      form = prompt === "login" ? { prompt, login: account, password: "x" } : { prompt };
    }
  }
  throw new Error("le service n’en finit pas");
}
