/**
 * What all workers know together: a few numbers of each target, pool and service, in memory that they share. A slot is a
 * row of cells.
 */
export const cellsPerSlot = 8;

/** The cells of a target. Times are seconds since the Unix epoch: the threads' own clocks begin at different moments. */
export const targetCell = {
  /** Requests in flight. */
  inFlight: 0,
  /** Failures in a row. */
  failures: 1,
  /** When its ejection is over, and it gets a trial; 0 when it is not ejected. */
  ejectedUntil: 2,
  /** Ejections in a row, for how long the next one is. */
  ejections: 3,
  /** When its trial began; 0 when there is none under way. */
  trialSince: 4,
  /** When it came back after it had been left out; 0 when it never was. */
  backSince: 5,
  /** 1 while health checks say that it is not well. */
  unhealthy: 6,
  /** What it counts for beside the requests in flight, as it says itself: hundredths of a request. */
  beside: 7,
} as const;

/** The cells of a pool's or a service's circuit. Times as above. */
export const circuitCell = {
  /** Requests in flight. In the same place as a target's: a slot is idle at 0. */
  inFlight: 0,
  /** When the present window began. */
  windowStart: 2,
  /** Requests of the window. */
  requests: 3,
  /** Those of them that failed. */
  failures: 4,
  /** When its trial is due; 0 when it is closed. */
  openUntil: 5,
  /** When its trial began; 0 when there is none under way. */
  trialSince: 6,
  /** Requests that wait for room. */
  pending: 7,
} as const;

/** The cell of a pool, beside those of its circuit. */
export const poolCell = {
  /** Grows when a target of the pool leaves or comes back. */
  version: 1,
} as const;
