import type { Command } from "commander";
import { SecretsService } from "../../gen/es/weir/inference/v1alpha1/secrets_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { formOf, print, printValues } from "../output/print.ts";

export function addSecrets(program: Command): void {
  program
    .command("secrets")
    .description("how the server keeps secrets")
    .command("rotate")
    .description("replace the master key, and encrypt every stored secret anew, while everything goes on")
    .action(async (_options: unknown, command: Command) => {
      const { keyId, resealed } = await new Connection(command).client(SecretsService).rotateMasterKey({});
      const form = formOf(command);
      if (form === "table") print(`the master key is ${keyId} now; ${resealed} stored messages were encrypted anew`);
      else printValues([{ keyId, resealed: String(resealed) }], form, true);
    });
}
