import { describe, expect, test } from "vitest";
import { capacity, pressure } from "./capacity.ts";

const GIB = 2 ** 30;

describe("capacity", () => {
  test("is what is scarcest", () => {
    expect(capacity({ memory: 3 * GIB, disk: 100 * GIB, cores: 8 })).toEqual({
      labs: 10,
      limit: "la mémoire",
    });
    expect(capacity({ memory: 64 * GIB, disk: 5 * GIB, cores: 8 }).limit).toBe("le disque");
    expect(capacity({ memory: 64 * GIB, disk: 90 * GIB, cores: 2 })).toEqual({
      labs: 20,
      limit: "les processeurs",
    });
  });
  test("counts the labs that have their share already", () => {
    const left = { memory: GIB, disk: 100 * GIB, cores: 8 };
    expect(capacity(left, 7).labs).toBe(7);
    expect(capacity({ ...left, memory: 0 }).labs).toBe(0);
  });
});

describe("pressure", () => {
  const plenty = { memory: 8 * GIB, disk: 50 * GIB, cores: 2 };
  test("is silent while there is room", () => {
    expect(pressure(plenty, 3)).toBeUndefined();
  });
  test("names what is short", () => {
    expect(pressure({ ...plenty, memory: GIB / 2 }, 0)).toMatch(/mémoire/);
    expect(pressure({ ...plenty, disk: GIB / 2 }, 0)).toMatch(/stockage/);
    expect(pressure(plenty, 40)).toMatch(/surchargée/);
  });
});
