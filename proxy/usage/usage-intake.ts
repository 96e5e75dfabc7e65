import type { TakenUsage } from "./usage-account.ts";
import type { UsageSpool, UsageSpoolOptions } from "./usage-spool.ts";

/** Takes what workers count from the start on; the spool is loaded and opened when the proxy already serves. */
export class UsageIntake {
  #early: TakenUsage[] = [];
  #spool: UsageSpool | undefined;

  /** Undefined until it is opened. */
  get spool(): UsageSpool | undefined {
    return this.#spool;
  }

  add(taken: readonly TakenUsage[]): void {
    if (this.#spool === undefined) this.#early.push(...taken);
    else this.#spool.add(taken);
  }

  async open(options: UsageSpoolOptions): Promise<void> {
    const { UsageSpool } = await import("./usage-spool.ts");
    this.#spool = await UsageSpool.open(options);
    this.#spool.add(this.#early);
    this.#early = [];
    this.#spool.start();
  }

  /** Tries once more to send everything; what is left is on disk. */
  async close(): Promise<void> {
    await this.#spool?.stop();
  }
}
