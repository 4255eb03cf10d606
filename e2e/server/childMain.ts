import { listen } from "./ground.ts";

// The process of `ChildServer`: DIR SETTINGS (JSON) [SITE], prints its address when it listens.
const [dir = "", settings = "{}", site] = process.argv.slice(2);
const env = JSON.parse(settings) as Record<string, string>;
const server = await listen(dir, env, { ...(site ? { siteDir: site } : {}) });
console.log(server.url);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
