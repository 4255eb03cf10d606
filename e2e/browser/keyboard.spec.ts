import type { Page } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** More stops than any lesson has. */
const MANY = 250;

/** What has the focus: its tag, and what it is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
    return `${element.localName} ${name.trim()}`;
  });
}

test("the skip links lead to the lesson and to the lab", async ({ page }) => {
  await page.goto(`/${LESSONS.guide}/`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await page.goto(`/${LESSONS.guide}/`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Lab" })).toBeFocused();
});

test("Tab goes through a lesson from end to end", async ({ page }) => {
  await page.goto(`/${LESSONS.guide}/`);
  const stops: string[] = [];
  for (let i = 0; i < MANY; i++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop === "" || (stops.length > 0 && stop === stops[0])) break;
    stops.push(stop);
  }
  expect(stops.length).toBeLessThan(MANY);
  expect(stops[0]).toBe("a Aller au contenu");
  expect(stops).toContain("div Partage entre la leçon et le lab");
  expect(stops.at(-1)).toBe("button Démarrer le lab");
});

test("a lab by keyboard alone", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  const textbox = lesson.terminal.getByRole("textbox");

  await test.step("start it", async () => {
    await lesson.button("Démarrer le lab").focus();
    await page.keyboard.press("Enter");
    await lesson.ready();
    await expect(textbox).toBeFocused();
  });

  await test.step("Tab and Escape belong to the shell", async () => {
    await page.keyboard.type("echo termi");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    await expect(textbox).toBeFocused();
    await page.keyboard.press("Control+c");
  });

  await test.step("F6 leaves it for the current step, whose button checks", async () => {
    await page.keyboard.press("F6");
    const step = lesson.step("qui-suis-je");
    await expect(step.getByRole("button", { name: "Vérifier" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(step.getByRole("status")).toContainText("n’existe pas encore");
    await expect(step.getByRole("button", { name: "Vérifier" })).toBeFocused();
  });

  await test.step("Shift+F6 leaves it for what follows, down to the page's end", async () => {
    await textbox.focus();
    await page.keyboard.press("Shift+F6");
    await expect(lesson.panel.getByRole("link", { name: "Savoir où l’on est" })).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(lesson.panel.getByRole("checkbox", { name: "Lecteur d’écran" })).toBeFocused();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toMatch(/^$|Aller au contenu/);
  });

  await test.step("Escape closes a question without an answer, and the focus returns", async () => {
    await lesson.button("Arrêter").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: /Arrêter le lab/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(lesson.button("Arrêter")).toBeFocused();
    await expect(lesson.state).toHaveText("Lab prêt");
  });

  await test.step("arrows move the divider, and the page remembers where", async () => {
    const divider = page.getByRole("separator", { name: /Partage/ });
    await divider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect(divider).toHaveAttribute("aria-valuenow", "46");
    await page.keyboard.press("End");
    await expect(divider).toHaveAttribute("aria-valuenow", "75");
    await page.reload();
    await expect(divider).toHaveAttribute("aria-valuenow", "75");
    await divider.focus();
    await page.keyboard.press("Enter");
    await expect(divider).toHaveAttribute("aria-valuenow", "50");
  });
});
