import { expect, test } from "vitest";
import { type Going, lessonAhead } from "./destination.ts";

const LESSONS = new Set(["lxc/reseau", "lxd/images"]);

function ahead(url: string, other: Partial<Going> = {}): string | null {
  const going: Going = {
    canIntercept: true,
    hashChange: false,
    downloadRequest: null,
    formData: null,
    navigationType: "push",
    destination: { url: new URL(url, "http://atelier.test").href },
    ...other,
  };
  return lessonAhead(going, LESSONS);
}

test.each(["/lxc/reseau/", "/lxc/reseau/#etape-pont"])("%s is a lesson", (url) =>
  expect(ahead(url)).toBe("lxc/reseau"),
);

test("back and forward lead to lessons too", () =>
  expect(ahead("/lxd/images/", { navigationType: "traverse" })).toBe("lxd/images"));

test.each(["/", "/lxc/", "/lxc/rien/", "/lxc/reseau", "/lxc/reseaux", "/lxc/reseau/?a", "/plan/"])(
  "%s is none",
  (url) => expect(ahead(url)).toBeNull(),
);

test.each<Partial<Going>>([
  { canIntercept: false },
  { hashChange: true },
  { downloadRequest: "" },
  { formData: new FormData() },
  { navigationType: "reload" },
])("%o is left to the browser", (other) => expect(ahead("/lxc/reseau/", other)).toBeNull());
