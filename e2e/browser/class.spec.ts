import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import type { ClassView } from "../../server/protocol-classes.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./instructor.ts";

test.describe.configure({ timeout: 180_000 });

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
    expect(found, colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 800 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "width of the page's content").toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Prepares a class by the pages. @returns what students need to join it */
async function prepare(page: Page, name: string): Promise<ClassView> {
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Préparer la classe" }).click();
  await expect(page).toHaveURL(/\/formateur\/classe\/\?id=/);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  const id = new URL(page.url()).searchParams.get("id");
  return (await (await page.request.get(`/api/classes/${id}`)).json()) as ClassView;
}

/** Another person's browser. */
async function another(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  return await context.newPage();
}

test("a class is prepared, joined, come back to, and deleted", async ({ page, browser }) => {
  await signIn(page, () => expectNoViolation(page));
  await expectNoViolation(page);
  const name = `Lundi <b>${Date.now()}</b>`;
  const klass = await prepare(page, name);

  await test.step("its page says what fits, and takes changes", async () => {
    await expect(page.locator("[data-preflight] p").first()).toBeVisible();
    await expect(page.getByAltText("Code QR de l’adresse de la classe")).toHaveJSProperty(
      "complete",
      true,
    );
    await page.getByLabel("Premier conteneur").check();
    await page.getByLabel("Élèves attendus").fill("12");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByText("Enregistré.", { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Élèves attendus")).toHaveValue("12");
    await expect(page.getByLabel("Premier conteneur")).toBeChecked();
    await expectNoViolation(page);
  });

  const student = await another(browser, page);
  const progress = { version: 1, done: { [LESSONS.lxc]: ["modele", "creer"] } };
  let personalCode = "";
  await test.step("a student joins by keyboard, with the link", async () => {
    await student.goto("/");
    await student.evaluate(
      (kept) => localStorage.setItem("progress", kept),
      JSON.stringify(progress),
    );
    await student.goto(new URL(klass.link).pathname + new URL(klass.link).hash);
    const form = student.locator('[data-form="join"]');
    await expect(form.getByLabel("Code de la classe")).toHaveValue(klass.code);
    await expectNoViolation(student);
    await form.getByLabel("Votre nom").focus();
    await student.keyboard.type("Léa <img src=x>");
    await student.keyboard.press("Enter");
    await expect(student.locator("[data-personal]")).toHaveText(/^([a-z]{4}-){3}[a-z]{4}$/);
    personalCode = await student.locator("[data-personal]").innerText();
    await expect(student.getByRole("heading", { name })).toBeVisible();
    await expectNoViolation(student);
  });

  await test.step("what the device knows is brought along, and stays there", async () => {
    await student.getByRole("button", { name: /^Apporter les 2.étapes/ }).click();
    await expect(student.getByText("C’est noté dans la classe")).toBeVisible();
    const kept = await student.evaluate(() => localStorage.getItem("progress"));
    expect(JSON.parse(kept ?? "")).toMatchObject(progress);
    await expect(page.locator("[data-members]")).toContainText("Léa <img src=x>");
    await expect(page.locator("[data-members]")).toContainText("2 étapes");
    await expectNoViolation(page);
  });

  await test.step("the code is told once, and brings the student back elsewhere", async () => {
    await student.reload();
    await expect(student.getByRole("heading", { name })).toBeVisible();
    await expect(student.locator("[data-personal]")).toBeHidden();
    const elsewhere = await another(browser, page);
    await elsewhere.goto(`/classe/#${klass.code}`);
    const form = elsewhere.locator('[data-form="return"]');
    await form.getByLabel("Votre code personnel").fill("bako-mitu-relo-dapi");
    await form.getByRole("button", { name: "Revenir" }).click();
    await expect(form.getByRole("status")).toContainText("ne vont pas ensemble");
    await form.getByLabel("Votre code personnel").fill(personalCode.toUpperCase());
    await form.getByRole("button", { name: "Revenir" }).click();
    await expect(elsewhere.getByText("Léa <img src=x>")).toBeVisible();
    await elsewhere.getByRole("button", { name: "Quitter ce poste" }).click();
    await expect(elsewhere.getByRole("button", { name: "Entrer" })).toBeVisible();
    await elsewhere.context().close();
  });

  await test.step("a class that is closed takes nobody, one that is deleted is gone", async () => {
    await page.getByRole("button", { name: "Fermer la classe" }).click();
    await expect(page.getByRole("button", { name: "Rouvrir la classe" })).toBeVisible();
    const late = await another(browser, page);
    await late.goto(`/classe/#${klass.code}`);
    await late.locator('[data-form="join"]').getByLabel("Votre nom").fill("Tom");
    await late.getByRole("button", { name: "Entrer" }).click();
    await expect(late.getByText("Ce code n’ouvre aucune classe.")).toBeVisible();
    await late.context().close();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Supprimer la classe" }).click();
    await expect(page).toHaveURL(/\/formateur\/$/);
    await student.reload();
    await expect(student.getByRole("button", { name: "Entrer" })).toBeVisible();
    await student.context().close();
  });

  await test.step("who signs out is out", async () => {
    await page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
    await expect(page).toHaveURL(/\/formateur\/entrer\/$/);
    await page.goto("/formateur/");
    await expect(page).toHaveURL(/\/formateur\/entrer\/$/);
    await expectNoViolation(page);
  });
});
