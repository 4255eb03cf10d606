import fc from "fast-check";
import { expect, test } from "vitest";
import { Ring } from "./ring.ts";

const BLOCK = 16 * 1024;

const chunks = fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 30 });

test("gives back exactly what came since an offset it still has", () => {
  fc.assert(
    fc.property(chunks, fc.nat(100_000), fc.nat(1_000_000), (parts, capacity, at) => {
      const ring = new Ring(capacity);
      for (const part of parts) ring.append(Buffer.from(part));
      const all = Buffer.concat(parts);
      expect(ring.end).toBe(all.length);
      const kept = ring.end - ring.start;
      expect(kept).toBeGreaterThanOrEqual(Math.min(capacity, all.length));
      expect(kept).toBeLessThan(capacity + BLOCK);
      const offset = ring.start + (at % (kept + 1));
      expect(ring.since(offset)).toEqual(all.subarray(offset));
      expect(ring.since(ring.start - 1)).toBeUndefined();
      expect(ring.since(ring.end + 1)).toBeUndefined();
    }),
  );
});

test("drops nothing that somebody still lacks", () => {
  const ring = new Ring(0);
  for (let i = 0; i < 9; i++) ring.append(Buffer.alloc(BLOCK, i), 3 * BLOCK + 5);
  expect(ring.start).toBe(3 * BLOCK);
  ring.append(Buffer.from("fin"));
  expect(ring.since(9 * BLOCK)?.toString()).toBe("fin");
  expect(ring.start).toBe(9 * BLOCK);
});

test("counts from where the stream stands, after what an earlier one left", () => {
  const ring = new Ring(4, 1000, Buffer.from("avant"));
  ring.append(Buffer.from("ab"));
  expect([ring.start, ring.end]).toEqual([995, 1002]);
  expect(ring.since(5)).toBeUndefined();
  expect(ring.since(998)?.toString()).toBe("ntab");
});

test("tells with its bytes what those that were dropped have switched on", () => {
  const ring = new Ring(0);
  ring.append(Buffer.from("\u001b[?1049h\u001b[?1h"));
  ring.append(Buffer.alloc(BLOCK, "x"));
  ring.append(Buffer.from("fin"));
  expect(ring.picture.toString()).toMatch(/^\u001b\[\?1049h\u001b\[\?1hx*fin$/);
});
