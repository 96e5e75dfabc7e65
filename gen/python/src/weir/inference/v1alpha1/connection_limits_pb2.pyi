import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConnectionLimits(_message.Message):
    __slots__ = ("max_requests", "max_requests_per_target", "max_pending", "pending_timeout")
    MAX_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    MAX_REQUESTS_PER_TARGET_FIELD_NUMBER: _ClassVar[int]
    MAX_PENDING_FIELD_NUMBER: _ClassVar[int]
    PENDING_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    max_requests: int
    max_requests_per_target: int
    max_pending: int
    pending_timeout: _duration_pb2.Duration
    def __init__(self, max_requests: _Optional[int] = ..., max_requests_per_target: _Optional[int] = ..., max_pending: _Optional[int] = ..., pending_timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...
