import { lookup } from "node:dns/promises";
import { isOfThisMachine, type Listener } from "../../kit/address-policy.ts";
import type { Log } from "../../kit/log.ts";

/** The listeners to which a proxy never connects, each with the setting that has its address. */
export const protectedListeners = {
  traffic: "the traffic port of this proxy (WEIR_PROXY_LISTEN)",
  admin: "the admin port of this proxy (WEIR_PROXY_ADMIN_LISTEN)",
  control: "the control plane (WEIR_CONTROL_URL)",
} as const;

/** How often the name of the control plane is looked up. */
const lookEveryMs = 10_000;
/** How long a start waits for the first answer: while DNS is away, the proxy serves what it has. */
const firstAnswerMs = 500;

export interface ControlAddressesOptions {
  readonly url: URL;
  /** Looks up the addresses of a name; a test gives another. */
  readonly lookUp?: (host: string) => Promise<readonly { readonly address: string }[]>;
  readonly onAddresses: (listeners: readonly Listener[]) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Follows the addresses of the control plane until the signal is aborted. Resolves when they are known, or when that
 * takes long. A failed lookup leaves what was known.
 */
export async function followControlAddresses({
  url,
  lookUp = (host) => lookup(host, { all: true }),
  onAddresses,
  log,
  signal,
}: ControlAddressesOptions): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port !== "" ? Number(url.port) : url.protocol === "https:" ? 443 : 80;
  let failed = false;
  const look = async (): Promise<void> => {
    try {
      const found = (await lookUp(host)).map(({ address }) => ({ address, port }));
      // It is on this machine: it may listen on any of its addresses.
      const isHere = found.some(({ address }) => isOfThisMachine(address));
      onAddresses(isHere ? [...found, { address: "::", port }] : found);
      failed = false;
    } catch (error) {
      if (!failed) log.warn({ err: error, host }, "the control plane's name can't be looked up");
      failed = true;
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, firstAnswerMs);
  });
  await Promise.race([look(), late]);
  clearTimeout(limit);
}
