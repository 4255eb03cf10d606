import cookie from "@fastify/cookie";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { nameSession, personOf, recognise } from "./session.ts";

async function app(https: boolean) {
  const server = Fastify();
  await server.register(cookie, { secret: "s".repeat(32) });
  nameSession(server, https);
  server.get("/enter", (request, reply) => reply.send(recognise(request, reply, https)));
  server.get("/who", (request, reply) => reply.send(personOf(request) ?? "nobody"));
  return server;
}

test.each([false, true])(
  "remembers a person, with a name that only it can set: %s",
  async (https) => {
    const server = await app(https);
    const entered = await server.inject("/enter");
    const [set] = entered.cookies;
    expect(set).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect([set?.name, set?.secure]).toEqual(
      https ? ["__Host-atelier", true] : ["atelier", undefined],
    );
    const cookies = { [String(set?.name)]: String(set?.value) };
    expect((await server.inject({ url: "/who", cookies })).body).toBe(entered.body);
  },
);

test("over HTTPS, a cookie that another host could have set is nobody's", async () => {
  const plain = (await (await app(false)).inject("/enter")).cookies[0];
  const cookies = { atelier: String(plain?.value) };
  expect((await (await app(true)).inject({ url: "/who", cookies })).body).toBe("nobody");
});
