import type { MeasuredDuration } from "../../server/protocol-probes.ts";
import { french } from "./numbers.ts";

/** What was timed, and what Arne Svendsen found in 2016 (s), under Jason Bayton's article. */
export const OPERATIONS = [
  { id: "conteneur", title: "Créer un second conteneur", past: [16.2, 50.2, 1.09] },
  { id: "instantane", title: "Prendre un instantané", past: [0.5, 44, 1.08] },
] as const;

/** The storages of 2016, in the order of `past`, and whether they copy. */
export const PAST = [
  { name: "ZFS", copies: false },
  { name: "dir", copies: true },
  { name: "dir posé sur ZFS", copies: true },
] as const;

/** The storages that the lesson has measured. */
export const STORAGES = ["default", "plat"] as const;

/** One bar: `share` is its length, in percent of the longest beside it. */
export interface Bar {
  label: string;
  seconds: number | undefined;
  share: number;
  /** Whether this storage copies what others only keep. */
  copies: boolean;
}

/** The reader's own bars of an operation, each storage in its place, with or without a measure. */
export function ownBars(operation: string, readings: readonly MeasuredDuration[]): Bar[] {
  // The last measure counts: a failed try is done again.
  const last = (storage: string) =>
    readings.findLast((each) => each.operation === operation && each.storage === storage);
  const found = STORAGES.map((storage) => ({ storage, measure: last(storage) }));
  const longest = Math.max(...found.map(({ measure }) => measure?.seconds ?? 0));
  return found.map(({ storage, measure }) => ({
    label: measure ? `${storage} (${measure.driver})` : storage,
    seconds: measure?.seconds,
    share: share(measure?.seconds ?? 0, longest),
    copies: measure ? measure.driver === "dir" : storage === "plat",
  }));
}

/** The bars of 2016. */
export function pastBars({ past }: (typeof OPERATIONS)[number]): Bar[] {
  const longest = Math.max(...past);
  return PAST.map(({ name, copies }, index) => {
    const seconds = past[index]!;
    return { label: name, seconds, share: share(seconds, longest), copies };
  });
}

/** « 16,2 s », or a dash where nothing was measured. */
export function seconds(value: number | undefined): string {
  return value === undefined ? "–" : `${french(value)}\u00a0s`;
}

/** The bars in words. */
export function inWords(bars: readonly Bar[]): string {
  const measured = bars.filter((bar) => bar.seconds !== undefined);
  return measured.map((bar) => `${bar.label} ${seconds(bar.seconds)}`).join(", ");
}

/** What a screen reader is told once the reader's measures are there, or that there are none yet. */
export function duelSummary(readings: readonly MeasuredDuration[]): string {
  const found = OPERATIONS.flatMap(({ id, title }) => {
    const bars = ownBars(id, readings);
    const words = inWords(bars);
    return words ? [`${title}\u00a0: ${words}${ratio(bars)}.`] : [];
  });
  return found.length > 0
    ? `Vos mesures. ${found.join(" ")}`
    : "Votre lab n’a pas encore de mesure.";
}

/** How many times longer copying took, where it did. */
function ratio(bars: readonly Bar[]): string {
  const [shares, copies] = bars;
  if (!shares?.seconds || !copies?.seconds || copies.seconds <= shares.seconds) return "";
  return `, soit ${french(Math.round((copies.seconds / shares.seconds) * 10) / 10)}\u00a0fois plus`;
}

/** A bar that says something is never of no length at all. */
function share(value: number, longest: number): number {
  return value > 0 ? Math.max(1, Math.round((value / longest) * 1000) / 10) : 0;
}
