/** Those who wait until something that changes is as they want it. */
export class Waiting {
  readonly #looks = new Set<() => void>();

  /** It changed. */
  changed(): void {
    for (const look of this.#looks) look();
  }

  /**
   * Waits until it is so; gives how long that took (ms).
   * @param failure what is thrown after `timeout` (ms)
   */
  async until(holds: () => boolean, failure: () => Error, timeout: number): Promise<number> {
    const from = performance.now();
    if (!holds())
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          this.#looks.delete(look);
          reject(failure());
        }, timeout);
        const look = () => {
          if (!holds()) return;
          clearTimeout(timer);
          this.#looks.delete(look);
          resolve();
        };
        this.#looks.add(look);
      });
    return performance.now() - from;
  }
}
