import * as client from "openid-client";

/** A provider that vouches for instructors, and whom of its people it lets in. */
export interface OidcOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Verified addresses (`zoe@exemple.fr`), domains of such (`@exemple.fr`), or subjects (`sub:1234`). */
  allowed: readonly string[];
}

/** What a browser keeps between its leave and its return, and the provider never sees whole. */
export interface OidcCheck {
  state: string;
  nonce: string;
  verifier: string;
}

/** Whom the provider vouches for. */
export interface Vouched {
  /** The issuer and its subject: one of its kind. */
  subject: string;
  name: string;
}

/** The provider vouches for somebody, but they may not come in. */
export class NotAllowed extends Error {}

/**
 * Signs instructors in by OpenID Connect: authorization code with PKCE, state and nonce.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 */
export class Oidc {
  readonly #options: OidcOptions;
  #found: Promise<client.Configuration> | undefined;

  constructor(options: OidcOptions) {
    this.#options = options;
  }

  /** Where the browser goes, and what it keeps meanwhile. @throws when the provider does not answer */
  async begin(redirectUri: string): Promise<{ url: URL; check: OidcCheck }> {
    const configuration = await this.#discover();
    const verifier = client.randomPKCECodeVerifier();
    const check = { state: client.randomState(), nonce: client.randomNonce(), verifier };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state: check.state,
      nonce: check.nonce,
    });
    return { url, check };
  }

  /**
   * Who came back with this address.
   * @throws {NotAllowed} for those who are not on the list
   * @throws when the answer is not the one to our question, or the provider denies it
   */
  async finish(address: URL, check: OidcCheck): Promise<Vouched> {
    const configuration = await this.#discover();
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      expectedState: check.state,
      expectedNonce: check.nonce,
      pkceCodeVerifier: check.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new NotAllowed("no identity");
    // Names and addresses may be told at the provider's other door only (OpenID Connect Core, 5.4).
    const { userinfo_endpoint } = configuration.serverMetadata();
    const told = userinfo_endpoint
      ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : claims;
    const email = told["email_verified"] === true ? text(told["email"]).toLowerCase() : "";
    if (!isAllowed(this.#options.allowed, claims.sub, email))
      throw new NotAllowed("not on the list");
    const name = text(told["name"]) || text(told["preferred_username"]) || email || claims.sub;
    return { subject: `${claims.iss} ${claims.sub}`, name: shown(name) };
  }

  /** Asked for once; again after a failure, for the provider may come later than we do. */
  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const url = new URL(issuer);
    this.#found ??= client
      .discovery(url, clientId, clientSecret, undefined, {
        // The configuration lets this be so for this machine alone.
        execute: url.protocol === "http:" ? [client.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        this.#found = undefined;
        throw error;
      });
    return this.#found;
  }
}

/** Whether somebody is on the list. @param email verified by the provider, or empty */
export function isAllowed(allowed: readonly string[], subject: string, email: string): boolean {
  return allowed.some((entry) => {
    if (entry.startsWith("sub:")) return entry.slice(4) === subject;
    if (email === "") return false;
    const wanted = entry.toLowerCase();
    return wanted.startsWith("@") ? email.endsWith(wanted) : email === wanted;
  });
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A name from elsewhere, as ours are: one line, nothing unseen, not too long. */
const shown = (name: string): string =>
  name.normalize("NFC").replace(/\p{C}/gu, "").replace(/\s+/g, " ").trim().slice(0, 50) ||
  "Formateur";
