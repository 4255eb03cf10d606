const root = document.documentElement;
root.classList.add("js");
try {
  const { theme, split, mono } = localStorage;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (Number(split)) root.style.setProperty("--split", `${Number(split)}%`);
  root.classList.toggle("mono", mono === "here");
} catch {
  // Storage is refused: the system's theme stands, and halves.
}
const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
// Where nobody looks nothing is drawn, and not every browser says so.
const isTold = !document.hidden && PerformanceObserver.supportedEntryTypes.includes("paint");
const drawn = new Promise((resolve) => {
  if (isTold) new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
  else resolve();
});
const readable = Promise.all([parsed, drawn]);
// See src/build/late-scripts.ts.
const { scripts } = root.dataset;
if (scripts) {
  root.dataset.late = "";
  readable
    .then(() => Promise.all(scripts.split(" ").map((each) => import(each))))
    .finally(() => delete root.dataset.late);
}
// See src/styles/fonts.css: what is fetched now is there at the first paint of the next page.
if (!root.classList.contains("mono"))
  readable
    .then(() => document.fonts.load('1em "Atelier Mono"'))
    .then(([face]) => face && (localStorage.mono = "here"))
    .catch(() => {});
