import type { FastifyRequest } from "fastify";

const BROWSERS = /(Firefox|Chromium|Chrome|Safari)\//;
const SYSTEMS = /\b(Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux)\b/;
/** What they call themselves, where people say it otherwise. */
const SAID: Record<string, string> = {
  Edg: "Edge",
  OPR: "Opera",
  "Mac OS X": "macOS",
  CrOS: "ChromeOS",
};

/** A browser in two words, by which one knows one's sessions apart: `Firefox, Linux`. */
export function browserOf({ headers }: FastifyRequest): string {
  const text = headers["user-agent"] ?? "";
  // Edge and Opera also call themselves Chrome, and Chrome Safari.
  const browser = /\b(Edg|OPR)\//.exec(text)?.[1] ?? BROWSERS.exec(text)?.[1];
  const found = [browser, SYSTEMS.exec(text)?.[1]].filter((each) => each !== undefined);
  return found.map((each) => SAID[each] ?? each).join(", ") || "autre navigateur";
}
