import { create, createFileRegistry, type DescService } from "@bufbuild/protobuf";
import {
  type CodeGeneratorRequest,
  CodeGeneratorResponseSchema,
  CodeGeneratorResponse_Feature as Feature,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { runNodeJs } from "@bufbuild/protoplugin";

/**
 * Runs a program that buf starts for the files of the public API, as a protoc plugin.
 *
 * @param generate gives the files to write, by path, for the services in the order of their files
 */
export function runPlugin(
  name: string,
  generate: (services: readonly DescService[]) => ReadonlyMap<string, string>,
): void {
  runNodeJs({
    name,
    version: "v0.1.0",
    run(request: CodeGeneratorRequest) {
      const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: request.protoFile }));
      const services = request.fileToGenerate
        .toSorted()
        .flatMap((path) => registry.getFile(path)?.services ?? [])
        .filter(({ file }) => file.proto.package === "weir.inference.v1alpha1");
      const files = [...generate(services)].map(([path, content]) => ({ name: path, content }));
      return create(CodeGeneratorResponseSchema, { file: files, supportedFeatures: BigInt(Feature.PROTO3_OPTIONAL) });
    },
  });
}
