import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type Command, Option } from "commander";
import { AccessTokenSchema, Role } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { AccessTokenService } from "../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { print, printWithSecret } from "../output/print.ts";
import { printResources } from "../output/print-resources.ts";
import { parseTime } from "../output/times.ts";

const roles = { admin: Role.ADMIN, viewer: Role.VIEWER } as const;

interface CreateOptions {
  readonly role: keyof typeof roles;
  readonly subject?: string;
  readonly team?: string[];
  readonly organization?: string;
  readonly expires?: string;
}

export function addTokens(program: Command): void {
  const tokens = program.command("tokens").description("access tokens of the management API and of gateways");
  const kind = kindOf("token");

  tokens
    .command("create")
    .description("make a token; its secret is shown once")
    .argument("<name>", "a name for people")
    .addOption(new Option("--role <role>", "what it may do").choices(Object.keys(roles)).default("viewer"))
    .option("--subject <subject>", "who acts with it, as access control and logs have it")
    .option("--team <team...>", "the teams of who acts with it")
    .option("--organization <id>", "another organization than the caller's; for the bootstrap token alone")
    .option("--expires <when>", "when it ends: a span such as 90d, or a date")
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const { accessToken, secret } = await new Connection(command).client(AccessTokenService).createAccessToken({
        name,
        role: roles[options.role],
        subject: options.subject ?? "",
        teams: options.team ?? [],
        organizationId: options.organization ?? "",
        expireTime: options.expires === undefined ? undefined : timestampFromDate(parseTime(options.expires, "ahead")),
      });
      printWithSecret(command, "AccessToken", AccessTokenSchema, accessToken!, secret);
    });

  tokens
    .command("list")
    .description("list the tokens of the organization")
    .action(async (_options: unknown, command: Command) => {
      printResources(command, kind, await new Resources(kind, new Connection(command)).list());
    });

  tokens
    .command("delete")
    .description("take a token back, at once")
    .argument("<token>", "its name or id")
    .action(async (name: string, _options: unknown, command: Command) => {
      const resources = new Resources(kind, new Connection(command));
      const { spec } = await resources.find(name);
      await resources.delete(spec!.id);
      print(`token ${spec!.name} is deleted`);
    });
}
