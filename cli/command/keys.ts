import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { Command } from "commander";
import { type ApiKey, ApiKeySchema, ApiKeyScopesSchema } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import { ApiKeyService } from "../../gen/es/weir/inference/v1alpha1/api_key_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { findNamed } from "../client/find-named.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { asManifest, formOf, print, printRows, printWithSecret } from "../output/print.ts";
import { ageOf, parseSpan, parseTime, timeOf } from "../output/times.ts";

interface CreateOptions {
  readonly gateway: string;
  readonly expires?: string;
  readonly user?: string;
  readonly model?: string[];
}

export function addKeys(program: Command): void {
  const keys = program.command("keys").description("API keys of a gateway");
  const command = (name: string, description: string): Command =>
    keys.command(name).description(description).requiredOption("--gateway <name>", "the gateway that the key opens");

  command("create", "make a key; its secret is shown once")
    .argument("<name>", "a name for people")
    .option("--expires <when>", "when it ends: a span such as 90d, or a date")
    .option("--user <name>", "whose it is")
    .option("--model <name...>", "the only models that it may call; a * at the end stands for any rest")
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const { client, gatewayId } = await open(options, command);
      const { apiKey, secret } = await client.createApiKey({
        name,
        gatewayId,
        user: options.user ?? "",
        expiresAt: options.expires === undefined ? undefined : timestampFromDate(parseTime(options.expires, "ahead")),
        scopes: options.model && create(ApiKeyScopesSchema, { models: options.model }),
      });
      printWithSecret(command, "ApiKey", ApiKeySchema, apiKey!, secret);
    });

  command("list", "list the keys of a gateway").action(async (options: { gateway: string }, command: Command) => {
    const { client, gatewayId } = await open(options, command);
    const { items } = await client.listApiKeys({ gatewayId });
    const form = formOf(command);
    const rows = items.map((key) => [
      key.spec!.name,
      stateOf(key),
      key.status!.hint,
      key.spec!.user,
      timeOf(key.spec!.expiresAt),
      key.status!.lastUsedAt === undefined ? "never" : `${ageOf(key.status!.lastUsedAt)} ago`,
      key.spec!.id,
    ]);
    const values = form === "table" ? [] : items.map((key) => asManifest("ApiKey", ApiKeySchema, key, form));
    printRows(form, ["NAME", "STATE", "SECRET", "USER", "EXPIRES", "USED", "ID"], rows, values, "no keys");
  });

  command("rotate", "give a key a new secret; the old one works on for a while")
    .argument("<key>", "its name or id")
    .option("--grace <span>", "how long the old secret works on: 0s for not at all [1d]")
    .option("--expires <when>", "when the key ends from now on")
    .action(async (key: string, options: { gateway: string; grace?: string; expires?: string }, command: Command) => {
      const { client, gatewayId } = await open(options, command);
      const { id } = (await find(client, gatewayId, key)).spec!;
      const { apiKey, secret } = await client.rotateApiKey({
        id,
        gatewayId,
        gracePeriod: options.grace === undefined ? undefined : durationFromMs(parseSpan(options.grace)),
        expiresAt: options.expires === undefined ? undefined : timestampFromDate(parseTime(options.expires, "ahead")),
      });
      printWithSecret(command, "ApiKey", ApiKeySchema, apiKey!, secret);
    });

  command("revoke", "take a key back for good, at once")
    .argument("<key>", "its name or id")
    .action(async (key: string, options: { gateway: string }, command: Command) => {
      const { client, gatewayId } = await open(options, command);
      const { spec } = await find(client, gatewayId, key);
      await client.revokeApiKey({ id: spec!.id, gatewayId });
      print(`key ${spec!.name} is revoked`);
    });

  command("delete", "remove a key")
    .argument("<key>", "its name or id")
    .action(async (key: string, options: { gateway: string }, command: Command) => {
      const { client, gatewayId } = await open(options, command);
      const { spec } = await find(client, gatewayId, key);
      await client.deleteApiKey({ id: spec!.id, gatewayId });
      print(`key ${spec!.name} is deleted`);
    });
}

type Client = ReturnType<typeof clientOf>;

function clientOf(connection: Connection) {
  return connection.client(ApiKeyService);
}

async function open(
  { gateway }: { gateway: string },
  command: Command,
): Promise<{ client: Client; gatewayId: string }> {
  const connection = new Connection(command);
  const { spec } = await new Resources(kindOf("gateway"), connection).find(gateway);
  return { client: clientOf(connection), gatewayId: spec!.id };
}

async function find(client: Client, gatewayId: string, idOrName: string): Promise<ApiKey> {
  const { items } = await client.listApiKeys({ gatewayId });
  return findNamed(items, idOrName, "key");
}

/** What keeps a key from working, or that nothing does. */
function stateOf({ status }: ApiKey): string {
  const usable = status!.conditions.find(({ type }) => type === "Usable");
  return usable?.status === "False" ? usable.reason : "Usable";
}
