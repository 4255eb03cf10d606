/** What the browser remembers from page to page. Storage may be refused: then it forgets. */
export const memory = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  /** Names of all that is remembered under names that begin so. */
  names(beginning: string): string[] {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(beginning));
    } catch {
      return [];
    }
  },
  set(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Refused: what was chosen lasts as long as the page.
    }
  },
};
