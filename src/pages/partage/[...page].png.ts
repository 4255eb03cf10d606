import type { APIRoute } from "astro";
import { drawSharePicture, type SharePicture, STEELS } from "../../build/share-picture.ts";
import { courseMenu } from "../../course/menu.ts";

const HOME: SharePicture = {
  kicker: "LXC · LXD · Docker",
  title: "Apprenez les conteneurs en les ouvrant.",
  text: "Un cours en français, dans un vrai terminal.",
  colour: STEELS[0],
};

/** One picture a lesson, and one for all other pages; none where no address of the site could lead to them. */
export async function getStaticPaths() {
  if (!import.meta.env.SITE) return [];
  const menu = await courseMenu();
  const lessons = menu.flatMap((part) =>
    part.lessons.map(({ id, data }) => ({
      params: { page: id },
      props: {
        kicker: `Leçon ${data.order} · ${part.title}`,
        title: data.title,
        text: data.description,
        colour: STEELS[part.number] ?? STEELS[0],
      },
    })),
  );
  return [{ params: { page: "accueil" }, props: HOME }, ...lessons];
}

export const GET: APIRoute<SharePicture> = async ({ props }) =>
  new Response(new Uint8Array(await drawSharePicture(props)), {
    headers: { "content-type": "image/png" },
  });
