import type { DescEnum, DescMessage, DescMethod, DescService } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import { restRoutesOf } from "../../../server/rpc/rest/rest-routes.ts";
import { commentOf } from "../comment-of.ts";
import { nameOf } from "../openapi/schemas.ts";
import { rulesText, typeText } from "./type-text.ts";

/** The page of one service: its methods, then the messages and enums that they use. */
export function servicePage(service: DescService): string {
  const types = typesOf(service);
  const parts = [`# ${service.name}`, commentOf(service), `gRPC and Connect: \`${service.typeName}\`.`];
  for (const method of service.methods) parts.push(...methodPart(method, service));
  parts.push("## Messages");
  for (const desc of types) parts.push(...(desc.kind === "message" ? messagePart(desc) : enumPart(desc)));
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function methodPart(method: DescMethod, service: DescService): string[] {
  const routes = restRoutesOf([service])
    .filter((route) => route.method === method)
    .map(({ httpMethod, path }) => `\`${httpMethod} ${path}\``);
  const isRead = method.idempotency === Idempotency.NO_SIDE_EFFECTS || method.methodKind === "server_streaming";
  const traits = [
    isRead ? "Needs the role Viewer or Admin" : "Needs the role Admin",
    method.methodKind === "server_streaming" ? "a stream: server-sent events or JSON lines over REST" : "",
    method.idempotency === Idempotency.IDEMPOTENT ? "safe to send again" : "",
  ].filter((trait) => trait !== "");
  return [
    `## ${method.name}`,
    commentOf(method),
    routes.join(", "),
    `Takes ${link(method.input)}, answers ${link(method.output)}. ${traits.join("; ")}.`,
  ];
}

function messagePart(desc: DescMessage): string[] {
  const rows = desc.fields.map((field) => {
    const choice = field.oneof === undefined ? "" : `one of \`${field.oneof.name}\``;
    const type = [typeText(field, link), choice, rulesText(field)].filter((text) => text !== "").join("; ");
    return `| \`${field.name}\` | ${type} | ${cell(commentOf(field))} |`;
  });
  const table = ["| field | type and rules | meaning |", "| --- | --- | --- |", ...rows].join("\n");
  const choices = desc.oneofs.map((oneof) => `\`${oneof.name}\`: ${commentOf(oneof)}`);
  return [`### ${nameOf(desc)}`, commentOf(desc), ...choices, rows.length > 0 ? table : ""];
}

function enumPart(desc: DescEnum): string[] {
  const rows = desc.values.map((value) => `| \`${value.name}\` | ${value.number} | ${cell(commentOf(value))} |`);
  return [
    `### ${nameOf(desc)}`,
    commentOf(desc),
    ["| value | number | meaning |", "| --- | --- | --- |", ...rows].join("\n"),
  ];
}

/** The messages and enums of a service in the order in which they are met; not those of other packages. */
function typesOf(service: DescService): (DescMessage | DescEnum)[] {
  const found = new Set<DescMessage | DescEnum>();
  const visit = (desc: DescMessage | DescEnum | undefined): void => {
    if (desc === undefined || found.has(desc) || desc.file.proto.package !== service.file.proto.package) return;
    found.add(desc);
    if (desc.kind === "message") for (const field of desc.fields) visit(field.message ?? field.enum);
  };
  for (const { input, output } of service.methods) {
    visit(input);
    visit(output);
  }
  return [...found];
}

function link(desc: DescMessage | DescEnum): string {
  const name = nameOf(desc);
  const known = desc.typeName.startsWith("google.protobuf.");
  // As GitHub makes an anchor of a heading.
  return known ? `\`${desc.typeName}\`` : `[${name}](#${name.toLowerCase().replaceAll(".", "")})`;
}

function cell(text: string): string {
  return text.replaceAll("\n\n", "<br>").replaceAll("|", "\\|");
}
