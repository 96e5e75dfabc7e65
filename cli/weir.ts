#!/usr/bin/env node
// weir: the command line of the management API.

import { Command, CommanderError, Option } from "commander";
import { enableCompileCache } from "../kit/enable-compile-cache.ts";
import { describeFailure } from "./client/describe-failure.ts";
import { addApply } from "./command/apply.ts";
import { addCompletion } from "./command/completion.ts";
import { addContext } from "./command/context.ts";
import { addDatabase } from "./command/database.ts";
import { addDelete } from "./command/delete.ts";
import { addDescribe } from "./command/describe.ts";
import { addDoctor } from "./command/doctor.ts";
import { addGet } from "./command/get.ts";
import { addKeys } from "./command/keys.ts";
import { addRollout } from "./command/rollout.ts";
import { addSecrets } from "./command/secrets.ts";
import { addSnippet } from "./command/snippet.ts";
import { addTail } from "./command/tail.ts";
import { addTokens } from "./command/tokens.ts";
import { addUsage } from "./command/usage.ts";
import { addWatch } from "./command/watch.ts";
import { printError } from "./output/print.ts";

enableCompileCache(process.env);

const program = new Command("weir")
  .description("The command line of Weir, an inference gateway.")
  .version("0.1.0")
  .option("--url <url>", "the server [WEIR_URL, or the context, or http://127.0.0.1:7070]")
  .option("--token <token>", "an access token [WEIR_TOKEN, or the context, or that of a server in ./data]")
  .option("--context <name>", "the context to use, see `weir context` [WEIR_CONTEXT, or the one in use]")
  .addOption(new Option("-o, --output <form>", "how answers are printed").choices(["table", "json", "yaml"]))
  .showHelpAfterError("(weir --help says more)")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

for (const add of [
  addApply,
  addGet,
  addDescribe,
  addDelete,
  addWatch,
  addKeys,
  addTokens,
  addUsage,
  addRollout,
  addTail,
  addDoctor,
  addSnippet,
  addSecrets,
  addDatabase,
  addContext,
  // Last: it knows all the others.
  addCompletion,
]) {
  add(program);
}

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    printError(describeFailure(error));
    process.exitCode = 1;
  }
}
