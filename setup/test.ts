import { startServer } from "../server/main.ts";
import { Console, duration } from "./console.ts";
import { playCourse } from "./courseRun.ts";
import { failure, tellFailure } from "./failures.ts";
import { findIncus, testOnIncus } from "./incusTests.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import {
  aptKnows,
  BROWSER,
  FIREFOX,
  installPackages,
  missingPackages,
  SPELLING,
} from "./packages.ts";
import { ServerLog } from "./serverLog.ts";
import { ensureSite, MANIFEST_PATH, SITE_DIR } from "./site.ts";
import { browserTests, classTests, STATIC, type Tally, vitest } from "./suites.ts";
import { deleteLabs, integrationEnvironment } from "./testGround.ts";
import { testSettings } from "./testSettings.ts";

// Everything that CI runs: types, rules, the French, units, a real LXD, the course in real labs, the browser.
/** The store's tests run on both databases. */
const DATABASE = ["postgresql"];

const ui = new Console();
const lifetime = new Lifetime(ui);
const results: { suite: string; tally: Tally; ms: number }[] = [];
/** What this machine gave no occasion to try, and why. */
const untried: { suite: string; why: string }[] = [];

/** Runs a suite; one that breaks has failed, and the next ones still run. */
async function suite(name: string, run: () => Promise<Tally>): Promise<void> {
  ui.say(`\n── ${name}`);
  const start = performance.now();
  const tally = await run().catch((error: unknown): Tally => {
    console.error(error);
    return { passed: 0, failed: 1, failures: [failure([], error as Error)] };
  });
  results.push({ suite: name, tally, ms: performance.now() - start });
}

/** Installs what a suite needs and this machine lacks. @throws {Problem} `packages-failed` */
async function need(packages: string[], title: string): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing.length > 0) await ui.phase(title, (tell) => installPackages(missing, tell));
}

await lifetime.run(async () => {
  const config = testSettings();
  lifetime.onStop(takeLock(config.dataDir));
  await ensureSite(config.publicUrl, ui);
  await need(Object.keys(SPELLING), "Correcteur orthographique");
  for (const [name, run] of Object.entries(STATIC)) await suite(name, run);
  await need(DATABASE, "Base de données pour les essais");
  await suite("Unités", () => vitest("unit"));

  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  lifetime.onStop(() => deleteLabs(labs.lxd));
  await suite("Serveur et LXD", () => vitest("integration", integrationEnvironment(labs)));
  await need(BROWSER, "Navigateur pour les essais");
  // Before any other server is at work here: one takes another's machines ahead of need for its own, or for too many.
  await suite("Classe", () => classTests(integrationEnvironment(labs)));

  const incus = await findIncus(config, labs);
  if (incus.from === "nowhere") {
    untried.push({ suite: "Incus", why: incus.why });
  } else {
    const tools = {
      note: (text: string) => ui.note(text),
      onStop: (stop: () => Promise<void>) => lifetime.onStop(stop),
    };
    await suite("Incus", () => testOnIncus(incus, config, labs, tools));
  }

  const log = new ServerLog();
  const server = await startServer({
    ...labs,
    config,
    logTo: log,
    siteDir: SITE_DIR,
    manifestPath: MANIFEST_PATH,
  });
  lifetime.onStop(() => server.close());
  await suite("Cours", async () => {
    const played = await playCourse(server.url, MANIFEST_PATH, []);
    const steps = played.flatMap((lesson) => lesson.steps);
    const failures = steps.flatMap(({ lesson, step, failure: said }) =>
      said ? [failure([lesson, step], [said, log.about(lesson)].join("\n"))] : [],
    );
    const failed = failures.length;
    return { passed: steps.length - failed, failed, failures };
  });
  const firefox = await aptKnows(FIREFOX);
  if (firefox) await need([FIREFOX], "Firefox pour les essais");
  else untried.push({ suite: "Firefox", why: `apt n’a pas de paquet ${FIREFOX} ici.` });
  await suite("Navigateur", () => browserTests(server.url, server.firstLink, firefox));

  await lifetime.end();
  const failed = report();
  process.exit(failed > 0 ? 1 : 0);
});

/** The table, what failed below it, and the line that closes every run; returns how many tests failed. */
function report(): number {
  const total = { passed: 0, failed: 0 };
  ui.say("");
  for (const { suite: name, tally, ms } of results) {
    total.passed += tally.passed;
    total.failed += tally.failed;
    const mark = tally.failed > 0 ? "✘" : "✔";
    ui.say(
      `${mark} ${name.padEnd(16)} ${tally.passed} / ${tally.passed + tally.failed}  (${duration(ms)})`,
    );
  }
  for (const { suite: name, why } of untried)
    ui.say(`– ${name.padEnd(16)} non essayé ici\u00a0: ${why}`);
  for (const { suite: name, tally } of results)
    for (const each of tally.failures ?? []) ui.say(tellFailure(name, each));
  ui.say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed;
}
