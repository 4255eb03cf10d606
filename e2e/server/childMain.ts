import { listen } from "./ground.ts";

// The process of `ChildServer`: DIR SETTINGS (JSON), prints its address when it listens.
const [dir = "", settings = "{}"] = process.argv.slice(2);
const server = await listen(dir, JSON.parse(settings) as Record<string, string>);
console.log(server.url);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
