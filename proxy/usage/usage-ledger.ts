import { type AccountLabels, type TakenUsage, UsageAccount } from "./usage-account.ts";

/** The accounts of one worker. */
export class UsageLedger {
  readonly #accounts = new Map<string, UsageAccount>();

  /** The account of these labels: one, for as long as the proxy lives. */
  accountOf(labels: AccountLabels): UsageAccount {
    const { gatewayId, model, deploymentId, serviceId, customEndpointId } = labels;
    const key = `${gatewayId} ${deploymentId} ${serviceId} ${customEndpointId} ${model}`;
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = new UsageAccount(labels);
      this.#accounts.set(key, account);
    }
    return account;
  }

  /** What was counted since the last time. */
  take(): TakenUsage[] {
    const taken: TakenUsage[] = [];
    for (const account of this.#accounts.values()) for (const each of account.take()) taken.push(each);
    return taken;
  }
}
