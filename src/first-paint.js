const root = document.documentElement;
root.classList.add("js");
try {
  const { theme, split } = localStorage;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (Number(split)) root.style.setProperty("--split", `${Number(split)}%`);
} catch {
  // Storage is refused: the system's theme stands, and halves.
}
