import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** First Node that runs TypeScript as it is, and that the project is tested on. */
const NODE_MAJOR = 24;

/** Path of a Node that can run the project: the one that npm installed, else the one we run on. */
export function findNode() {
  const pinned = join(
    ROOT,
    "node_modules",
    `node-${process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return process.execPath;
  throw new Error(
    `Node ${NODE_MAJOR} manque pour ${process.platform}-${process.arch}\u00a0: l’installer, ou relancer \`npm ci\` sans --omit=optional.`,
  );
}
