import { z } from "zod";
import { parseBounds, parseReservations } from "./labs/reserve.ts";

/** Seconds, written as a whole number. */
const seconds = (fallback: number) => z.coerce.number().int().min(10).default(fallback);

/** A size as LXD writes it: `512MiB`, `6GiB`. */
const size = (fallback: string) =>
  z
    .string()
    .regex(
      /^[1-9]\d*(MiB|GiB|MB|GB)$/,
      "attendu\u00a0: un nombre et une unité, comme 512MiB ou 6GiB",
    )
    .default(fallback);

const name = (fallback?: string) => {
  const text = z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/, "attendu\u00a0: des minuscules, des chiffres et des tirets");
  return fallback === undefined ? text.optional() : text.default(fallback);
};

/** What a reader makes of a text; it has none for a text that makes no sense. */
const readable = <T>(read: (text: string) => T | undefined, expected: string, fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: "custom", message: expected });
      return z.NEVER;
    });

/** Reads who of a provider's people may come in; `undefined` when an entry names nobody. */
function parseAllowed(text: string): string[] | undefined {
  const entries = text.split(",").map((each) => each.trim());
  const named = entries.filter((each) => each !== "");
  return named.every((each) => /^(sub:.+|[^\s@]*@[^\s@]+\.[^\s@]+)$/.test(each))
    ? named
    : undefined;
}

/** Every variable that the atelier reads; the README's table says the same. */
const variables = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(4321),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PREVIEW_URL: z
    .string()
    .regex(
      /^https?:\/\/\*(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/,
      "attendu\u00a0: une adresse dont le premier nom est une étoile, comme https://*.apercu.exemple.fr",
    )
    .optional(),
  ATELIER_DATA: z.string().min(1).default(".atelier"),
  LXD_URL: z
    .string()
    .regex(
      /^(unix:\/\/\/|https:\/\/)/,
      "attendu\u00a0: unix:///chemin/unix.socket ou https://hôte:8443",
    )
    .optional(),
  LXD_CLIENT_CERT: z.string().optional(),
  LXD_CLIENT_KEY: z.string().optional(),
  LXD_SERVER_CERT: z.string().optional(),
  LXD_PROJECT: name("atelier").transform((text) => text as string),
  LXD_POOL: name(),
  LXD_NETWORK: name(),
  LABS_MAX: z.coerce.number().int().min(1).default(20),
  LABS_PER_USER: z.coerce.number().int().min(1).default(1),
  LABS_PER_ADDRESS: z.coerce.number().int().min(0).default(0),
  LABS_WARM: readable(parseBounds, "attendu\u00a0: un nombre, ou deux comme 2-10", "2"),
  LABS_RESERVED: readable(
    parseReservations,
    "attendu\u00a0: un nombre et des heures, comme 30@2026-11-23T08:30/2026-11-23T12:00",
    "",
  ),
  LABS_BLANKS: z.coerce.number().int().min(0).max(200).optional(),
  LABS_BAKE_AFTER: z.coerce.number().min(0).max(120).default(3),
  LAB_TTL: seconds(3600),
  LAB_IDLE: seconds(900),
  LAB_MEMORY: size("1GiB"),
  LAB_CPU: z.coerce.number().int().min(1).default(2),
  LAB_DISK: size("6GiB"),
  LAB_INTERNET: z.enum(["no", "yes"]).default("no"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "attendu\u00a0: une adresse de PostgreSQL, comme postgres://atelier@localhost/atelier",
    )
    .optional(),
  OIDC_ISSUER: z
    .string()
    .regex(
      /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/,
      "attendu\u00a0: une adresse en https, comme https://id.exemple.fr",
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ALLOWED: readable(
    parseAllowed,
    "attendu\u00a0: des adresses, des domaines ou des sujets, comme zoe@exemple.fr,@ecole.fr,sub:1234",
    "",
  ),
  TERMINAL_BACKEND: z.enum(["api", "exec", "cli"]).default("api"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** The validated configuration, under telling names. Times in seconds, sizes as LXD writes them. */
export type Config = ReturnType<typeof readConfig>;

/** A variable has a value that cannot be used; the message is French and names each one. */
export class ConfigError extends Error {}

/** Variables whose value is a secret, or may hold one. */
const SECRETS = /SECRET|DATABASE_URL/;

/** A value as a mistake may show it. */
function shown(given: Record<string, string | undefined>, name: PropertyKey = ""): string {
  return SECRETS.test(String(name)) ? "…" : (given[String(name)] ?? "");
}

/**
 * Reads and validates the environment.
 * @throws {ConfigError} with one line a mistake.
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `${issue.path.join(".")}=${shown(given, issue.path[0])} : ${issue.message}`,
    );
    throw new ConfigError(`Configuration refusée.\n${lines.join("\n")}`);
  }
  const v = parsed.data;
  const oidc = oidcOf(v);
  return {
    host: v.HOST,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    previewUrl: v.PREVIEW_URL,
    dataDir: v.ATELIER_DATA,
    lxdUrl: v.LXD_URL,
    lxdClientCert: v.LXD_CLIENT_CERT,
    lxdClientKey: v.LXD_CLIENT_KEY,
    lxdServerCert: v.LXD_SERVER_CERT,
    lxdProject: v.LXD_PROJECT,
    lxdPool: v.LXD_POOL,
    lxdNetwork: v.LXD_NETWORK,
    labsMax: v.LABS_MAX,
    labsPerUser: v.LABS_PER_USER,
    labsPerAddress: v.LABS_PER_ADDRESS || Infinity,
    labsWarm: v.LABS_WARM,
    labsReserved: v.LABS_RESERVED,
    labsBlanks: v.LABS_BLANKS ?? v.LABS_MAX + v.LABS_WARM.most,
    bakeAfter: v.LABS_BAKE_AFTER,
    labTtl: v.LAB_TTL,
    labIdle: v.LAB_IDLE,
    labMemory: v.LAB_MEMORY,
    labCpu: v.LAB_CPU,
    labDisk: v.LAB_DISK,
    labInternet: v.LAB_INTERNET === "yes",
    databaseUrl: v.DATABASE_URL,
    oidc,
    terminalBackend: v.TERMINAL_BACKEND,
    logLevel: v.LOG_LEVEL,
  };
}

/** The provider that vouches for instructors. @throws {ConfigError} for half of one, or one that lets nobody in */
function oidcOf(v: z.infer<typeof variables>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = v;
  const { OIDC_ALLOWED: allowed } = v;
  if (!issuer && !clientId && !clientSecret && allowed.length === 0) return undefined;
  if (!issuer || !clientId || !clientSecret || allowed.length === 0)
    throw new ConfigError(
      "Configuration refusée.\nOIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET et OIDC_ALLOWED vont ensemble\u00a0: il en manque.",
    );
  return { issuer, clientId, clientSecret, allowed };
}
