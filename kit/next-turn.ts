/** Resolves in the next turn of the event loop, after what I/O has brought. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
