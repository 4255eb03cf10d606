import { Console } from "./console.ts";
import { examine } from "./findings.ts";
import { Lifetime } from "./lifetime.ts";
import { readSettings } from "./settings.ts";

const MARKS = { ok: "✔", later: "…", bad: "✘" };

const ui = new Console();
await new Lifetime(ui).run(async () => {
  const findings = await examine(readSettings());
  for (const { subject, state, text } of findings)
    ui.say(`${MARKS[state]} ${subject.padEnd(8)} ${text}`);
  const bad = findings.filter(({ state }) => state === "bad").length;
  ui.say("");
  if (bad === 0) ui.say("Tout ce qu’il faut est là, ou le sera par npm start.");
  else ui.say(`À régler\u00a0: ${bad}.`);
  process.exitCode = bad === 0 ? 0 : 1;
});
