const drawn = (path: string) =>
  `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;

/** Line drawings of the terminals' buttons. */
export const ICONS = {
  cross: drawn("m4 4 8 8m0-8-8 8"),
  plus: drawn("M8 3v10M3 8h10"),
  minus: drawn("M3 8h10"),
  up: drawn("m3.5 10 4.5-4.5 4.5 4.5"),
  down: drawn("M3.5 6 8 10.5 12.5 6"),
  full: drawn("M6 2H2v4m8-4h4v4M2 10v4h4m8-4v4h-4"),
  split: drawn("M2 3h12v10H2zM8 3v10"),
  search: drawn("M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm3.3 7.8L14 14"),
} as const;

/** A button that is a drawing, with its name for those who do not see it. */
export function iconButton(drawing: string, label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.ariaLabel = label;
  button.title = label;
  button.innerHTML = drawing;
  return button;
}
