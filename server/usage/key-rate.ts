/** How much a key is used in a minute, against how much it usually is. */
export interface KeyRate {
  /** The minute that is counted now. */
  readonly minute: number;
  readonly requests: number;
  /** Of the minutes before it: the recent ones count for more. */
  readonly mean: number;
  /** How far minutes are from the mean, on average. */
  readonly deviation: number;
  /** How many minutes were counted. */
  readonly minutes: number;
}

/** So many minutes back a minute counts for a third. */
const memoryMinutes = 240;
/** Before so many minutes nothing is known of a key's habits. */
const leastMinutes = 60;
/** So few requests are no news, whatever is usual. */
const leastRequests = 100;
/** Clocks of proxies differ. */
const toleratedMinutesAhead = 5;
const timesTheMean = 10;
const timesTheDeviation = 8;

/** Requests of a minute are added: to the minute that is counted, or to the next, where that is over. */
export function nextRate(before: KeyRate | undefined, minute: number, requests: number): KeyRate {
  if (before === undefined) return { minute, requests, mean: 0, deviation: 0, minutes: 0 };
  // What comes late, from another proxy, joins what is counted.
  if (minute <= before.minute) return { ...before, requests: before.requests + requests };
  let { mean, deviation, minutes } = before;
  const learn = (count: number): void => {
    const weight = Math.max(1 / memoryMinutes, 1 / (minutes + 1));
    deviation += (Math.abs(count - mean) - deviation) * weight;
    mean += (count - mean) * weight;
    minutes += 1;
  };
  // What is far out of the usual is no habit yet.
  if (!isUnusual(before)) learn(before.requests);
  const idle = Math.min(minute - before.minute - 1, memoryMinutes);
  for (let count = 0; count < idle; count++) learn(0);
  return { minute, requests, mean, deviation, minutes };
}

/** The rate of a key, of which the minute may lie in the future after a clock was set back: it is counted as the present. */
export function withoutFuture(rate: KeyRate, nowMinute: number): KeyRate {
  return rate.minute > nowMinute + toleratedMinutesAhead ? { ...rate, minute: nowMinute, requests: 0 } : rate;
}

/** Whether a key is used far more than usual in the minute that is counted. */
export function isUnusual({ requests, mean, deviation, minutes }: KeyRate): boolean {
  return (
    minutes >= leastMinutes &&
    requests >= leastRequests &&
    requests > mean * timesTheMean &&
    requests > mean + deviation * timesTheDeviation
  );
}
