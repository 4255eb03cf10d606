import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";

const page = `/${LESSONS.docker}/`;

test("a question is answered by keyboard alone, and says why", async ({ page: tab }) => {
  await tab.goto(page);
  const question = tab.locator("lesson-question").first();
  const group = question.getByRole("group");
  await expect(group).toHaveAccessibleName(/processus principal/);
  const button = question.getByRole("button", { name: "Répondre" });

  await button.focus();
  await tab.keyboard.press("Enter");
  await expect(question.getByRole("status")).toHaveText("Choisissez d’abord une réponse.");
  await expect(question.locator("details")).not.toHaveAttribute("open");

  const boxes = question.getByRole("checkbox");
  for (const box of [0, 1, 2]) {
    await boxes.nth(box).focus();
    await tab.keyboard.press("Space");
  }
  await button.focus();
  await tab.keyboard.press("Enter");
  await expect(question.getByRole("status")).toHaveText("C’est juste.");
  await expect(question.getByText("Le processus meurt, le conteneur reste")).toBeVisible();
});

test("a typed answer is judged by Enter", async ({ page: tab }) => {
  await tab.goto(page);
  const question = tab.locator("lesson-question[data-kind=typed]").first();
  const entry = question.getByRole("textbox", { name: "Votre réponse" });
  await entry.fill("143");
  await entry.press("Enter");
  await expect(question.getByRole("status")).toHaveText("Non. Voyez pourquoi.");
  await entry.fill(" 137 ");
  await entry.press("Enter");
  await expect(question.getByRole("status")).toHaveText("C’est juste.");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a question reads as a list, and its answer opens", async ({ page: tab }) => {
    await tab.goto(page);
    const question = tab.locator("lesson-question").first();
    await expect(question.getByText("son journal").first()).toBeVisible();
    await expect(question.getByRole("checkbox")).toHaveCount(0);
    await expect(question.getByRole("button")).toHaveCount(0);
    await question.getByText("Voir la réponse").click();
    await expect(question.getByText("Le processus meurt, le conteneur reste")).toBeVisible();
  });
});
