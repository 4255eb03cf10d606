const root = document.documentElement;
root.classList.add("js");
try {
  const { theme, split } = localStorage;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (Number(split)) root.style.setProperty("--split", `${Number(split)}%`);
} catch {
  // Storage is refused: the system's theme stands, and halves.
}
// See src/build/late-scripts.ts. Where nobody looks nothing is drawn, and not every browser says so.
const { scripts } = root.dataset;
if (scripts) {
  root.dataset.late = "";
  const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  const isTold = !document.hidden && PerformanceObserver.supportedEntryTypes.includes("paint");
  const drawn = new Promise((resolve) => {
    if (isTold) new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
    else resolve();
  });
  Promise.all([parsed, drawn])
    .then(() => Promise.all(scripts.split(" ").map((each) => import(each))))
    .finally(() => delete root.dataset.late);
}
