/**
 * A day, a month or a year as one says it: `2016-04-21` is « 21 avril 2016 », `2016-04` « avril 2016 ». The number of a
 * day stays on the line of its month.
 */
export function dayInFrench(date: string): string {
  const [year, month, day] = date.split("-");
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  const text = new Intl.DateTimeFormat("fr-FR", options).format(
    new Date(`${year}-${month ?? "01"}-${day ?? "01"}`),
  );
  return day ? text.replace(/^1 /, "1er ").replace(" ", "\u00a0") : text;
}
