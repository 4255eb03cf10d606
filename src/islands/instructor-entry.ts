import type { SignInWays } from "../../server/protocol-classes.ts";
import { attempt, onSubmit, say } from "../class/forms.ts";
import "../class/styles.ts";
import { call } from "../lab/api.ts";

/** What the provider's way back may have to tell, by what stands in the address. */
const REFUSED: Record<string, string> = {
  "?refus":
    "Le service de connexion ne vous a pas laissé entrer\u00a0: votre compte n’est pas parmi ceux que l’atelier accepte, ou la demande a expiré.",
  "?service": "Le service de connexion ne répond pas. Réessayez plus tard.",
};

/** Signs instructors in, and opens accounts by links. */
class InstructorEntry extends HTMLElement {
  #token = "";

  connectedCallback(): void {
    const form = (name: string) => this.querySelector<HTMLFormElement>(`[data-form="${name}"]`)!;
    onSubmit(form("account"), (values) =>
      this.#enter("/instructors/accounts", { token: this.#token, ...values }),
    );
    onSubmit(form("sign-in"), (values) => this.#enter("/instructors/session", values));
    // A link that is opened where this page is open already loads nothing anew.
    window.addEventListener("hashchange", () => this.#load());
    this.#load();
  }

  #load(): void {
    this.#token = takeToken() || this.#token;
    const token = this.#token;
    const told = REFUSED[location.search];
    if (told) say(this.#view("refused"), told);
    void attempt(this.querySelector("[data-trouble]"), async () => {
      const { first, oidc } = await call<SignInWays>("GET", "/instructors/ways");
      this.#view("refused").hidden = !told;
      this.#view("account").hidden = token === "";
      this.#view("nobody").hidden = !first || token !== "";
      this.#view("sign-in").hidden = token !== "" || (first && !oidc);
      this.querySelector<HTMLElement>("[data-oidc]")!.hidden = !oidc;
    });
  }

  #view(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-view="${name}"]`)!;
  }

  async #enter(path: string, values: Record<string, string>): Promise<void> {
    await call("POST", path, values);
    location.assign("/formateur/");
  }
}

/** The link's token, which stays neither in the address nor in the history. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (!/^[\w-]{43}$/.test(token)) return "";
  history.replaceState(null, "", location.pathname);
  return token;
}

customElements.define("instructor-entry", InstructorEntry);
