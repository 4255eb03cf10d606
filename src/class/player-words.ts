/** What the player of recordings says, which knows English only, by its own words. */
export const PLAYER_WORDS: Readonly<Record<string, string>> = {
  Play: "Lire",
  Pause: "Pause",
  "Mute / unmute": "Couper ou remettre le son",
  "Mute (m)": "Couper le son (m)",
  "Unmute (m)": "Remettre le son (m)",
  "Show keyboard shortcuts": "Montrer les raccourcis clavier",
  "Keyboard shortcuts (?)": "Raccourcis clavier (?)",
  "Keyboard shortcuts": "Raccourcis clavier",
  "Toggle fullscreen mode": "Plein écran",
  "Fullscreen (f)": "Plein écran (f)",
  space: "espace",
  Shift: "Maj",
  "- pause / resume": "– suspendre, reprendre",
  "- rewind / fast-forward by 5 seconds": "– reculer, avancer de 5\u00a0secondes",
  "- rewind / fast-forward by 10%": "– reculer, avancer de 10\u202f%",
  "- jump to the previous / next marker": "– aller au repère précédent, suivant",
  "- jump to 0%, 10%, 20% ... 90%": "– aller à 0, 10, 20… 90\u202f%",
  "- step back / forward, a frame at a time (when paused)":
    "– image précédente, suivante (en pause)",
  "- mute / unmute audio": "– couper ou remettre le son",
  "- toggle fullscreen mode": "– plein écran, ou non",
  "- toggle keystroke overlay": "– montrer les touches, ou non",
  "- show this help popup": "– montrer cette aide",
};

/** What it draws of a recording: whatever stands there is the machine's. */
const RECORDED = ".ap-term";
/** Attributes that are said; the others move its bar, many times a second. */
const NAMES = ["aria-label"];

/**
 * Says in French what the player says, now and whenever it says something else. It has no setting for that.
 * @returns what stops it
 */
export function speakFrench(player: HTMLElement): () => void {
  const observer = new MutationObserver(() => translate());
  const translate = () => {
    const controls = player.querySelector(".ap-control-bar");
    for (const part of controls?.parentElement?.children ?? [])
      if (!part.matches(RECORDED)) translatePart(part);
    if (controls)
      observer.observe(controls, { subtree: true, childList: true, attributeFilter: NAMES });
    // Its help is put beside its controls, and its terminal, which changes all the time, is not looked into.
    if (controls?.parentElement) observer.observe(controls.parentElement, { childList: true });
  };
  translate();
  return () => observer.disconnect();
}

function translatePart(part: Element): void {
  for (const named of part.querySelectorAll("[aria-label]")) {
    const said = named.getAttribute("aria-label") ?? "";
    const french = PLAYER_WORDS[said];
    // One that is the same in both languages would be changed, and heard of, for ever.
    if (french && french !== said) named.setAttribute("aria-label", french);
  }
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode() as Text | null; node; node = texts.nextNode() as Text | null) {
    const french = PLAYER_WORDS[node.data.trim()];
    if (french && french !== node.data.trim())
      node.data = node.data.replace(node.data.trim(), french);
  }
}
