/** Who a caller is. */
export interface Identity {
  readonly kind: "identity";
  /** Who acts, for the log. */
  readonly subject: string;
}
