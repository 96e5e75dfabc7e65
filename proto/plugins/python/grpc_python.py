"""grpcio-tools' generator of gRPC code as a protoc plugin: its package has it only as a part of its own protoc."""

import pathlib
import sys
import tempfile

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

request = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
response = CodeGeneratorResponse(supported_features=CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL)
with tempfile.TemporaryDirectory() as folder:
    descriptors = pathlib.Path(folder, "descriptors.binpb")
    descriptors.write_bytes(FileDescriptorSet(file=request.proto_file).SerializeToString())
    paths = [f"--descriptor_set_in={descriptors}", f"--grpc_python_out={folder}", *request.file_to_generate]
    code = protoc.main(["protoc", *paths])
    if code != 0:
        sys.exit(code)
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        response.file.add(name=path.relative_to(folder).as_posix(), content=path.read_text())
# PEP 561: the package has types. In each folder, because packages of a namespace have no parent to say it for them.
for folder in sorted({pathlib.PurePosixPath(name).parent for name in request.file_to_generate}):
    response.file.add(name=f"{folder}/py.typed")
sys.stdout.buffer.write(response.SerializeToString())
