from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Mirror(_message.Message):
    __slots__ = ("service_id", "percent")
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    service_id: str
    percent: float
    def __init__(self, service_id: _Optional[str] = ..., percent: _Optional[float] = ...) -> None: ...
