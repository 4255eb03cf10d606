import { expect, test } from "vitest";
import type { LiveContainer } from "../../server/protocol-probes.ts";
import { columnsOf, factText, namespaceCell, sideBySideSummary } from "./side-by-side.ts";

const container = (tool: LiveContainer["tool"], pid: number, user: number): LiveContainer => ({
  tool,
  name: tool,
  namespaces: { pid, user },
  cgroup: `/${tool}`,
  limits: { processes: 20, memory: 512 * 1024 ** 2, cpu: 0.5 },
  root: "overlay",
  mounts: 1234,
});
const columns = columnsOf([
  container("host", 1, 10),
  container("lxd", 3, 11),
  container("lxc", 2, 10),
  container("docker", 2, 10),
]);

test("tells a namespace of its own from one that is another's", () => {
  expect(namespaceCell(columns, "user", "host")).toMatchObject({ state: "own", mark: "le sien" });
  expect(namespaceCell(columns, "user", "lxc")).toEqual({
    ...{ state: "shared", owner: "host", mark: "= Hôte", text: "celui de l’hôte (10)" },
  });
  expect(namespaceCell(columns, "user", "lxd")).toMatchObject({ state: "own", text: "à lui (11)" });
  expect(namespaceCell(columns, "pid", "docker")).toMatchObject({ owner: "lxc", mark: "= LXC" });
  expect(namespaceCell(columns, "net", "lxd").state).toBe("absent");
});

test("says in words what is drawn", () => {
  expect(sideBySideSummary(columns)).toBe(
    "LXC, à lui\u00a0: processus\u202f; partagé\u00a0: utilisateurs de l’hôte. " +
      "LXD, à lui\u00a0: processus, utilisateurs. " +
      "Docker, partagé\u00a0: processus de LXC, utilisateurs de l’hôte.",
  );
  expect(sideBySideSummary(columnsOf([container("host", 1, 1)]))).toMatch(/^Aucun/);
});

test("writes limits in French, and their absence", () => {
  const lxd = columns.get("lxd");
  const texts = ["processes", "memory", "cpu", "mounts"].map((fact) => factText(lxd, fact));
  expect(texts).toEqual(["20", "512\u00a0Mio", "0,5", "1\u202f234"]);
  const long = { ...lxd!, cgroup: `/docker/${"0123456789ab".padEnd(64, "c")}` };
  expect(factText(long, "cgroup-path")).toBe("/docker/0123456789ab…");
  const none = { processes: null, memory: null, cpu: null };
  expect(factText({ ...lxd!, limits: none }, "memory")).toBe("sans limite");
  expect(factText(undefined, "root")).toBe("–");
});
