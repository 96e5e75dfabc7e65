import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Completion of commands, flags and kinds in bash, zsh, fish and PowerShell. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: "completion" });
}
