import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";
import { runOperation } from "./operations.ts";

/** An upload of some 200 MB, and LXD's unpacking of it (ms). */
const IMPORT_TIMEOUT = 600_000;

interface Image {
  fingerprint: string;
  aliases: { name: string }[];
}

/** Alias of the lab image of a recipe. */
export function labAlias(recipeHash: string): string {
  return `lab-${recipeHash}`;
}

/** Whether an image has this alias in the client's project. */
export async function hasImage(client: LxdClient, alias: string): Promise<boolean> {
  return await client.exists(`/1.0/images/aliases/${alias}`);
}

/** Imports a unified image file under an alias. One that LXD has already only gets the alias. */
export async function importImage(client: LxdClient, file: string, alias: string): Promise<void> {
  const fingerprint = await sha256(file);
  if (!(await client.exists(`/1.0/images/${fingerprint}`)))
    await runOperation(client, "POST", "/1.0/images", {
      body: await readFile(file),
      headers: { "content-type": "application/octet-stream" },
      timeout: IMPORT_TIMEOUT,
    });
  await client.request("POST", "/1.0/images/aliases", {
    body: { name: alias, target: fingerprint },
  });
}

/**
 * Has LXD unpack the image into the pool now, by an instance that never starts: the first student need not wait.
 */
export async function unpackImage(
  client: LxdClient,
  alias: string,
  profile: string,
): Promise<void> {
  const name = `unpack-${alias}`;
  await tolerate([404], () => runOperation(client, "DELETE", `/1.0/instances/${name}`));
  const source = { type: "image", alias };
  await runOperation(client, "POST", "/1.0/instances", {
    body: { name, type: "container", profiles: [profile], source },
    timeout: IMPORT_TIMEOUT,
  });
  await runOperation(client, "DELETE", `/1.0/instances/${name}`);
}

/**
 * Deletes lab images of other recipes. LXD keeps what instances were made from, so labs that run go on.
 */
export async function pruneImages(client: LxdClient, keep: string): Promise<void> {
  const images = await client.get<Image[]>("/1.0/images", { recursion: "1" });
  for (const { fingerprint, aliases } of images) {
    const names = aliases.map((alias) => alias.name);
    if (names.some((name) => name.startsWith("lab-")) && !names.includes(keep))
      await tolerate([404], () => runOperation(client, "DELETE", `/1.0/images/${fingerprint}`));
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
