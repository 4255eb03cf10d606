import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Loader } from "astro/loaders";
import { inherit, inheritance } from "./frontmatter.ts";

/** A loader of lessons whose frontmatter takes from their `part.yaml` what it does not say itself. */
export function inheriting(loader: Loader): Loader {
  return {
    ...loader,
    load: (context) => {
      const parts = partsBelow("content");
      return loader.load({
        ...context,
        parseData: (entry) => {
          const part = join(dirname(entry.filePath ?? ""), "part.yaml");
          const text = existsSync(part) ? readFileSync(part, "utf8") : undefined;
          const data = inherit(entry.data, inheritance(text)) as typeof entry.data;
          return context.parseData({ ...entry, data });
        },
        // A lesson whose part changed is another lesson, though its file is not.
        generateDigest: (data) =>
          context.generateDigest(typeof data === "string" ? data + parts : { ...data, parts }),
      });
    },
  };
}

/** Text of all parts, one after the other. */
function partsBelow(content: string): string {
  const files = readdirSync(content).map((folder) => join(content, folder, "part.yaml"));
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}
