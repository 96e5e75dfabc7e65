import type { Subject } from "../../kit/subject-set.ts";

/** Who a caller is. */
export interface Identity extends Subject {
  readonly kind: "identity";
  /** Whether access lists let it through, whoever they name. */
  readonly isAdmin: boolean;
}
