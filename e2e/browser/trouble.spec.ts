import { expectNoViolation } from "./axe.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

test("a lab that ends behind the page's back: the page says so, and offers another", async ({
  page,
}) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const lost = await lesson.labId();
  await page.request.delete(`/api/labs/${lost}`);
  await expect(lesson.state).toHaveText("Lab terminé");
  await expect(lesson.panel.getByText("Le lab est terminé", { exact: true })).toBeVisible();
  await expect(lesson.terminal).toHaveCount(0);
  await lesson.button("Démarrer un nouveau lab").click();
  await lesson.ready();
  expect(await lesson.labId()).not.toBe(lost);
});

test("a lab that went while the page was closed: the page says so when it is back", async ({
  page,
}) => {
  await page.addInitScript(
    (key) => localStorage.setItem(key, "lab-0000000000"),
    `lab:${LESSONS.guide}`,
  );
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await expect(lesson.panel.getByText("Votre dernier lab n’est plus là")).toBeVisible();
  await expect(lesson.button("Démarrer un nouveau lab")).toBeVisible();
});

test("a server that cannot give a lab: its own words, and another try", async ({ page }) => {
  let asked = 0;
  await page.route("**/api/labs", (route) => {
    asked++;
    return route.fulfill({
      status: 503,
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        status: 503,
        code: "full",
        title: "Toutes les places sont prises.",
        detail: "Réessayez dans une minute.",
      },
    });
  });
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.button("Démarrer le lab").click();
  await expect(lesson.panel.getByText("Toutes les places sont prises.")).toBeVisible();
  await expect(lesson.panel.getByText("Réessayez dans une minute.")).toBeVisible();
  await lesson.button("Réessayer").click();
  await expect.poll(() => asked).toBe(2);
  await expect(lesson.button("Réessayer")).toBeVisible();
});

test("a server that does not answer: said in French", async ({ page }) => {
  await page.route("**/api/labs", (route) => route.abort());
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.button("Démarrer le lab").click();
  await expect(lesson.panel.getByText("L’atelier ne répond pas.")).toBeVisible();
});

test("a lab of another lesson: the page says so; go there, or stop it and start this one", async ({
  page,
}) => {
  const guide = await LessonPage.open(page, LESSONS.guide);
  await guide.start();
  const first = await guide.labId();

  const lxc = await LessonPage.open(page, LESSONS.lxc);
  await expect(lxc.panel.getByText("Vous avez déjà un lab")).toBeVisible();
  await expect(lxc.state).toHaveText("Lab ailleurs");
  await lxc.button("Y aller").click();
  await expect(page).toHaveURL(`/${LESSONS.guide}/#lab`);
  await guide.ready();
  expect(await guide.labId()).toBe(first);

  await page.goto(`/${LESSONS.lxc}/`);
  await lxc.button("L’arrêter et démarrer celui-ci").click();
  await lxc.ready();
  expect(await lxc.labId()).not.toBe(first);
  expect((await page.request.get(`/api/labs/${first}`)).status()).toBe(404);
});

test("a lab follows the reader, until another lesson’s own takes its place", async ({ page }) => {
  test.setTimeout(180_000);
  const guide = await LessonPage.open(page, LESSONS.guide);
  await guide.start();
  const first = await guide.labId();
  await guide.type("GARDE=du-bois; clear; echo ici");
  await guide.sees(/^ici/m);

  const lxc = await LessonPage.open(page, LESSONS.lxc);
  await test.step("to this page, and to the next one, with its screen and its shell", async () => {
    await lxc.button("Le garder ici").click();
    await lxc.sees(/^ici/m);
    await expect(lxc.terminal.getByRole("textbox")).toBeFocused();
    await lxc.type('echo "$GARDE"');
    await lxc.sees(/^du-bois/m);
    await expect(lxc.button("Remettre à neuf")).toBeHidden();
    await expect(lxc.step("modele").getByRole("button", { name: "Vérifier" })).toBeHidden();
    await expectNoViolation(page);
    await page.getByRole("link", { name: /Suivante/ }).click();
    await lxc.sees(/^du-bois/m);
  });

  await test.step("what is done in it counts for its own lesson", async () => {
    await lxc.terminal.click();
    await lxc.type("id > ~/reponses/identite");
    const done = () => page.evaluate(() => localStorage.getItem("progress"));
    await expect.poll(done).toContain(`"${LESSONS.guide}":["qui-suis-je"]`);
    await page.goBack();
    await lxc.sees(/^du-bois/m);
  });

  await test.step("the page asks before its own lab takes the place", async () => {
    await lxc.button("Démarrer le lab de cette leçon").click();
    await lxc.confirm("Démarrer celui-ci");
    await lxc.ready();
    expect(await lxc.labId()).not.toBe(first);
    await expect(lxc.step("modele").getByRole("button", { name: "Vérifier" })).toBeVisible();
  });
});

test("a step that is tried ahead of its turn is ready for it", async ({ page }) => {
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const step = lesson.step("intrus");
  await step.getByRole("button", { name: "Vérifier" }).click();
  await expect(step.getByRole("status")).toContainText("cherchez avec ps -ef");
  await step.getByText("Voir la solution").click();
  await step.getByRole("button", { name: "Jouer la solution dans le terminal" }).click();
  await lesson.seesDone("intrus");
  await expect(lesson.progress).toHaveText("1 / 6 étapes réussies");
  await expect(lesson.step("qui-suis-je")).toHaveAttribute("aria-current", "step");
});

test("a connection that breaks: the terminal comes back by itself, and what was typed with it", async ({
  page,
}) => {
  const sockets: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/\/terminals\//, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  await lesson.type("MEMO=tenu");
  await sockets[0]!.close();
  await expect(lesson.terminal.getByText("Reconnexion…")).toBeVisible();
  await lesson.type('echo "$MEMO-$((40+2))"');
  await lesson.sees(/^tenu-42$/m);
  expect(sockets).toHaveLength(2);
  expect((await lesson.screen()).match(/tenu-42/g)).toHaveLength(1);
});
