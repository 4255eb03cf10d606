import { expectNoViolation } from "./axe.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { prepareClass, signIn } from "./instructor.ts";
import { LessonPage } from "./lessonPage.ts";

test.describe.configure({ timeout: 300_000 });

test("a class is held: a hand, a message, a look, the keyboard, a demonstration, locks", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const klass = await prepareClass(page, { solutions: "closed" });
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    locale: "fr-FR",
    serviceWorkers: "block",
  });
  const student = await context.newPage();
  await student.request.post("/api/classes/join", { data: { code: klass.code, name: "Léa" } });
  await student.goto("/classe/");
  await expect(student.getByRole("heading", { name: klass.name, level: 2 })).toBeVisible();
  await page.goto(`/formateur/tableau/?id=${klass.id}`);
  await expect(page.getByText("En direct")).toBeVisible();
  const row = page.locator(".student").filter({ hasText: "Léa" });
  const panel = student.getByRole("region", { name: "Votre classe" });

  const lesson = await LessonPage.open(student, LESSONS.guide);
  await test.step("closed solutions do not show, one that is opened does", async () => {
    await expect(panel.getByText(klass.name)).toBeVisible();
    await expect(student.locator(".solution:visible")).toHaveCount(0);
    await page.locator("[data-guidance] summary").click();
    await page
      .getByRole("button", { name: /^Solution ouverte/ })
      .first()
      .click();
    await expect(student.locator(".solution:visible")).toHaveCount(1);
    await expect(panel.getByText(/^La solution de l’étape/)).toBeVisible();
  });

  await test.step("a locked lesson is refused in French, and given once it is unlocked", async () => {
    const lock = page.getByRole("button", { name: /^Verrouiller la leçon/ });
    await lock.click();
    await expect(panel.getByText(/pas encore ouverte à la classe/)).toBeVisible();
    await lesson.button("Démarrer le lab").click();
    await expect(lesson.panel.getByText("Cette leçon n’est pas encore ouverte")).toHaveCount(2);
    await lock.click();
    await expect(panel.getByText(/pas encore ouverte à la classe/)).toBeHidden();
    await lesson.button("Réessayer").click();
    await lesson.ready();
  });

  await test.step("what the class decides of a lesson holds where another took its place", async () => {
    await student.evaluate(() => Object.assign(window, { marked: true }));
    await student.getByRole("link", { name: /Suivante/ }).click();
    await expect(panel.getByText(/^La solution de l’étape/)).toBeHidden();
    await student.goBack();
    await expect(panel.getByText(/^La solution de l’étape/)).toBeVisible();
    await expect(student.locator(".solution:visible")).toHaveCount(1);
    expect(await student.evaluate(() => "marked" in window)).toBe(true);
  });

  await test.step("a hand goes up with words, comes first on the board, and is answered", async () => {
    await panel.getByRole("button", { name: "Lever la main" }).first().click();
    await panel.getByLabel(/Ce qui vous arrête/).fill("Je ne vois <b>rien</b>");
    await panel.locator("form").getByRole("button", { name: "Lever la main" }).click();
    await expect(panel.getByText("vous êtes le prochain")).toBeVisible();
    await expect(row).toContainText("Main levée");
    await expectNoViolation(student);
    await row.getByRole("button", { name: "Léa", exact: true }).click();
    await expect(row).toContainText("Je ne vois <b>rien</b>");
    await row.getByRole("button", { name: "J’ai répondu" }).click();
    await expect(panel.getByText("vous êtes le prochain")).toBeHidden();
  });

  await test.step("a message stays until it is read", async () => {
    await row.getByRole("button", { name: "Écrire" }).click();
    await page.getByLabel(/^Message/).fill("Regarde la ligne 2.");
    await expectNoViolation(page);
    await page.getByRole("button", { name: "Envoyer" }).click();
    await expect(page.getByText(/Envoyé à 1.élève/)).toBeVisible();
    await page.getByRole("button", { name: "Fermer" }).first().click();
    await expect(panel.getByText("Regarde la ligne 2.")).toBeVisible();
    await student.reload();
    await panel.getByRole("button", { name: "J’ai lu" }).click();
    await expect(panel.getByText("Regarde la ligne 2.")).toBeHidden();
    await lesson.ready();
  });

  const look = page.locator(".look-pane");
  await test.step("a look is seen; the keyboard is refused, granted, and given back", async () => {
    await row.getByRole("button", { name: "Regarder" }).click();
    await expect(panel.getByText(/regarde votre terminal/)).toBeVisible();
    await lesson.terminal.click();
    await lesson.type("printf '\\e]0;titre\\a'; echo vu-$((40+2))");
    await expect(look.locator(".xterm-rows")).toContainText("vu-42");
    await look.getByRole("button", { name: "Demander le clavier" }).click();
    await panel.getByRole("button", { name: "Refuser" }).click();
    await expect(look.getByText("Léa a refusé.")).toBeVisible();
    await look.getByRole("button", { name: "Demander encore le clavier" }).click();
    await panel.getByRole("button", { name: "Accepter" }).click();
    await expect(look.getByText(/Vous pouvez taper/)).toBeVisible();
    await page.keyboard.type("echo aide-$((5*5))");
    await page.keyboard.press("Enter");
    await lesson.sees(/aide-25/);
    await student.screenshot({ path: test.info().outputPath("regard-eleve.png") });
    await page.screenshot({ path: test.info().outputPath("regard-formateur.png") });
    await expectNoViolation(page);
    await expectNoViolation(student);
    await panel.getByRole("button", { name: "Reprendre le clavier" }).click();
    await expect(look.getByText("Le clavier est rendu.")).toBeVisible();
    await page.keyboard.press("F6");
    await look.getByRole("button", { name: "Fermer" }).click();
    await expect(panel.getByText(/regarde votre terminal/)).toBeHidden();
  });

  await test.step("the student reads who looked", async () => {
    await student.goto("/classe/");
    await expect(student.getByText(/a regardé votre terminal/)).toBeVisible();
    await expectNoViolation(student);
    await student.goBack();
    await lesson.ready();
  });

  await test.step("the instructor's own terminal is shown in the student's page", async () => {
    await page.getByRole("button", { name: "Montrer mon terminal", exact: true }).click();
    await expect(page.getByText(/Vous n’avez pas de terminal ouvert/)).toBeVisible();
    const own = await LessonPage.open(await page.context().newPage(), LESSONS.guide);
    await own.start();
    await own.type("echo demo-$((6*7))");
    await own.sees(/demo-42/);
    await page.getByRole("button", { name: "Montrer mon terminal", exact: true }).click();
    await expect(panel.getByText(/montre son terminal à la classe/)).toBeVisible();
    await panel.getByRole("button", { name: "Regarder" }).click();
    await expect(panel.locator(".xterm-rows")).toContainText("demo-42");
    await student.screenshot({ path: test.info().outputPath("demonstration.png") });
    await expectNoViolation(student);
    await page.getByRole("button", { name: "Ne plus montrer mon terminal" }).click();
    await expect(panel.getByText(/montre son terminal à la classe/)).toBeHidden();
  });

  await page.request.post(`/api/classes/${klass.id}/labs`, { data: { action: "end" } });
  await page.request.delete(`/api/classes/${klass.id}`);
  await context.close();
});
