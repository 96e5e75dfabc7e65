/** Who makes a management call. */
export interface Principal {
  /** Who acts, for logs. */
  readonly subject: string;
  /** The organization whose resources exist for this caller; no other one does. */
  readonly organizationId: string;
  readonly teams: readonly string[];
  readonly role: "viewer" | "admin";
  /** The bootstrap admin token, which alone may make tokens for other organizations. */
  readonly bootstrap: boolean;
}

/** Who makes a call, and which. */
export interface Caller extends Principal {
  /** As the log names the call. */
  readonly requestId: string;
}
