import type { Page } from "@playwright/test";
import { expectNoViolation } from "./axe.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { prepareClass, signIn } from "./instructor.ts";
import { LessonPage } from "./lessonPage.ts";

test.describe.configure({ timeout: 240_000 });

/** The player speaks English by itself: its labels, tooltips and help, beside what it draws of the recording. */
async function expectNoEnglish(page: Page): Promise<void> {
  const player = page.locator(".replay .ap-player");
  const labels = await player
    .getByRole("button")
    .evaluateAll((all) => all.map((one) => one.ariaLabel));
  expect(labels).toContain("Plein écran");
  const beside = player.locator(":scope > :not(.ap-term)");
  const said = [...labels, ...(await beside.allTextContents())].join("\n");
  expect(said).not.toMatch(/\b(Play|fullscreen|Keyboard|Show|jump|space|toggle|rewind)\b/i);
}

/** Plays the first recording of a page, and sees a text in it. */
async function replay(page: Page, text: string): Promise<void> {
  const play = page.getByRole("button", { name: /^Revoir/ }).first();
  await play.click();
  await expect(page.locator(".replay .ap-player")).toBeVisible();
  await expect(page.locator(".replay")).toContainText(text, { timeout: 30_000 });
  await expectNoViolation(page);
  await page.getByRole("button", { name: "Montrer les raccourcis clavier" }).click();
  await expect(page.locator(".replay .ap-overlay-help")).toContainText("aller au repère");
  await expectNoEnglish(page);
  await page.getByRole("button", { name: /^Fermer/ }).press("Enter");
  await expect(page.locator(".replay .ap-player")).toHaveCount(0);
}

test("a class that records: chosen, announced, replayed by the instructor and by the student", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const klass = await prepareClass(page);
  await page.goto(`/formateur/classe/?id=${klass.id}`);
  await page.getByLabel("Enregistrement des terminaux").selectOption("on");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Enregistré.", { exact: true })).toBeVisible();

  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    locale: "fr-FR",
    serviceWorkers: "block",
  });
  const student = await context.newPage();
  await student.request.post("/api/classes/join", { data: { code: klass.code, name: "Léa" } });
  await student.goto("/classe/");
  await expect(student.getByText(/a choisi d’enregistrer/)).toBeVisible();
  const lesson = await LessonPage.open(student, LESSONS.guide);
  const panel = student.getByRole("region", { name: "Votre classe" });
  await expect(panel.getByText(/ce que montrent vos terminaux est enregistré/)).toBeVisible();
  await expectNoViolation(student);
  await lesson.button("Démarrer le lab").click();
  await lesson.ready();
  await lesson.terminal.click();
  await lesson.type("echo vu-$((40+2))");
  await lesson.sees(/vu-42/);

  await page.goto(`/formateur/resultats/?id=${klass.id}`);
  await replay(page, "vu-42");
  await student.goto("/classe/");
  await replay(student, "vu-42");
  await expect(student.getByText(/a revu un enregistrement de votre terminal/)).toBeVisible();

  page.once("dialog", (dialog) => void dialog.accept());
  await page
    .getByRole("button", { name: /^Effacer/ })
    .first()
    .click();
  await expect(page.getByRole("button", { name: /^Revoir/ })).toHaveCount(0);
  await student.reload();
  await expect(student.getByText(/a effacé un enregistrement de votre terminal/)).toBeVisible();
  await context.close();
});
