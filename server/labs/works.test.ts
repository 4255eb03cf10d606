import pino from "pino";
import { expect, test, vi } from "vitest";
import type { LxdEndpoint } from "../lxd/endpoint.ts";
import { LxdUnreachable } from "../lxd/errors.ts";
import { LabRecord } from "./record.ts";
import { Works, type WorksOptions } from "./works.ts";

const GONE = new LxdUnreachable({ type: "unix", path: "" } as LxdEndpoint, new Error("parti"));

const lesson = { slug: "essai", title: "Essai", machines: ["main"], setup: "", steps: [] };

function newLab(): LabRecord {
  const now = Date.now();
  return new LabRecord({ id: "lab-1", owner: "", lesson, createdAt: now, expiresAt: now });
}

/** Works whose maker makes nothing. @param save how keys are written. */
function worksWith(save: () => Promise<void>) {
  const maker = {
    make: vi.fn(async () => undefined),
    unmake: vi.fn(async () => undefined),
    prepare: vi.fn(async () => undefined),
    needsNothing: () => true,
  };
  const failed = vi.fn(async () => undefined);
  const options = { maker, save, failed, ttl: 1_000, log: pino({ level: "silent" }) };
  const checkpoints = { takeFreshSoon: () => undefined };
  const pending = { keep: vi.fn(), drop: vi.fn() };
  const rest = { checkpoints, pending, adopt: () => undefined };
  const works = new Works({ ...options, ...rest } as unknown as WorksOptions);
  return { works, maker, failed, pending };
}

test("makes a lab again that LXD died over, and not one that only could not be noted", async () => {
  let refusals = 2;
  const { works, maker, failed } = worksWith(async () => {
    if (refusals-- > 0) throw GONE;
  });
  maker.make.mockRejectedValueOnce(GONE);
  const lab = newLab();
  works.make(lab, false);
  await works.done(lab);
  expect(lab.state).toBe("ready");
  // Once it died while it made the machine, and twice while it was told that it is ready.
  expect(maker.make).toHaveBeenCalledTimes(2);
  expect(maker.unmake).toHaveBeenCalledTimes(1);
  expect(failed).not.toHaveBeenCalled();
});

test("does one thing after the other to a lab, and nothing to one that ended meanwhile", async () => {
  const noted = Promise.withResolvers<void>();
  const { works, maker, failed, pending } = worksWith(() => noted.promise);
  const lab = newLab();
  works.make(lab, false);
  await vi.waitFor(() => expect(lab.state).toBe("ready"));
  // It is ready, and being noted as such, when its student wants it as it was.
  lab.setState("resetting");
  works.reset(lab);
  lab.become("ending");
  noted.resolve();
  await works.settleAll();
  await works.done(lab);
  expect(pending.keep).toHaveBeenCalledTimes(1);
  expect(maker.unmake).not.toHaveBeenCalled();
  expect(failed).not.toHaveBeenCalled();
});

test("a lab that could not be made and cannot be ended either costs nobody else the server", async () => {
  const { works, maker, failed } = worksWith(() => Promise.resolve());
  maker.make.mockRejectedValueOnce(new Error("non"));
  failed.mockRejectedValueOnce(new Error("non plus"));
  const lab = newLab();
  works.make(lab, false);
  await works.done(lab);
  expect(failed).toHaveBeenCalledTimes(1);
});

test("has a note of a lab for as long as it has no machine", async () => {
  const { works, maker, pending } = worksWith(() => Promise.resolve());
  const lab = newLab();
  maker.make.mockImplementation(async () => {
    expect(pending.keep).toHaveBeenCalledWith(lab);
    expect(pending.drop).not.toHaveBeenCalled();
  });
  works.make(lab, false);
  expect(pending.keep).toHaveBeenCalledTimes(1);
  await works.done(lab);
  expect(lab.state).toBe("ready");
  expect(pending.drop).toHaveBeenCalledWith(lab.id);
});
