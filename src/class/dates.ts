const DAY = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "medium", timeStyle: "short" });
const HOUR = new Intl.DateTimeFormat("fr-FR", { timeStyle: "short" });

/** `23 novembre 2026` */
export const day = (iso: string): string => DAY.format(new Date(iso));

/** `23 nov. 2026, 09:30` */
export const moment = (iso: string): string => MOMENT.format(new Date(iso));

/** `23 novembre 2026, de 09:30 à 12:30`; two days where there are two. */
export function span(from: string, to: string): string {
  const [start, end] = [new Date(from), new Date(to)];
  return DAY.format(start) === DAY.format(end)
    ? `${DAY.format(start)}, de ${HOUR.format(start)} à ${HOUR.format(end)}`
    : `du ${MOMENT.format(start)} au ${MOMENT.format(end)}`;
}

/** A moment as a field of the browser has it, in its own time zone: `2026-11-23T09:30`. */
export function toField(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that such a field says, ISO 8601. */
export const fromField = (value: string): string => new Date(value).toISOString();
