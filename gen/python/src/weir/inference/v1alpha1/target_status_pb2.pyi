import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TargetHealth(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TARGET_HEALTH_UNSPECIFIED: _ClassVar[TargetHealth]
    TARGET_HEALTH_UNHEALTHY: _ClassVar[TargetHealth]
    TARGET_HEALTH_EJECTED: _ClassVar[TargetHealth]
    TARGET_HEALTH_NOT_ALLOWED: _ClassVar[TargetHealth]
TARGET_HEALTH_UNSPECIFIED: TargetHealth
TARGET_HEALTH_UNHEALTHY: TargetHealth
TARGET_HEALTH_EJECTED: TargetHealth
TARGET_HEALTH_NOT_ALLOWED: TargetHealth

class TargetStatus(_message.Message):
    __slots__ = ("url", "proxy_id", "health", "reason", "since")
    URL_FIELD_NUMBER: _ClassVar[int]
    PROXY_ID_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    url: str
    proxy_id: str
    health: TargetHealth
    reason: str
    since: _timestamp_pb2.Timestamp
    def __init__(self, url: _Optional[str] = ..., proxy_id: _Optional[str] = ..., health: _Optional[_Union[TargetHealth, str]] = ..., reason: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
