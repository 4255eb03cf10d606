import { afterAll, beforeAll, expect, test } from "vitest";
import { listInstructors } from "../../store/instructors.ts";
import { type Browser, TestAtelier } from "../classes/testing.ts";
import { isAllowed, Oidc } from "./oidc.ts";
import { startProvider, type TestProvider } from "./testProvider.ts";

const CALLBACK = "http://localhost:4321/api/instructors/oidc/callback";

let provider: TestProvider;
let atelier: TestAtelier;

beforeAll(async () => {
  provider = await startProvider(CALLBACK);
  const { issuer, clientId, clientSecret } = provider;
  const oidc = new Oidc({ issuer, clientId, clientSecret, allowed: ["@ecole.example"] });
  atelier = await TestAtelier.open({ oidc });
});
afterAll(async () => {
  await atelier.close();
  await provider.close();
});

/** Goes to the provider and comes back with its answer. */
async function comeBack(browser: Browser, account: string): Promise<string> {
  const away = await browser.get("/api/instructors/oidc");
  expect(away.statusCode).toBe(302);
  return await provider.signIn(String(away.headers.location), account);
}

const pathOf = (address: string) => address.slice("http://localhost:4321".length);

test("whom the provider vouches for comes in, and is the same at the next visit", async () => {
  for (let visit = 0; visit < 2; visit++) {
    const browser = atelier.browser();
    const back = await browser.get(pathOf(await comeBack(browser, "zoe")));
    expect([back.statusCode, back.headers.location]).toEqual([302, "/formateur/"]);
    expect((await browser.get("/api/instructors/me")).json()).toMatchObject({ name: "Zoé" });
  }
  expect(await listInstructors(atelier.store.db)).toHaveLength(1);
  const ways = await atelier.browser().get("/api/instructors/ways");
  expect(ways.json()).toEqual({ first: false, oidc: true });
});

test.each(["mallory", "unverified"])("%s is not on the list", async (account) => {
  const browser = atelier.browser();
  const back = await browser.get(pathOf(await comeBack(browser, account)));
  expect(back.headers.location).toBe("/formateur/entrer/?refus");
  expect((await browser.get("/api/instructors/me")).statusCode).toBe(401);
});

test("an answer is of use once, and only to the browser that asked", async () => {
  const zoe = atelier.browser();
  const address = pathOf(await comeBack(zoe, "zoe"));
  const thief = atelier.browser();
  expect((await thief.get(address)).headers.location).toBe("/formateur/entrer/?refus");
  await thief.get("/api/instructors/oidc");
  expect((await thief.get(address)).headers.location).toBe("/formateur/entrer/?refus");
  expect((await zoe.get(address)).headers.location).toBe("/formateur/");
  expect((await zoe.get(address)).headers.location).toBe("/formateur/entrer/?refus");
});

test("a provider that does not answer is told, and asked again the next time", async () => {
  const { issuer, clientId, clientSecret } = provider;
  const nowhere = new Oidc({
    issuer: "http://127.0.0.1:1",
    clientId,
    clientSecret,
    allowed: ["@ecole.example"],
  });
  expect(issuer).not.toBe("http://127.0.0.1:1");
  const alone = await TestAtelier.open({ oidc: nowhere });
  const answer = await alone.browser().get("/api/instructors/oidc");
  expect(answer.headers.location).toBe("/formateur/entrer/?service");
  await alone.close();
});

test("without a provider there is none", async () => {
  const alone = await TestAtelier.open();
  expect((await alone.browser().get("/api/instructors/oidc")).json().code).toBe("no-oidc");
  await alone.close();
});

test.each([
  ["zoe@ecole.example", "1", "zoe@ecole.example", true],
  ["ZOE@ecole.example", "1", "zoe@ecole.example", true],
  ["@ecole.example", "1", "zoe@ecole.example", true],
  ["@ecole.example", "1", "zoe@autre-ecole.example", false],
  ["@ecole.example", "1", "", false],
  ["sub:1", "1", "", true],
  ["sub:1", "11", "", false],
])("%s lets in %s <%s>: %s", (entry, subject, email, expected) => {
  expect(isAllowed([entry], subject, email)).toBe(expected);
});
