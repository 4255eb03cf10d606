/**
 * Has what the first paint left out of a lesson (styles/lesson.css) laid out, one part each time that the browser has
 * nothing else to do: at once it would be the page's longest task, never it would leave the page's height a guess.
 */
const parts = document.querySelectorAll<HTMLElement>(".from-top .prose > *").values();
const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 50));

function layOut(): void {
  const { value: part } = parts.next();
  if (!part) return document.documentElement.classList.remove("from-top");
  part.style.contentVisibility = "visible";
  idle(layOut);
}

idle(layOut);
