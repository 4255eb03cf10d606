import "./search-box.ts";
import type { SearchBox } from "./search-box.ts";

/** The search on a page of its own: what is searched stands in the address. */
const box = document.querySelector<SearchBox>("search-box[data-page]");
const asked = new URL(location.href).searchParams.get("q");

if (box) {
  if (asked) {
    box.field.value = asked;
    void box.run();
  }
  box.addEventListener("searched", (event) => {
    const query = (event as CustomEvent<string>).detail;
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  });
}
