/**
 * The last net of a thread: uncaught exceptions and rejections are handed to `note`, and the thread goes on.
 * Without it one such exception ends a worker thread with all its connections, or the whole process.
 */
export function catchStrayExceptions(note: (cause: unknown) => void): void {
  const noteSafely = (cause: unknown): void => {
    try {
      note(cause);
    } catch {
      // An exception here would end the process.
    }
  };
  process.on("uncaughtException", noteSafely);
  process.on("unhandledRejection", noteSafely);
}
