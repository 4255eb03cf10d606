/** A number as French writes it, with two decimals at most. */
export function french(value: number): string {
  return value.toLocaleString("fr-FR", { maximumFractionDigits: 2 });
}

/** A size in bytes, in the unit that suits it. */
export function size(bytes: number): string {
  const units = ["o", "Kio", "Mio", "Gio"] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${french(bytes / 1024 ** power)}\u00a0${units[power]}`;
}
