/** What the W&B server says of an API key. */
export type WandbJudgement =
  | {
      readonly kind: "viewer";
      readonly subject: string;
      readonly teams: readonly string[];
      readonly entity: string | undefined;
      /** How long that may be taken for true. */
      readonly freshForMs: number;
      /** What W&B's limits leave to the key; undefined: it said nothing of them. */
      readonly allowance: { readonly requests: number; readonly forMs: number } | undefined;
    }
  | { readonly kind: "nobody"; readonly freshForMs: number }
  /** Nobody could be asked. */
  | { readonly kind: "unavailable" };

/** Finds out whose a key is. */
export type JudgeWandbKey = (serverUrl: string, key: string) => Promise<WandbJudgement>;
