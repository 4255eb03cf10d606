#!/usr/bin/env node
// Every npm script comes through here, on whatever Node ≥ 20 there is: it makes node_modules true, finds the
// Node that the project runs on, becomes root where labs need it, and hands over to a script of setup/.
import { COMMANDS } from "./commands.mjs";
import { ensureModules } from "./modules.mjs";
import { findNode } from "./node.mjs";
import { runAsRoot, runHere } from "./run.mjs";

const [name = "", ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) {
  console.error(
    `Commande inconnue\u00a0: ${name || "(aucune)"}. Il y a\u00a0: ${Object.keys(COMMANDS).join(", ")}.`,
  );
  process.exit(1);
}
try {
  await ensureModules();
  const node = findNode();
  const needsRoot = command.root && process.platform === "linux" && process.getuid() !== 0;
  process.exitCode = await (needsRoot ? runAsRoot : runHere)(node, command, args);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
