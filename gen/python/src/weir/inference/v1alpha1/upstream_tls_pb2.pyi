from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class UpstreamTls(_message.Message):
    __slots__ = ("ca_certificates", "server_name", "insecure_skip_verify", "client_certificate", "client_key")
    CA_CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    SERVER_NAME_FIELD_NUMBER: _ClassVar[int]
    INSECURE_SKIP_VERIFY_FIELD_NUMBER: _ClassVar[int]
    CLIENT_CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    CLIENT_KEY_FIELD_NUMBER: _ClassVar[int]
    ca_certificates: str
    server_name: str
    insecure_skip_verify: bool
    client_certificate: str
    client_key: str
    def __init__(self, ca_certificates: _Optional[str] = ..., server_name: _Optional[str] = ..., insecure_skip_verify: _Optional[bool] = ..., client_certificate: _Optional[str] = ..., client_key: _Optional[str] = ...) -> None: ...
