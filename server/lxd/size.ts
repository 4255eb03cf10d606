const UNITS: Record<string, number> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Bytes of a size as LXD writes it: `512MiB`, `6GiB`, `10GB`. @throws {Error} for what is none. */
export function parseSize(text: string): number {
  const [, number, unit = ""] = /^(\d+)(\w+)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (number === undefined || factor === undefined) throw new Error(`taille illisible : ${text}`);
  return Number(number) * factor;
}
