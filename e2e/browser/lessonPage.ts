import { expect, type Locator, type Page } from "@playwright/test";
import { lateScripts } from "./lateScripts.ts";

/** A machine is made, booted and set up in that time (ms), on a machine that does other things too. */
const START = 60_000;
const PROMPT = /\$ $/m;

/** A lesson's page in the hands of a student. */
export class LessonPage {
  readonly page: Page;
  readonly slug: string;
  /** The lab's pane. */
  readonly panel: Locator;
  /** The lab's state in two words. */
  readonly state: Locator;
  /** The terminal in front. */
  readonly terminal: Locator;

  constructor(page: Page, slug: string) {
    this.page = page;
    this.slug = slug;
    this.panel = page.getByRole("complementary", { name: "Lab" });
    this.state = this.panel.locator("[data-state-text]");
    this.terminal = this.panel.locator("lab-terminal:not([hidden])");
  }

  /**
   * Opens the lesson. The terminal is set for screen readers, by which tests read it too:
   * its picture holds no text.
   */
  static async open(page: Page, slug: string): Promise<LessonPage> {
    await page.addInitScript(() => localStorage.setItem("reader", "yes"));
    await page.goto(`/${slug}/`);
    await lateScripts(page);
    return new LessonPage(page, slug);
  }

  /** A button of the lab's pane. */
  button(name: string | RegExp): Locator {
    return this.panel.getByRole("button", { name });
  }

  /** Presses « Démarrer le lab », and waits for the prompt. */
  async start(): Promise<void> {
    await this.button("Démarrer le lab").click();
    await this.ready();
  }

  /** Waits until the shell asks for a command. */
  async ready(): Promise<void> {
    await expect(this.state).toHaveText("Lab prêt", { timeout: START });
    await this.sees(PROMPT);
  }

  /** What the terminal shows, line by line, without the empty ones at its end. */
  async screen(): Promise<string> {
    const lines = await this.terminal.locator(".xterm-accessibility-tree > *").allTextContents();
    return lines.join("\n").replaceAll("\u00a0", " ").trimEnd() + " ";
  }

  /** Waits until the terminal shows it. */
  async sees(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.screen(), { timeout: 20_000 }).toMatch(pattern);
  }

  /** A terminal's tab. */
  tab(name: string): Locator {
    return this.panel.getByRole("tab", { name });
  }

  /** Types a command on the keyboard, whatever has the focus, and Enter. */
  async type(command: string): Promise<void> {
    await this.page.keyboard.type(command);
    await this.page.keyboard.press("Enter");
  }

  /** A step of the lesson, by its id. */
  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  /** Presses « Exécuter » on the block of a step that holds this text. */
  async runBlock(id: string, text: string): Promise<void> {
    const block = this.step(id).locator("figure", { hasText: text }).first();
    await block.getByRole("button", { name: "Exécuter" }).click();
  }

  /** Waits until a step is green and says so in its live region. */
  async seesDone(id: string, timeout = 20_000): Promise<void> {
    await expect(this.step(id)).toHaveAttribute("data-state", "done", { timeout });
    await expect(this.step(id).getByRole("status")).toHaveText(/\S/);
  }

  /** Steps that are done, and all steps, as the head of the lesson counts them. */
  get progress(): Locator {
    return this.page.locator("lesson-steps");
  }

  /** Answers the panel's question with yes. */
  async confirm(yes: string): Promise<void> {
    await this.page.getByRole("dialog").getByRole("button", { name: yes }).click();
  }

  /** The lab's id, as the page remembers it. */
  async labId(): Promise<string> {
    const id = await this.page.evaluate((slug) => localStorage.getItem(`lab:${slug}`), this.slug);
    expect(id, "a lab that the page remembers").not.toBeNull();
    return id as string;
  }
}
