import { listen } from "./ground.ts";

// The process of `ChildServer`: DIR PORT, prints its address when it listens.
const [dir = "", port = ""] = process.argv.slice(2);
const server = await listen(dir, { PORT: port });
console.log(server.url);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
