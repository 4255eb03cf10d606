import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

// Two shells, a reload and many keys take their time on a busy machine.
test.describe.configure({ timeout: 180_000 });

test("a tab takes a name, closes and opens again", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.button("Nouveau terminal").click();
  await lesson.sees(/\$ $/m);
  await lesson.type("QUI=second; clear");
  const tabs = lesson.panel.getByRole("tab");
  const field = lesson.panel.getByRole("textbox", { name: /Nom de l’onglet/ });

  await test.step("F2 asks for a name; Escape leaves it as it was", async () => {
    await lesson.tab("Terminal 2").focus();
    await page.keyboard.press("F2");
    await expect(field).toBeFocused();
    await expect(field).toHaveValue("Terminal 2");
    await field.fill("rien");
    await page.keyboard.press("Escape");
    await expect(field).toHaveCount(0);
    await expect(lesson.tab("Terminal 2")).toBeFocused();
  });

  await test.step("Enter takes it: at most 24 characters, and never as HTML", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.type("<b>journal</b> du serveur Web");
    await page.keyboard.press("Enter");
    await expect(tabs.nth(1)).toHaveText("<b>journal</b> du serveu");
    await expect(tabs.nth(1)).toBeFocused();
    await expect(lesson.terminal).toHaveAccessibleName("<b>journal</b> du serveu");
  });

  await test.step("a double click asks too; a click elsewhere takes the name", async () => {
    await tabs.nth(1).dblclick();
    await field.fill("journal");
    await lesson.terminal.click();
    await expect(tabs).toHaveText(["Terminal 1", "journal"]);
  });

  await test.step("it is remembered", async () => {
    await page.reload();
    await lesson.ready();
    await expect(tabs).toHaveText(["Terminal 1", "journal"]);
  });

  await test.step("Ctrl+Shift+X closes the tab, Ctrl+Shift+Z opens it again", async () => {
    await lesson.terminal.getByRole("textbox").focus();
    await page.keyboard.press("Control+Shift+X");
    await expect(tabs).toHaveText(["Terminal 1"]);
    await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
    // The first one stays.
    await page.keyboard.press("Control+Shift+X");
    await expect(tabs).toHaveText(["Terminal 1"]);
    await page.keyboard.press("Control+Shift+Z");
    await expect(tabs).toHaveText(["Terminal 1", "journal"]);
    await lesson.type('echo "ici $QUI"');
    await lesson.sees(/^ici second$/m);
  });

  await test.step("an empty name gives the tab's own back", async () => {
    await lesson.tab("journal").focus();
    await page.keyboard.press("F2");
    await field.fill("");
    await page.keyboard.press("Enter");
    await expect(tabs).toHaveText(["Terminal 1", "Terminal 2"]);
  });
});
