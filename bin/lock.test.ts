import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./paths.mjs";

interface Package {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, "utf8")) as {
  packages: Record<string, Package>;
};

/** Whether Node would find `name` from the package at `path` (`""` for the project's own). */
function found(name: string, path: string): boolean {
  if (posix.join(path, "node_modules", name) in packages) return true;
  const outer = path.lastIndexOf("node_modules/");
  return path !== "" && found(name, path.slice(0, Math.max(0, outer)).replace(/\/$/, ""));
}

/** `npm ci` installs nothing at all from a lock that lacks one package of another platform. */
it("locks every package that another one asks for, of all platforms", () => {
  const missing = Object.entries(packages).flatMap(
    ([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !found(name, path))
        .map((name) => `${name} for ${path || "the project"}`),
  );
  expect(missing).toEqual([]);
});
