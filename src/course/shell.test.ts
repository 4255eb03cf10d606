import { expect, test } from "vitest";
import { commandName, familyOf } from "./command-name.ts";
import { commandsOf } from "./shell.ts";

const names = (script: string) => commandsOf(script).map((words) => commandName(words));

test.each([
  ["sudo lxc-ls -f", ["lxc-ls"]],
  ["lxc config set c1 limits.memory=64MiB", ["lxc config set"]],
  ["sudo -u nobody id | wc -l", ["id", "wc"]],
  ["docker run \\\n  -d nginx && docker ps", ["docker run", "docker ps"]],
  ["cat > f <<'FIN'\nlxc list\nFIN\nip -brief addr", [undefined, "ip"]],
  ["N=3 lxc launch x # lxc list", ["lxc launch"]],
  ["for i in 1 2; do lxc stop c$i; done", ["lxc stop"]],
  ["docker compose up -d", ["docker compose up"]],
  ["lxc image list cible:", ["lxc image list"]],
  ["lxc image", ["lxc image"]],
])("%j names %j", (script, expected) => expect(names(script)).toEqual(expected));

test("a redirection's file is no word of the command", () => {
  expect(commandsOf("id > ~/reponses/identite 2>&1")[0]![0]).toBe("id");
  expect(commandsOf("id > ~/reponses/identite")).toEqual([["id"]]);
});

test.each([
  ["lxc-start", "LXC"],
  ["lxc start", "LXD"],
  ["docker-compose up", "Docker"],
  ["systemctl status", "Système"],
])("%s is of the family %s", (name, family) => expect(familyOf(name)).toBe(family));
