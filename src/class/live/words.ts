const HOUR = new Intl.DateTimeFormat("fr-FR", { timeStyle: "short" });

/** `09:30` */
export const hour = (iso: string): string => HOUR.format(new Date(iso));

/** Where a raised hand stands. @param place in the queue, 1 being the next */
export function placeInQueue(place: number): string {
  if (place === 1) return "Main levée\u00a0: vous êtes le prochain.";
  return `Main levée\u00a0: ${place - 1} avant vous.`;
}
