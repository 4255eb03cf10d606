import { ESLint } from "eslint";
import { expect, test } from "vitest";

const eslint = new ESLint({
  // Types are not needed to see an import, and a file that is not on the disk has none.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
});

async function refuses(filePath: string, imported: string): Promise<boolean> {
  const code = `import { x } from "${imported}";\nexport const y = x;\n`;
  const [result] = await eslint.lintText(code, { filePath });
  const fatal = result?.messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return (result?.errorCount ?? 0) > 0;
}

test.each([
  ["src/islands/essai.ts", "../../server/config.ts"],
  ["src/islands/essai.ts", "../../setup/site.ts"],
  ["server/main.ts", "../src/course/slug.ts"],
  ["server/http/essai.ts", "../../src/course/slug.ts"],
  ["server/labs/essai.ts", "../http/app.ts"],
  ["server/terminals/essai.ts", "../labs/manager.ts"],
  ["server/lxd/essai.ts", "../labs/manager.ts"],
  ["server/lxd/essai.ts", "../config.ts"],
  ["server/store/essai.ts", "../http/app.ts"],
  ["server/store/essai.ts", "../labs/manager.ts"],
  ["server/terminals/essai.ts", "../store/store.ts"],
  ["server/protocol.ts", "zod"],
  ["server/protocol-classes.ts", "zod"],
  ["server/http/essai.ts", "../../bench/table.ts"],
  ["setup/essai.ts", "../bench/table.ts"],
  ["bench/terminal/essai.ts", "../../src/terminal/socket.ts"],
])("%s may not import %s", async (file, imported) => {
  expect(await refuses(file, imported)).toBe(true);
});

test.each([
  ["src/islands/essai.ts", "../../server/protocol.ts"],
  ["src/islands/essai.ts", "../../server/protocol-classes.ts"],
  ["server/http/essai.ts", "../labs/manager.ts"],
  ["server/labs/essai.ts", "../lxd/client.ts"],
  ["server/labs/essai.ts", "../store/store.ts"],
  ["server/http/classes/essai.ts", "../../store/store.ts"],
  ["server/terminals/essai.ts", "../lxd/shell.ts"],
  ["server/lxd/essai.ts", "../protocol.ts"],
  ["bench/terminal/essai.ts", "../../server/lxd/client.ts"],
  ["bench/terminal/essai.ts", "../../e2e/client/labClient.ts"],
])("%s may import %s", async (file, imported) => {
  expect(await refuses(file, imported)).toBe(false);
});
