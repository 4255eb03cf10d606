import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";

test.use({ javaScriptEnabled: false });

for (const slug of Object.values(LESSONS)) {
  test(`${slug} reads whole without scripts`, async ({ page }) => {
    await page.goto(`/${slug}/`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("noscript p")).toContainText("il lui faut JavaScript");
    await expect(page.locator("noscript p")).toBeVisible();
    // No button that does nothing.
    await expect(page.locator("button:visible:not([popovertarget])")).toHaveCount(0);

    for (const step of await page.locator("[data-step]").all()) {
      for (const hint of await step.locator("details.hint").all()) {
        await hint.locator("summary").click();
        await expect(hint.locator(".fold")).toBeVisible();
      }
      await step.getByText("Voir la solution").click();
      await expect(step.locator(".solution figure code").first()).toBeVisible();
    }
  });
}

test("the course's menu opens without scripts", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Le cours" }).click();
  const menu = page.getByRole("navigation", { name: "Le cours" });
  await menu.getByRole("link", { name: /Premiers conteneurs LXD/ }).click();
  await expect(page).toHaveURL(`/${LESSONS.lxd}/`);
});
