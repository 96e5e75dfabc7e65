from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class RequestSizeLimiter(_message.Message):
    __slots__ = ("max_body_bytes", "require_content_length")
    MAX_BODY_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUIRE_CONTENT_LENGTH_FIELD_NUMBER: _ClassVar[int]
    max_body_bytes: int
    require_content_length: bool
    def __init__(self, max_body_bytes: _Optional[int] = ..., require_content_length: _Optional[bool] = ...) -> None: ...
