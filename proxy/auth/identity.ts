import type { Subject } from "../../kit/subject-set.ts";

/** Who a caller is. */
export interface Identity extends Subject {
  readonly kind: "identity";
  /** Whether access lists let it through, whoever they name. */
  readonly isAdmin: boolean;
  /** Of W&B: whose the usage of the caller is, where nothing else is said. */
  readonly entity?: string | undefined;
}
