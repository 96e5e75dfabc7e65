/** What was used, of one kind of request. */
export interface UsageCounts {
  requests: number;
  /** Those answered with a status of 400 and above, or not at all. */
  errors: number;
  /** Those that a limit or a budget has refused. */
  rateLimited: number;
  promptTokens: number;
  completionTokens: number;
  /** Those whose tokens the answer did not tell to its end, and that are estimated. */
  estimated: number;
  lastMs: number;
}

/** What requests of one account have in common. */
export interface AccountLabels {
  readonly organizationId: string;
  readonly gatewayId: string;
  /** Empty: they are for none, or for none that is served. */
  readonly model: string;
  readonly deploymentId: string;
  readonly serviceId: string;
  readonly customEndpointId: string;
}

/** What is for no model, and was answered by nothing. */
export const nobodysAccount = { model: "", deploymentId: "", serviceId: "", customEndpointId: "" } as const;

/** Counts of an account that were not told yet, by key and rule. */
export interface TakenUsage extends AccountLabels {
  readonly keyId: string;
  readonly ruleId: string;
  readonly counts: UsageCounts;
}

const separator = " ";

/** What is used of one gateway, model, and what answered, by API key and rule, since it was told last. */
export class UsageAccount {
  readonly #labels: AccountLabels;
  #counts = new Map<string, UsageCounts>();

  constructor(labels: AccountLabels) {
    this.#labels = labels;
  }

  /**
   * The counts of a key and a rule, to be added to.
   *
   * @param keyId empty: another credential
   * @param ruleId empty: no rule
   */
  of(keyId: string, ruleId: string): UsageCounts {
    const key = ruleId === "" ? keyId : keyId + separator + ruleId;
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      counts = {
        requests: 0,
        errors: 0,
        rateLimited: 0,
        promptTokens: 0,
        completionTokens: 0,
        estimated: 0,
        lastMs: 0,
      };
      this.#counts.set(key, counts);
    }
    return counts;
  }

  /** What was counted since the last time. */
  take(): TakenUsage[] {
    if (this.#counts.size === 0) return nothing;
    const taken = [...this.#counts].map(([key, counts]) => {
      const [keyId = "", ruleId = ""] = key.split(separator);
      return { ...this.#labels, keyId, ruleId, counts };
    });
    this.#counts = new Map();
    return taken;
  }
}

const nothing: TakenUsage[] = [];
