import pino from "pino";
import { expect, test } from "vitest";
import { ServerLog } from "./serverLog.ts";

test("what the server says of a lesson's failures is kept, and everything is shown", () => {
  const shown: string[] = [];
  const log = new ServerLog((line) => shown.push(line));
  const logger = pino({}, log);
  logger.info({ lesson: "lxd/images" }, "lab prêt");
  logger.error({ lesson: "lxd/images", err: new Error("disque plein") }, "lab manqué");
  logger.warn({ lesson: "lxd/images" }, "une fois encore");
  logger.error({ lesson: "lxc/reseau", err: new Error("autre chose") }, "lab manqué");
  logger.error({ err: new Error("sans leçon") }, "travail de fond");
  expect(log.about("lxd/images")).toBe("lab manqué\u00a0: disque plein\nune fois encore");
  expect(log.about("lxd/api-rest")).toBe("");
  expect(shown).toHaveLength(5);
});
