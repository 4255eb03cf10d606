import { expect, test } from "vitest";
import { lessonPlace, partPlace } from "./slug.ts";

test("a lesson's path gives its slug, part and number", () => {
  expect(lessonPlace("3-lxd/4-premiers-conteneurs.mdx")).toEqual({
    slug: "lxd/premiers-conteneurs",
    part: "lxd",
    order: "3.4",
  });
});

test.each([
  "lxd/4-images.mdx",
  "3-lxd/images.mdx",
  "3-lxd/a/4-images.mdx",
  "3-LXD/4-x.mdx",
  "x.mdx",
])("%s has no place", (path) => expect(lessonPlace(path)).toBeNull());

test("a part's folder gives its slug and number", () => {
  expect(partPlace("4-docker")).toEqual({ slug: "docker", number: 4 });
  expect(partPlace("docker")).toBeNull();
});
