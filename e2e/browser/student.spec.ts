import { readFile } from "node:fs/promises";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

test("a student's path, from the home page to the lab's end", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("reader", "yes"));
  await page.goto("/");
  await page.getByRole("link", { name: "mode d’emploi", exact: true }).click();
  await expect(page).toHaveURL(`/${LESSONS.guide}/`);
  const lesson = new LessonPage(page, LESSONS.guide);
  await expect(lesson.progress).toHaveText("6 étapes à faire dans le lab");

  await test.step("the lab starts, and the terminal has the keyboard", () => lesson.start());

  await test.step("the first step turns green by itself", async () => {
    await lesson.type("hostname");
    await lesson.type("id");
    await lesson.sees(/uid=\d+\(etudiant\)/);
    await expect(lesson.step("qui-suis-je")).toHaveAttribute("aria-current", "step");
    await lesson.type("id > ~/reponses/identite");
    await lesson.seesDone("qui-suis-je");
    await expect(lesson.progress).toHaveText("1 / 6 étapes réussies");
    await expect(lesson.step("fichier-de-root")).toHaveAttribute("aria-current", "step");
  });

  await test.step("after a reload: same lab, same shell, same screen", async () => {
    await lesson.type('GARDE=du-bois; clear; echo "shell $$"');
    await lesson.sees(/shell \d+/);
    const [id, screen] = [await lesson.labId(), await lesson.screen()];
    await page.reload();
    await lesson.ready();
    expect(await lesson.labId()).toBe(id);
    await expect.poll(() => lesson.screen()).toBe(screen);
    await expect(lesson.step("qui-suis-je")).toHaveAttribute("data-state", "done");
    await lesson.terminal.click();
    await lesson.type('echo "$GARDE de $$"');
    await lesson.sees(new RegExp(`du-bois de ${/\d+/.exec(screen)![0]}`));
  });

  await test.step("a block is executed by its button, and the keyboard follows", async () => {
    await lesson.runBlock("fichier-de-root", "sudo tee");
    await lesson.seesDone("fichier-de-root");
    await lesson.runBlock("service-endormi", "~/reponses/docker");
    await lesson.seesDone("service-endormi");
    await expect(lesson.terminal.getByRole("textbox")).toBeFocused();
  });

  await test.step("hints open one by one; the solution plays", async () => {
    const step = lesson.step("intrus");
    await expect(step.getByText("Indice 2 sur 3")).toBeHidden();
    await step.getByText("Indice 1 sur 3").click();
    await expect(step.getByText("ps -ef").first()).toBeVisible();
    await expect(step.getByText("Indice 2 sur 3")).toBeVisible();
    await step.getByText("Voir la solution").click();
    await step.getByRole("button", { name: "Jouer la solution dans le terminal" }).click();
    await lesson.seesDone("intrus");
    await lesson.sees(/pgrep -f/);
  });

  await test.step("back to the start of a step: what was done before it stays done", async () => {
    const step = lesson.step("service-endormi");
    await expect(lesson.step("qui-suis-je").getByText("Revenir à cette étape")).toBeHidden();
    await step.getByRole("button", { name: "Revenir à cette étape" }).click();
    await lesson.confirm("Revenir à l’étape");
    await lesson.ready();
    await expect(lesson.progress).toHaveText("2 / 6 étapes réussies");
    await expect(step).toHaveAttribute("aria-current", "step");
    await lesson.terminal.click();
    await lesson.type("ls ~/reponses | wc -l");
    await lesson.runBlock("service-endormi", "~/reponses/docker");
    await lesson.seesDone("service-endormi");
    await expect(lesson.progress).toHaveText("3 / 6 étapes réussies");
  });

  await test.step("the machine made anew: no step is done, the shell is another", async () => {
    await lesson.button("Remettre à neuf").click();
    await lesson.confirm("Annuler");
    await expect(lesson.progress).toHaveText("3 / 6 étapes réussies");
    await lesson.button("Remettre à neuf").click();
    await lesson.confirm("Remettre à neuf");
    await expect(lesson.state).toHaveText("Remise à neuf…");
    await lesson.ready();
    await expect(lesson.progress).toHaveText("0 / 6 étapes réussies");
    await lesson.terminal.click();
    await lesson.type('echo "<$GARDE>"; ls reponses | wc -l');
    await lesson.sees(/<>\n0/);
  });

  await test.step("the lab's time is extended", async () => {
    const left = lesson.panel.locator("[data-time]");
    await expect(left).toHaveText(/^5\d:/);
    const answer = page.waitForResponse(/\/extend$/);
    await lesson.button(/Prolonger/).click();
    expect((await answer).ok()).toBe(true);
    await expect(left).toHaveText(/^(60:00|59:5\d)$/);
  });

  await test.step("the lab is stopped, and is gone", async () => {
    const id = await lesson.labId();
    await lesson.button("Arrêter").click();
    await lesson.confirm("Arrêter le lab");
    await expect(lesson.state).toHaveText("Lab éteint");
    await expect(lesson.button("Démarrer un nouveau lab")).toBeVisible();
    expect((await page.request.get(`/api/labs/${id}`)).status()).toBe(404);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Garder ce que vous avez tapé" }).click();
    const typed = await readFile(await (await download).path(), "utf8");
    expect(typed).toContain("id > ~/reponses/identite\n");
  });
});

test("a container that the student launches turns its step green", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.lxd);
  await lesson.start();
  await lesson.type("lxc launch debian c1");
  await lesson.seesDone("lancer", 60_000);
});

test("a shell that ends can be opened again", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.type("exit 3");
  await expect(lesson.terminal.getByText("Le shell est terminé (code 3).")).toBeVisible();
  await lesson.button("Ouvrir un nouveau shell").click();
  await lesson.type("echo re-$((40+2))");
  await lesson.sees(/re-42/);
});

test("from the home page a terminal is one click away", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("reader", "yes"));
  await page.goto("/");
  await page.getByRole("link", { name: "Essayer tout de suite" }).click();
  await expect(page).toHaveURL(`/${LESSONS.guide}/#lab`);
  const lesson = new LessonPage(page, LESSONS.guide);
  await lesson.ready();
  await lesson.type("id -un");
  await lesson.sees(/^etudiant$/m);
});
