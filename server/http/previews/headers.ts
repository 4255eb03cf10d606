/** Header fields as Node gives and takes them raw: name, value, name, value… */
export type RawHeaders = string[];

/** Fields that speak of one connection only. @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What a lab may not say to the browser: it would reach beyond its own host, or outlive it. */
const NOT_ITS_TO_SAY = new Set([
  "alt-svc",
  "clear-site-data",
  "nel",
  "report-to",
  "reporting-endpoints",
  "strict-transport-security",
]);

/** What we say of each page of a lab, whatever it says itself. */
const OURS: Record<string, string> = {
  // Addresses of previews are nobody's business; `no-referrer` would make the Origin of the page's own forms « null ».
  "referrer-policy": "same-origin",
  "x-robots-tag": "noindex",
  "origin-agent-cluster": "?1",
};

/** The head of a request as the lab gets it: without what is between the browser and us, our cookie above all. */
export function requestHeaders(raw: RawHeaders, cookie: string, secure: boolean): RawHeaders {
  const dropped = connectionOptions(raw);
  const kept = pairs(raw).flatMap(([name, value]) => {
    const field = name.toLowerCase();
    if (dropped.has(field) || field === "expect" || field.startsWith("x-forwarded-")) return [];
    if (field !== "cookie") return [name, value];
    const cookies = withoutCookie(value, cookie);
    return cookies ? [name, cookies] : [];
  });
  const host = pairs(raw).find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  return [...kept, "X-Forwarded-Host", host, "X-Forwarded-Proto", secure ? "https" : "http"];
}

/** The head of an answer as the browser gets it. @param port of the lab, and what names its own answers may bear */
export function responseHeaders(raw: RawHeaders, cookie: string, port: number): RawHeaders {
  const dropped = connectionOptions(raw);
  const kept = pairs(raw).flatMap(([name, value]) => {
    const field = name.toLowerCase();
    if (dropped.has(field) || NOT_ITS_TO_SAY.has(field) || field in OURS) return [];
    if (field === "location") return [name, withoutOwnOrigin(value, port)];
    if (field !== "set-cookie") return [name, value];
    return cookieName(value) === cookie ? [] : [name, hostOnly(value)];
  });
  return [...kept, ...Object.entries(OURS).flat()];
}

function pairs(raw: RawHeaders): [string, string][] {
  const result: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) result.push([raw[i] as string, raw[i + 1] as string]);
  return result;
}

/** The hop-by-hop fields, and those that `Connection` names. */
function connectionOptions(raw: RawHeaders): Set<string> {
  const named = pairs(raw)
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.toLowerCase().split(","))
    .map((option) => option.trim());
  return new Set([...HOP_BY_HOP, ...named]);
}

/** A `Cookie` field without one of its cookies; empty when it had no other. */
export function withoutCookie(field: string, cookie: string): string {
  return field
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part && cookieName(part) !== cookie)
    .join("; ");
}

/** One cookie's value in a `Cookie` field. */
export function cookieValue(field: string | undefined, cookie: string): string | undefined {
  const found = field?.split(";").find((part) => cookieName(part) === cookie);
  return found?.slice(found.indexOf("=") + 1).trim();
}

function cookieName(text: string): string | undefined {
  return text.split(/[=;]/)[0]?.trim();
}

/** A `Set-Cookie` field for this host alone: a `Domain` would give the cookie to all labs, and to the site. */
function hostOnly(field: string): string {
  const [pair, ...attributes] = field.split(";");
  return [pair, ...attributes.filter((text) => !/^\s*domain\s*(=|$)/i.test(text))].join(";");
}

/** A `Location` by which the lab means itself, as it knows itself, becomes one on the preview's host. */
function withoutOwnOrigin(location: string, port: number): string {
  const own = new RegExp(`^http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:${port})(?=[/?#]|$)`, "i");
  return location.replace(own, "") || "/";
}
