import { tryNext } from "../lab/try-now.ts";

const link = document.querySelector<HTMLElement>("[data-try]");
link?.addEventListener("click", () => tryNext(link.dataset["try"]!));
