import { createServer } from "node:net";
import { Problem } from "./problems.ts";

/**
 * Whether we may listen here; 0 always is. Asked first, so that nobody waits for an image to hear of it.
 * @throws {Problem} `port-taken`, `port-denied`
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject).listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Problem("port-taken", { host, port, next: port + 1 });
    throw new Problem("port-denied", { host, port, cause: code ?? String(error) });
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** A port of the loopback that nobody has, for a helper of ours. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
