/** A clock that tests turn. */
export function createTurnedClock(): { nowMs(): number; monotonicMs(): number; advance(seconds: number): void } {
  let nowMs = 1_700_000_000_000;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    advance: (seconds) => {
      nowMs += seconds * 1000;
    },
  };
}
