import * as astroParser from "astro-eslint-parser";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Forbids imports by pattern, and says which arrow of the house they would turn round. */
const forbid = (message, ...patterns) => ({
  "no-restricted-imports": ["error", { patterns: patterns.map((regex) => ({ regex, message })) }],
});

/** The arrows: content → src → server/protocol.ts ← server/http → terminals, labs → lxd; store is below labs and http. */
const arrows = [
  {
    files: ["src/**"],
    rules: forbid(
      "src ne connaît du serveur que son protocole.",
      "/server/(?!protocol(-[a-z]+)?\\.ts$)",
      "/(setup|e2e|image|bin|bench)/",
    ),
  },
  {
    files: ["server/**"],
    rules: forbid(
      "server n’importe ni src, ni content, ni ce qui le lance.",
      "(^|/)\\.\\./(\\.\\./)?(src|content|setup|e2e|image|bin|bench)/",
    ),
  },
  {
    files: ["server/labs/**"],
    rules: forbid(
      "labs ne connaît ni http, ni ce qui lance le serveur.",
      "/http/",
      "/(src|content|setup|e2e|image|bin|bench)/",
      "^\\.\\./main\\.ts$",
    ),
  },
  {
    files: ["server/terminals/**"],
    rules: forbid(
      "terminals ne connaît que lxd et le protocole.",
      "/(http|labs|store)/",
      "/(src|content|setup|e2e|image|bin|bench)/",
      "^\\.\\./main\\.ts$",
    ),
  },
  {
    files: ["server/lxd/**"],
    rules: forbid("lxd ne connaît rien de ce qui s’en sert.", "^\\.\\./(?!protocol\\.ts$)"),
  },
  {
    files: ["server/lxd/*/**"],
    rules: forbid("lxd ne connaît rien de ce qui s’en sert.", "^\\.\\./\\.\\./(?!protocol\\.ts$)"),
  },
  {
    files: ["server/store/**"],
    rules: forbid("store ne connaît rien de ce qui s’en sert.", "^\\.\\./(?!(schema|store)\\.ts$)"),
  },
  {
    files: ["setup/**", "image/**", "e2e/**"],
    rules: forbid("Rien ne dépend des mesures\u00a0: elles dépendent du reste.", "/bench/"),
  },
  {
    files: ["bench/**"],
    rules: forbid(
      "Les mesures parlent au serveur, pas au site.",
      "(^|/)\\.\\./(\\.\\./)*(src|content)/",
    ),
  },
  {
    files: ["server/protocol*.ts"],
    ignores: ["**/*.test.ts"],
    rules: forbid("Le protocole n’importe rien.", "."),
  },
];

export default defineConfig(
  { ignores: ["dist/", ".astro/", ".atelier/", "node_modules/", "test-results/", "**/*.cjs"] },
  tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
    },
  },
  {
    files: ["**/*.astro"],
    languageOptions: {
      parser: astroParser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: [".astro"] },
    },
  },
  {
    // A promise that nobody waits for hides its failure.
    files: [
      "server/**/*.ts",
      "setup/**/*.ts",
      "image/**/*.ts",
      "e2e/**/*.ts",
      "bench/**/*.ts",
      "src/**/*.ts",
    ],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  ...arrows,
);
