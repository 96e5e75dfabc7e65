// Creates a second: gateways created over one HTTP/2 connection against a server with full durability, the client in a
// process of its own. Beside it, in the same run, the same number of rows committed one by one to SQLite by a bare
// better-sqlite3, which is what the disk alone allows without commits being grouped.
//
//   npm run bench:control            2,000 creates, 64 in flight

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { startServerProcess } from "../support/start-process.ts";

const creates = 2_000;
const inFlight = 64;
const directory = mkdtempSync(join(tmpdir(), "weir-bench-control-"));
const server = await startServerProcess(directory);
try {
  const cpuBefore = server.cpuSeconds();
  const client = spawn(process.execPath, [
    join(import.meta.dirname, "client.ts"),
    server.url,
    server.adminToken,
    String(creates),
    String(inFlight),
  ]);
  let output = "";
  client.stdout.on("data", (chunk) => {
    output += chunk;
  });
  client.stderr.pipe(process.stderr);
  await new Promise((resolve) => client.once("close", resolve));
  const { seconds } = JSON.parse(output);
  const cpuMicros = ((server.cpuSeconds() - cpuBefore) * 1e6) / creates;
  const bare = bareCommitsPerSecond(join(directory, "bare.db"));
  process.stdout.write(
    `creates/s ${(creates / seconds).toFixed(0)} (${inFlight} in flight, server CPU ${cpuMicros.toFixed(0)} µs each); ` +
      `bare commits/s ${bare.toFixed(0)}; ratio ${(creates / seconds / bare).toFixed(2)}\n`,
  );
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

function bareCommitsPerSecond(path: string): number {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)");
  const insert = database.prepare("INSERT INTO row (body) VALUES (?)");
  const body = Buffer.alloc(300);
  const start = performance.now();
  for (let index = 0; index < creates; index++) insert.run(body);
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return creates / seconds;
}
