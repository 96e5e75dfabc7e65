from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ConnectionLimits(_message.Message):
    __slots__ = ("max_requests", "max_requests_per_target")
    MAX_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    MAX_REQUESTS_PER_TARGET_FIELD_NUMBER: _ClassVar[int]
    max_requests: int
    max_requests_per_target: int
    def __init__(self, max_requests: _Optional[int] = ..., max_requests_per_target: _Optional[int] = ...) -> None: ...
