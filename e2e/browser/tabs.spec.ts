import AxeBuilder from "@axe-core/playwright";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const PROMPT = /\$ $/m;

test("several terminals: open, change, close, find again", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const [first, second] = [lesson.tab("Terminal 1"), lesson.tab("Terminal 2")];
  await expect(first).toHaveAttribute("aria-selected", "true");
  await expect(lesson.button(/Fermer Terminal/)).toHaveCount(0);
  await lesson.type("LIEU=premier; clear");

  await test.step("« + » opens another shell, which has the keyboard", async () => {
    await lesson.button("Nouveau terminal").click();
    await expect(second).toHaveAttribute("aria-selected", "true");
    await lesson.sees(PROMPT);
    await lesson.type('LIEU="${LIEU:-second}"; echo "ici: $LIEU"');
    await lesson.sees(/^ici: second$/m);
    await expect(lesson.terminal).toHaveRole("tabpanel");
    await expect(lesson.terminal).toHaveAccessibleName("Terminal 2");
  });

  await test.step("blocks are typed into the terminal in front", async () => {
    await lesson.runBlock("qui-suis-je", "hostname");
    await lesson.sees(/hostname/);
  });

  await test.step("arrows change the tab, in the terminal and on the tabs", async () => {
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await expect(first).toHaveAttribute("aria-selected", "true");
    await lesson.type('echo "ici: $LIEU"');
    await lesson.sees(/^ici: premier$/m);
    expect(await lesson.screen()).not.toContain("second");
    await first.focus();
    await page.keyboard.press("End");
    await expect(second).toBeFocused();
    await expect(second).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowRight");
    await expect(first).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(second).toBeFocused();
  });

  await test.step("tabs, and the one in front, survive a reload", async () => {
    await page.reload();
    await lesson.ready();
    await expect(second).toHaveAttribute("aria-selected", "true");
    await lesson.sees(/^ici: second$/m);
  });

  await test.step("no violation with two tabs", async () => {
    const { violations } = await new AxeBuilder({ page }).include(".lab-pane").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual(
      [],
    );
  });

  await test.step("a closed tab's shell lives on, and « + » finds it", async () => {
    await lesson.button("Fermer Terminal 2").click();
    await expect(second).toHaveCount(0);
    await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
    await lesson.type('echo "encore $LIEU"');
    await lesson.sees(/^encore premier$/m);
    await lesson.button("Nouveau terminal").click();
    await lesson.sees(/^ici: second$/m);
    await lesson.type('echo "toujours $LIEU"');
    await lesson.sees(/^toujours second$/m);
  });

  await test.step("a solution brings the first terminal to the front", async () => {
    const step = lesson.step("intrus");
    await step.getByText("Voir la solution").click();
    await step.getByRole("button", { name: "Jouer la solution dans le terminal" }).click();
    await expect(first).toHaveAttribute("aria-selected", "true");
    await lesson.seesDone("intrus");
  });
});

test("a lab has six terminals at most", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  for (let number = 2; number <= 6; number++) {
    await lesson.button("Nouveau terminal").click();
    await expect(lesson.tab(`Terminal ${number}`)).toHaveAttribute("aria-selected", "true");
    await lesson.sees(PROMPT);
  }
  await expect(lesson.button("Nouveau terminal")).toBeDisabled();
  await lesson.button("Nouveau terminal").press("Enter");
  await expect(lesson.panel.getByRole("tab")).toHaveCount(6);
  await page.setViewportSize({ width: 320, height: 700 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "width of the page's content").toBeLessThanOrEqual(320);
});
