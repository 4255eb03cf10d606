import { kept } from "../progress/kept.ts";
import { joined, readProgress } from "../progress/progress.ts";

/** The reader's progress as a file to take along, to bring back, or to erase. */
class ProgressFile extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.addEventListener("click", (event) => {
      const action = (event.target as Element).closest("button")?.dataset["action"];
      if (action === "export") this.#export();
      else if (action === "import") this.#input.click();
      else if (action === "erase") this.#erase();
    });
    this.#input.addEventListener("change", () => void this.#import());
    this.#count();
  }

  get #input(): HTMLInputElement {
    return this.querySelector("input")!;
  }

  #export(): void {
    const text = JSON.stringify(kept.get(), null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "atelier-progression.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async #import(): Promise<void> {
    const [file] = this.#input.files ?? [];
    const found = file && readProgress(await file.text());
    this.#input.value = "";
    if (!found) return this.#say("Ce fichier n’est pas une progression de ce cours.");
    kept.set(joined(kept.get(), found));
    this.#count();
  }

  #erase(): void {
    if (!confirm("Effacer votre progression de cet appareil\u202f?")) return;
    kept.set(null);
    this.#count();
  }

  #count(): void {
    const steps = Object.values(kept.get().done).flat().length;
    const lessons = Object.keys(kept.get().done).length;
    const s = (count: number) => (count > 1 ? "s" : "");
    this.#say(
      steps === 0
        ? "Aucune étape n’est notée sur cet appareil."
        : `${steps} étape${s(steps)} réussie${s(steps)}, dans ${lessons} leçon${s(lessons)}.`,
    );
  }

  #say(text: string): void {
    this.querySelector("[role=status]")!.textContent = text;
  }
}

customElements.define("progress-file", ProgressFile);
