// Lays the protobuf files that ours import into the ignored folder `.generated/proto`, which buf reads as a module: all
// come from npm packages, so that `buf generate` needs no network.
// The package of protovalidate carries the descriptor of buf/validate/validate.proto but not its text, and buf reads
// text: it is printed from the descriptor. Options of the rules themselves (their CEL) are left out: the runtime takes
// them from the package, buf only needs names and numbers.

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DescriptorProto, EnumDescriptorProto, FieldDescriptorProto } from "@bufbuild/protobuf/wkt";
import { FieldDescriptorProto_Label as Label, FieldDescriptorProto_Type as Type } from "@bufbuild/protobuf/wkt";
import { file_buf_validate_validate } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";

const file = file_buf_validate_validate.proto;

function typeName(field: FieldDescriptorProto): string {
  return field.typeName === "" ? (Type[field.type] as string).toLowerCase() : field.typeName;
}

function printField(field: FieldDescriptorProto, inOneof: boolean): string {
  const label = inOneof ? "" : `${(Label[field.label] as string).toLowerCase()} `;
  return `${label}${typeName(field)} ${field.name} = ${field.number};`;
}

function printEnum(desc: EnumDescriptorProto): string[] {
  return [`enum ${desc.name} {`, ...desc.value.map((value) => `${value.name} = ${value.number};`), "}"];
}

function printMessage(desc: DescriptorProto): string[] {
  const lines = [`message ${desc.name} {`];
  for (const nested of desc.nestedType) lines.push(...printMessage(nested));
  for (const nested of desc.enumType) lines.push(...printEnum(nested));
  for (const field of desc.field) if (!isInOneof(field)) lines.push(printField(field, false));
  desc.oneofDecl.forEach((oneof, index) => {
    const members = desc.field.filter((field) => isInOneof(field) && field.oneofIndex === index);
    lines.push(`oneof ${oneof.name} {`, ...members.map((field) => printField(field, true)), "}");
  });
  for (const range of desc.extensionRange) {
    lines.push(`extensions ${range.start} to ${range.end > 536870911 ? "max" : range.end - 1};`);
  }
  lines.push("}");
  return lines;
}

// proto2 sets oneofIndex only for real members; 0 is the default of the field, so presence is asked of the message.
function isInOneof(field: FieldDescriptorProto): boolean {
  return Object.hasOwn(field, "oneofIndex");
}

const lines = [
  `syntax = "${file.syntax === "" ? "proto2" : file.syntax}";`,
  `package ${file.package};`,
  ...file.dependency.map((path) => `import "${path}";`),
  ...file.enumType.flatMap(printEnum),
  ...file.messageType.flatMap(printMessage),
  ...file.extension.map((field) => `extend ${field.extendee} { ${printField(field, false)} }`),
];

const root = join(import.meta.dirname, "..");

function destination(path: string): string {
  const to = join(root, ".generated/proto", path);
  mkdirSync(dirname(to), { recursive: true });
  return to;
}

writeFileSync(destination("buf/validate/validate.proto"), `${lines.join("\n")}\n`);

const copies: Record<string, string> = {
  "google/api/annotations.proto": "google-proto-files/google/api/annotations.proto",
  "google/api/field_behavior.proto": "google-proto-files/google/api/field_behavior.proto",
  "google/api/http.proto": "google-proto-files/google/api/http.proto",
  "google/rpc/error_details.proto": "google-proto-files/google/rpc/error_details.proto",
  "grpc/health/v1/health.proto": "grpc-health-check/proto/health/v1/health.proto",
  "grpc/reflection/v1/reflection.proto": "@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto",
  "grpc/reflection/v1alpha/reflection.proto": "@grpc/reflection/build/proto/grpc/reflection/v1alpha/reflection.proto",
};
for (const [to, from] of Object.entries(copies)) copyFileSync(join(root, "node_modules", from), destination(to));
