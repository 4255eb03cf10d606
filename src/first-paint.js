const root = document.documentElement;
root.classList.add("js");
try {
  const { theme, split } = localStorage;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (Number(split)) root.style.setProperty("--split", `${Number(split)}%`);
} catch {
  // Storage is refused: the system's theme stands, and halves.
}
// See src/build/late-scripts.ts. Where nobody looks, nothing is drawn; and not every browser says so.
const { scripts } = root.dataset;
const fetchScripts = () =>
  Promise.all(scripts.split(" ").map((each) => import(each))).finally(
    () => delete root.dataset.late,
  );
if (scripts) {
  root.dataset.late = "";
  const isTold = PerformanceObserver.supportedEntryTypes.includes("paint");
  if (document.hidden || !isTold) addEventListener("DOMContentLoaded", fetchScripts);
  else new PerformanceObserver(fetchScripts).observe({ type: "paint", buffered: true });
}
