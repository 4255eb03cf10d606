import { describe, expect, it } from "vitest";
import { Console } from "./console.ts";
import { Lifetime } from "./lifetime.ts";

describe("Lifetime", () => {
  it("stops in the reverse order, once, whoever asks", async () => {
    const lifetime = new Lifetime(new Console());
    const stopped: string[] = [];
    lifetime.onStop(() => void stopped.push("lxd"));
    lifetime.onStop(async () => void stopped.push("server"));
    await Promise.all([lifetime.end(), lifetime.end()]);
    expect(stopped).toEqual(["server", "lxd"]);
  });

  it("goes on stopping when one of them fails", async () => {
    const lifetime = new Lifetime(new Console());
    let stopped = false;
    lifetime.onStop(() => void (stopped = true));
    lifetime.onStop(() => Promise.reject(new Error("non")));
    await lifetime.end();
    expect(stopped).toBe(true);
  });

  it("stops at once what was started too late", async () => {
    const lifetime = new Lifetime(new Console());
    await lifetime.end();
    let stopped = false;
    lifetime.onStop(() => void (stopped = true));
    expect(stopped).toBe(true);
  });
});
