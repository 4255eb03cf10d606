import { Console } from "./console.ts";
import { installPackages, missingPackages, SPELLING } from "./packages.ts";
import { ROOT } from "./settings.ts";
import { checkLanguage, tellFinding } from "./spelling/check.ts";

// Spelling and typography alone: `npm run course:language`. Exit status 1 if there is something to mend.
const ui = new Console();
const missing = await missingPackages(Object.keys(SPELLING));
if (missing.length > 0)
  await ui.phase("Correcteur orthographique", (tell) => installPackages(missing, tell));
const findings = await checkLanguage(ROOT);
for (const finding of findings) ui.say(tellFinding(finding));
ui.say(findings.length > 0 ? `${findings.length} à corriger` : "Rien à corriger.");
process.exitCode = findings.length > 0 ? 1 : 0;
