import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const left = async (view: Locator) => (await view.boundingBox())!;

// A long way through many sizes, on a machine that draws without a graphics card.
test.describe.configure({ timeout: 180_000 });
test.use({ viewport: { width: 1440, height: 900 } });

test("two terminals side by side", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const views = lesson.panel.locator("lab-terminal:not([hidden])");
  const [one, two] = ["main", "t2"].map((name) => lesson.panel.locator(`#terminal-${name}`));
  const button = lesson.button("Côte à côte");
  const divider = page.getByRole("separator", { name: "Partage entre les deux terminaux" });
  await lesson.type("LIEU=gauche; clear");

  await test.step("Ctrl+Shift+D opens a second one, which has the keyboard", async () => {
    await page.keyboard.press("Control+Shift+D");
    await expect(views).toHaveCount(2);
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await expect(lesson.tab("Terminal 2")).toHaveAttribute("aria-selected", "true");
    await expect(two!.getByRole("textbox")).toBeFocused();
    await expect(two!).toHaveAttribute("data-front", "");
    await expect(two!).toContainText("$");
    await lesson.type('echo "dans ${LIEU:-droite}"');
    await expect(two!).toContainText("dans droite");
    const [a, b] = [await left(one!), await left(two!)];
    expect(a.x + a.width).toBeLessThanOrEqual(b.x);
    expect(a.y).toBe(b.y);
  });

  await test.step("a click into a pane, and a tab, choose where blocks are typed", async () => {
    await one!.click({ position: { x: 100, y: 200 } });
    await expect(lesson.tab("Terminal 1")).toHaveAttribute("aria-selected", "true");
    await lesson.runBlock("qui-suis-je", "hostname");
    await expect(one!).toContainText("hostname");
    await expect(two!).not.toContainText("hostname");
    await page.keyboard.press("Control+Shift+ArrowRight");
    await expect(two!.getByRole("textbox")).toBeFocused();
  });

  await test.step("the divider moves by keyboard and by mouse", async () => {
    await divider.focus();
    await expect(divider).toHaveAttribute("aria-orientation", "vertical");
    const before = (await left(one!)).width;
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect(divider).toHaveAttribute("aria-valuenow", "46");
    expect((await left(one!)).width).toBeLessThan(before);
    const { x, y } = (await divider.boundingBox())!;
    await page.mouse.move(x + 3, y + 200);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 200, { steps: 4 });
    await page.mouse.up();
    expect((await left(one!)).width).toBeGreaterThan(before);
    await divider.press("Home");
    await expect(divider).toHaveAttribute("aria-valuenow", "20");
    await divider.press("Enter");
    await divider.press("ArrowRight");
    await expect(divider).toHaveAttribute("aria-valuenow", "52");
  });

  await test.step("a narrow place has one above the other", async () => {
    const { height } = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(divider).toHaveAttribute("aria-orientation", "horizontal");
    const [a, b] = [await left(one!), await left(two!)];
    expect(a.y + a.height).toBeLessThanOrEqual(b.y);
    expect(a.x).toBe(b.x);
    await page.setViewportSize({ width: 1440, height });
  });

  await test.step("no violation, and all is there again after a reload", async () => {
    const { violations } = await new AxeBuilder({ page }).include(".lab-pane").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual(
      [],
    );
    const told: string[] = [];
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        if (typeof payload === "string" && payload.includes("resize")) told.push(payload);
      }),
    );
    await page.reload();
    await expect(views).toHaveCount(2);
    await expect(divider).toHaveAttribute("aria-valuenow", "52");
    await expect(lesson.tab("Terminal 2")).toHaveAttribute("aria-selected", "true");
    await expect(two!).toContainText("dans droite");
    expect(told, "sizes told after those to begin with").toEqual([]);
  });

  await test.step("another tab takes the place of the one in front; closing it goes back to one", async () => {
    await lesson.button("Nouveau terminal").click();
    await expect(lesson.tab("Terminal 3")).toHaveAttribute("aria-selected", "true");
    await expect(one!).toBeVisible();
    await expect(two!).toBeHidden();
    await expect(views).toHaveCount(2);
    await lesson.sees(/\$ $/m);
    await page.keyboard.press("Control+Shift+X");
    await expect(lesson.tab("Terminal 3")).toHaveCount(0);
    await expect(views).toHaveCount(1);
    await expect(one!.getByRole("textbox")).toBeFocused();
    await expect(button).toHaveAttribute("aria-pressed", "false");
    await expect(divider).toBeHidden();
  });

  await test.step("the button splits with the tab that is open, and ends it", async () => {
    await button.click();
    await expect(two!).toBeVisible();
    await expect(two!).toContainText("dans droite");
    await button.click();
    await expect(views).toHaveCount(1);
    await expect(two!.getByRole("textbox")).toBeFocused();
  });
});
