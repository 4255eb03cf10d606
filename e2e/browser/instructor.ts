import type { Page } from "@playwright/test";
import type { ClassPlan, ClassView } from "../../server/protocol-classes.ts";
import { LESSONS } from "./course.ts";
import { expect } from "./fixtures.ts";

/** The instructor of these tests, whose account the server's first link opens; a server that was tried before has it. */
const ZOE = { name: "Zoé des essais", password: "un long mot de passe d’essai" };
const { FIRST_LINK } = process.env;

/** Signs the instructor in by the pages: by the first link where there is no account yet. @param look at its form */
export async function signIn(page: Page, look = async (): Promise<void> => {}): Promise<void> {
  await page.goto("/formateur/entrer/");
  await expect(page.locator("[data-view]:visible").first()).toBeVisible();
  const form = (name: string) => page.locator(`[data-form="${name}"]`);
  if (await form("sign-in").isVisible()) {
    await form("sign-in").getByLabel("Votre nom").fill(ZOE.name);
    await form("sign-in").getByLabel("Mot de passe").fill(ZOE.password);
    await form("sign-in").getByRole("button", { name: "Se connecter" }).click();
  } else {
    if (!FIRST_LINK) throw new Error("FIRST_LINK manque : le lien que le serveur a affiché.");
    await page.goto(new URL(FIRST_LINK).pathname + new URL(FIRST_LINK).hash);
    await expect(form("account")).toBeVisible();
    expect(page.url(), "the token does not stay in the address").not.toContain("#");
    await look();
    await form("account").getByLabel("Votre nom").fill(ZOE.name);
    await form("account").getByLabel("Mot de passe").fill(ZOE.password);
    await form("account").getByRole("button", { name: "Ouvrir le compte" }).click();
  }
  await expect(page).toHaveURL(/\/formateur\/$/);
  await expect(page.getByRole("heading", { name: "Classes", exact: true })).toBeVisible();
}

/** A class that is under way, with one lesson, made by who is signed in, over HTTP as its pages would. */
export async function prepareClass(
  page: Page,
  chosen: Partial<Pick<ClassPlan, "solutions">> = {},
): Promise<ClassView> {
  const plan: ClassPlan = {
    name: `Salle ${Date.now()}`,
    lessons: [LESSONS.guide],
    startsAt: new Date(Date.now() - 60_000).toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    size: 2,
    solutions: "open",
    recording: "off",
    retentionDays: 1,
    ...chosen,
  };
  const made = await page.request.post("/api/classes", { data: plan });
  return (await made.json()) as ClassView;
}
