import { fileURLToPath } from "node:url";

/** The checkout, with a final slash in no case. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
