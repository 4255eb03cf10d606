import { expect, test } from "vitest";
import type { Instance } from "../../lxd/instances.ts";
import type { ManifestLesson } from "../../protocol.ts";
import { bakedKeys, modelStateOf, newModelKeys, preparations, recipeFor, unitsOf } from "./keys.ts";

const lesson: ManifestLesson = {
  slug: "essai/modele",
  title: "Essai",
  machines: ["main"],
  setup: "docker load",
  steps: [{ id: "un", title: "Un", setup: " ", run: [], check: "true", source: "essai.mdx:1" }],
};

const withKeys = (config: Record<string, string>): Instance => ({
  name: "bake-0",
  status: "Stopped",
  created_at: "",
  config,
});

test("a model has one recipe, be it for two lessons that prepare the same", () => {
  expect(preparations(lesson)).toEqual(["docker load"]);
  const recipe = recipeFor("image", lesson);
  expect(recipeFor("image", { ...lesson, slug: "essai/autre", title: "Autre" })).toBe(recipe);
  expect(recipeFor("autre image", lesson)).not.toBe(recipe);
  expect(recipeFor("image", { ...lesson, setup: "docker pull" })).not.toBe(recipe);
});

test("keys tell a model, and what a copy of it starts", () => {
  expect(modelStateOf(withKeys({ "user.atelier.state": "pooled" }))).toBeUndefined();
  expect(modelStateOf(withKeys(newModelKeys("0")))).toBe("baking");
  expect(modelStateOf(withKeys(bakedKeys([])))).toBe("baked");
  expect(unitsOf(withKeys({}))).toBeUndefined();
  expect(unitsOf(withKeys(bakedKeys([])))).toEqual([]);
  expect(unitsOf(withKeys(bakedKeys(["lxd.service", "docker.service"])))).toEqual([
    "lxd.service",
    "docker.service",
  ]);
});
