import { expect, test } from "vitest";
import { table } from "./table.ts";

test("aligns the columns of a Markdown table, accents and marks included", () => {
  expect(
    table(
      ["figure", "ms"],
      [
        ["écho", "1,25 ✔"],
        ["connexion → invite", "41"],
      ],
    ),
  ).toBe(
    [
      "| figure             |     ms |",
      "| ------------------ | -----: |",
      "| écho               | 1,25 ✔ |",
      "| connexion → invite |     41 |",
    ].join("\n"),
  );
});

test("fills in cells that a row lacks", () => {
  expect(
    table(["a", "b"], [["x"]])
      .split("\n")
      .at(-1),
  ).toBe("| x   |     |");
});
