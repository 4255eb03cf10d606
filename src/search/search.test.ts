import { expect, test } from "vitest";
import { commandsFor, type KnownCommand } from "./commands.ts";
import { variantsOf } from "./words.ts";

const command = (line: string, name: string): KnownCommand => ({
  line,
  name,
  url: "/",
  lesson: "2.1",
});

const COMMANDS = [
  command("lxc list", "lxc list"),
  command("lxc-ls -f", "lxc-ls"),
  command("lxc-ls", "lxc-ls"),
  command("lxc delete --force c1", "lxc delete"),
];

test.each([
  ["lxc-ls -f", ["lxc-ls -f"]],
  ["sudo lxc-ls", ["lxc-ls", "lxc-ls -f"]],
  ["LXC LIST", ["lxc list"]],
  ["--force", ["lxc delete --force c1"]],
  ["l", []],
  ["suppression", []],
])("%s finds the commands %j", (query, lines) =>
  expect(commandsFor(query, COMMANDS).map(({ line }) => line)).toEqual(lines),
);

test("words bring their relatives along", () => {
  expect(variantsOf("suppression d’une image")).toContain("supprimer d’une image");
  expect(variantsOf("Instantanés")).toContain("snapshot");
  expect(variantsOf("espaces de noms")[0]).toBe("espaces de noms");
  expect(variantsOf("veth")).toEqual(["veth"]);
});
