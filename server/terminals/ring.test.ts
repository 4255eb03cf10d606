import fc from "fast-check";
import { expect, test } from "vitest";
import { Ring } from "./ring.ts";

test("gives back exactly what came since an offset it still has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 }),
      fc.nat(100),
      fc.nat(10_000),
      (chunks, capacity, at) => {
        const ring = new Ring(capacity);
        for (const chunk of chunks) ring.append(Buffer.from(chunk));
        const all = Buffer.concat(chunks);
        expect(ring.end).toBe(all.length);
        expect(ring.end - ring.start).toBeGreaterThanOrEqual(Math.min(capacity, all.length));
        const offset = ring.start + (at % (ring.end - ring.start + 1));
        expect(ring.since(offset)).toEqual(all.subarray(offset));
      },
    ),
  );
});

test("says so when the bytes are gone or have never been", () => {
  const ring = new Ring(4);
  for (const text of ["abc", "def", "ghi"]) ring.append(Buffer.from(text));
  expect(ring.since(0)).toBeUndefined();
  expect(ring.since(10)).toBeUndefined();
  expect(ring.since(9)?.toString()).toBe("");
  expect(ring.since(4)?.toString()).toBe("efghi");
});

test("counts from where the stream stands", () => {
  const ring = new Ring(4, 1000);
  ring.append(Buffer.from("ab"));
  expect([ring.start, ring.end]).toEqual([1000, 1002]);
  expect(ring.since(5)).toBeUndefined();
});
