import { join } from "node:path";
import { z } from "astro/zod";
import { format } from "prettier";
import { expect, test } from "vitest";
import { lessonSchema, partSchema } from "./schema.ts";

const content = join(import.meta.dirname, "../../content");

/** A schema as editors read it (JSON Schema 2020-12). */
async function published(schema: z.ZodType): Promise<string> {
  return format(JSON.stringify(z.toJSONSchema(schema, { io: "input" })), { parser: "json" });
}

// Written anew by `npx vitest run --project unit src/course/json-schema.test.ts -u`.
test("the schemas for editors are those of the build", async () => {
  await expect(await published(lessonSchema)).toMatchFileSnapshot(join(content, "schema.json"));
  await expect(await published(partSchema)).toMatchFileSnapshot(join(content, "part.schema.json"));
});
