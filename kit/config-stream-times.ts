// The times of the config stream, which proxy and server must agree on.

/** A proxy that lost its stream waits at most this long before it tries again. */
export const longestReconnectPauseMs = 1_000;

/**
 * A zone counts as lost when it has had no proxy for this long. Several times the longest pause: a proxy that restarts
 * or reconnects is back before.
 */
export const zoneLostAfterMs = 5_000;

/** A proxy gives a sign of life this often. */
export const aliveEveryMs = 3_000;

/** The server looks for signs of life this often. Longer than a proxy's period, so that each look finds one. */
export const lookForLifeEveryMs = 4_000;

/**
 * So many looks in a row without a sign of life, and the proxy is dropped: 16 to 20 s after the last one. Looks are
 * counted, not time, so that a server that was itself stopped does not take its proxies for dead.
 */
export const silentLooks = 5;
