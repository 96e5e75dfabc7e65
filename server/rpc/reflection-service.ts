import {
  create,
  type DescExtension,
  type DescFile,
  type DescService,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Code, type ServiceImpl } from "@connectrpc/connect";
import {
  type ServerReflection,
  type ServerReflectionRequest,
  ServerReflectionResponseSchema,
} from "../../gen/es/grpc/reflection/v1/reflection_pb.ts";

type Answer = MessageInitShape<typeof ServerReflectionResponseSchema>["messageResponse"];

/** What reflection can be asked for, by name. */
interface Index {
  readonly services: readonly string[];
  readonly files: ReadonlyMap<string, DescFile>;
  readonly symbols: ReadonlyMap<string, DescFile>;
  readonly extensions: readonly DescExtension[];
}

/** gRPC server reflection: what tools like grpcurl need to call the services without their proto files. */
export function createReflectionService(services: readonly DescService[]): ServiceImpl<typeof ServerReflection> {
  const index = buildIndex(services);
  return {
    async *serverReflectionInfo(requests) {
      for await (const request of requests) {
        yield create(ServerReflectionResponseSchema, {
          validHost: request.host,
          originalRequest: request,
          messageResponse: answer(index, request.messageRequest),
        });
      }
    },
  };
}

function buildIndex(services: readonly DescService[]): Index {
  const files = new Map<string, DescFile>();
  const symbols = new Map<string, DescFile>();
  const extensions: DescExtension[] = [];
  const add = (file: DescFile): void => {
    if (files.has(file.proto.name)) return;
    files.set(file.proto.name, file);
    for (const type of nestedTypes(file)) {
      symbols.set(type.typeName, file);
      if (type.kind === "extension") extensions.push(type);
      if (type.kind === "service")
        for (const method of type.methods) symbols.set(`${type.typeName}.${method.name}`, file);
    }
    for (const dependency of file.dependencies) add(dependency);
  };
  for (const { file } of services) add(file);
  return { services: services.map(({ typeName }) => typeName), files, symbols, extensions };
}

function answer(index: Index, asked: ServerReflectionRequest["messageRequest"]): Answer {
  switch (asked.case) {
    case "listServices":
      return { case: "listServicesResponse", value: { service: index.services.map((name) => ({ name })) } };
    case "fileByFilename":
      return fileAnswer(index.files.get(asked.value), asked.value);
    case "fileContainingSymbol":
      return fileAnswer(index.symbols.get(asked.value), asked.value);
    case "fileContainingExtension": {
      const { containingType, extensionNumber } = asked.value;
      const found = index.extensions.find(
        ({ extendee, number }) => extendee.typeName === containingType && number === extensionNumber,
      );
      return fileAnswer(found?.file, `extension ${extensionNumber} of ${containingType}`);
    }
    case "allExtensionNumbersOfType": {
      const numbers = index.extensions.filter(({ extendee }) => extendee.typeName === asked.value);
      if (!index.symbols.has(asked.value)) return notFound(asked.value);
      const extensionNumber = numbers.map(({ number }) => number);
      return { case: "allExtensionNumbersResponse", value: { baseTypeName: asked.value, extensionNumber } };
    }
    default:
      return errorAnswer(Code.InvalidArgument, "nothing was asked");
  }
}

/** The file with all that it imports, in an order that a reader can take them in. */
function fileAnswer(file: DescFile | undefined, asked: string): Answer {
  if (file === undefined) return notFound(asked);
  const ordered = new Map<string, Uint8Array>();
  const add = (each: DescFile): void => {
    if (ordered.has(each.proto.name)) return;
    for (const dependency of each.dependencies) add(dependency);
    ordered.set(each.proto.name, toBinary(FileDescriptorProtoSchema, each.proto));
  };
  add(file);
  return { case: "fileDescriptorResponse", value: { fileDescriptorProto: [...ordered.values()].reverse() } };
}

function notFound(asked: string): Answer {
  return errorAnswer(Code.NotFound, `not found: ${asked}`);
}

function errorAnswer(errorCode: Code, errorMessage: string): Answer {
  return { case: "errorResponse", value: { errorCode, errorMessage } };
}
