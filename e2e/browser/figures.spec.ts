import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

const DUEL = "lxd/instantanes-et-stockages";
const SIDE_BY_SIDE = "conteneurs/conteneurs-et-vm";

/** Machines that prepare containers of their own before the first prompt (ms). */
const PREPARED = 150_000;

test("the duel draws the reader's own measures beside those of 2016", async ({ page }) => {
  test.setTimeout(PREPARED);
  const lesson = await LessonPage.open(page, DUEL);
  const figure = page.locator("live-figure");
  const row = (name: string) => figure.getByRole("row", { name });
  await expect(row("ZFS, 2016").first().getByRole("cell")).toHaveText([
    "16,2\u00a0s",
    "0,5\u00a0s",
  ]);
  await expect(row("plat, vous").getByRole("cell")).toHaveText(["–", "–"]);
  const drawing = figure.getByRole("img", { name: "Créer un second conteneur" });
  await expect(drawing).toHaveAccessibleName(/dir 50,2\u00a0s/);

  await lesson.start();
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByRole("status")).toHaveText("Votre lab n’a pas encore de mesure.");
  await lesson.terminal.click();
  await lesson.type("lxc storage create plat dir; cd reponses");
  await lesson.type(
    "printf 'default;conteneur;0.28\\nplat;conteneur;2,5\\n<b>;conteneur;9\\n' > duel.csv",
  );
  await expect(row("plat, vous").getByRole("cell")).toHaveText(["2,5\u00a0s", "–"], {
    timeout: 20_000,
  });
  await expect(drawing).toHaveAccessibleName(
    /Chez vous\u00a0: default \(btrfs\) 0,28\u00a0s, plat/,
  );
  await expect(figure.getByRole("status")).toContainText("8,9\u00a0fois plus");
  await expect(drawing.locator("[data-storage=plat] .bar")).toHaveAttribute("width", "100%");

  // A measure that is taken back goes from the drawing too, by the button as by a command.
  await lesson.type("rm duel.csv");
  await figure.getByRole("button", { name: "Relire le lab" }).click();
  await expect(row("plat, vous").getByRole("cell")).toHaveText(["–", "–"]);
});

test("containers stand side by side as the lab has them now", async ({ page }) => {
  test.setTimeout(PREPARED);
  const lesson = await LessonPage.open(page, SIDE_BY_SIDE);
  const figure = page.locator("live-figure");
  const cells = (name: string) => figure.getByRole("row", { name }).getByRole("cell");
  await lesson.start();
  await figure.scrollIntoViewIfNeeded();
  await expect(cells("nom").nth(3)).toHaveText("docker1", { timeout: 20_000 });
  await expect(cells("utilisateurs")).toHaveText([
    /^le sien/,
    /^celui de l’hôte/,
    /^à lui/,
    /^celui de l’hôte/,
  ]);
  await expect(cells("type de la racine").last()).toHaveText(/^(overlay|btrfs)$/);
  const drawing = figure.getByRole("img");
  await expect(drawing).toHaveAccessibleName(/LXD, à lui\u00a0: processus.*utilisateurs\./);
  await expect(drawing.locator('[data-box="docker:user"]')).toContainText("= Hôte");

  await expect(cells("processus, au plus").last()).toHaveText("sans limite");
  await lesson.terminal.click();
  await lesson.type("docker update --pids-limit 20 docker1");
  await expect(cells("processus, au plus").last()).toHaveText("20", { timeout: 20_000 });
});

test("what a lab answers is text, whatever it says", async ({ page }) => {
  test.setTimeout(PREPARED);
  const lesson = await LessonPage.open(page, DUEL);
  const driver = "<img src=x onerror=document.title='perdu'>";
  const readings = [{ operation: "conteneur", storage: "plat", driver, seconds: 1 }];
  await page.route("**/probes/duel", (route) =>
    route.fulfill({ json: { shape: "durations", readings } }),
  );
  await lesson.start();
  const figure = page.locator("live-figure");
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.locator("[data-storage=plat] .label").first()).toHaveText(`plat (${driver})`);
  await expect(figure.locator("img, [onerror]")).toHaveCount(0);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the figures of 2016 are there, and what would fill the rest is said", async ({ page }) => {
    await page.goto(`/${DUEL}/`);
    const figure = page.locator("live-figure");
    await expect(figure.getByRole("img").last()).toHaveAccessibleName(/dir 44\u00a0s/);
    await expect(figure.getByRole("status")).toContainText("se remplissent depuis votre lab");
    await expect(figure.getByRole("button")).toHaveCount(0);
  });
});
