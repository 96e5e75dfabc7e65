import { create, createFileRegistry, type DescFile, type DescService, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  EnumValueDescriptorProtoSchema,
  FieldDescriptorProtoSchema,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { AccessTokenService } from "../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { ApiKeyService } from "../../gen/es/weir/inference/v1alpha1/api_key_service_pb.ts";
import { AuditService } from "../../gen/es/weir/inference/v1alpha1/audit_service_pb.ts";
import { CustomEndpointService } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_service_pb.ts";
import { DatabaseService } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { DeploymentService } from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { ManifestService } from "../../gen/es/weir/inference/v1alpha1/manifest_service_pb.ts";
import { RuleService } from "../../gen/es/weir/inference/v1alpha1/rule_service_pb.ts";
import { SecretsService } from "../../gen/es/weir/inference/v1alpha1/secrets_service_pb.ts";
import { ServiceService } from "../../gen/es/weir/inference/v1alpha1/service_service_pb.ts";
import { UpstreamService } from "../../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";
import { UsageService } from "../../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";

export const presentServices: readonly DescService[] = [
  GatewayService,
  DeploymentService,
  UpstreamService,
  ServiceService,
  RuleService,
  ApiKeyService,
  CustomEndpointService,
  ManifestService,
  SecretsService,
  DatabaseService,
  AccessTokenService,
  UsageService,
  AuditService,
];

/** The number of everything that the next version adds: its fields, and its values of enums. */
export const nextNumber = 1000;

/**
 * The services one version ahead, by what docs/compatibility.md allows: each message has one more field,
 * `from_the_future`; each enum one more value, `..._FROM_THE_FUTURE`; each `auth` one more arm, `future_auth`.
 */
export function nextServices(): DescService[] {
  const files = new Map<string, DescFile>();
  const collect = (file: DescFile): void => {
    if (files.has(file.proto.name)) return;
    for (const dependency of file.dependencies) collect(dependency);
    files.set(file.proto.name, file);
  };
  for (const { file } of presentServices) collect(file);
  const protos = [...files.values()].map(({ proto }) => {
    const copy = fromBinary(FileDescriptorProtoSchema, toBinary(FileDescriptorProtoSchema, proto));
    if (copy.package !== "weir.inference.v1alpha1") return copy;
    for (const message of copy.messageType) extendMessage(message);
    for (const each of copy.enumType) extendEnum(each);
    return copy;
  });
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: protos }));
  return presentServices.map(({ typeName }) => registry.getService(typeName)!);
}

function extendMessage(message: DescriptorProto): void {
  const optional = { number: nextNumber, label: Label.OPTIONAL };
  message.field.push(
    create(FieldDescriptorProtoSchema, {
      ...optional,
      name: "from_the_future",
      jsonName: "fromTheFuture",
      type: Type.STRING,
    }),
  );
  const auth = message.oneofDecl.findIndex(({ name }) => name === "auth");
  if (auth !== -1) {
    message.field.push(
      create(FieldDescriptorProtoSchema, {
        ...optional,
        number: nextNumber + 1,
        name: "future_auth",
        jsonName: "futureAuth",
        type: Type.MESSAGE,
        typeName: ".weir.inference.v1alpha1.CoreWeaveAuth",
        oneofIndex: auth,
      }),
    );
  }
  for (const nested of message.nestedType) extendMessage(nested);
  for (const each of message.enumType) extendEnum(each);
}

function extendEnum(each: EnumDescriptorProto): void {
  const name = each.value[0]!.name.replace(/UNSPECIFIED$/, "FROM_THE_FUTURE");
  each.value.push(create(EnumValueDescriptorProtoSchema, { name, number: nextNumber }));
}
