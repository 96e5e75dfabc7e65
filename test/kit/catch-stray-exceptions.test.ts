import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const kit = pathToFileURL(join(import.meta.dirname, "../../kit/catch-stray-exceptions.ts")).href;
/** A program that throws in five ways that no code of its own catches. */
const failing = `
  const { catchStrayExceptions } = await import(${JSON.stringify(kit)});
  let caught = 0;
  catchStrayExceptions(() => { caught += 1; throw new Error("while it is noted"); });
  setTimeout(() => { throw new Error("in a timer"); });
  setImmediate(() => { throw undefined; });
  process.nextTick(() => { null.x; });
  Promise.reject(new Error("in a promise"));
  const { EventEmitter } = await import("node:events");
  setTimeout(() => new EventEmitter().emit("error", new Error("without a listener")));
`;

describe("catchStrayExceptions", () => {
  it.each(["the main thread", "a worker thread"])(
    "keeps %s running after every kind of uncaught exception",
    async (where) => {
      const answering = `
      const look = setInterval(() => {
        if (caught < 5) return;
        clearInterval(look);
        process.stdout.write("caught " + caught);
        process.exitCode = 0;
      }, 10);`;
      const program =
        where === "the main thread"
          ? `${failing} ${answering}`
          : `const { Worker } = await import("node:worker_threads");
           const worker = new Worker(new URL("data:text/javascript," + encodeURIComponent(${JSON.stringify(`${failing} ${answering}`)})));
           worker.on("error", () => process.stdout.write("ended"));`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
      expect(stdout).toBe("caught 5");
    },
  );
});
