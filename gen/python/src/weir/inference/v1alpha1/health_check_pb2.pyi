import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HealthCheck(_message.Message):
    __slots__ = ("http", "tcp", "grpc", "interval", "timeout", "rise", "fall")
    HTTP_FIELD_NUMBER: _ClassVar[int]
    TCP_FIELD_NUMBER: _ClassVar[int]
    GRPC_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    RISE_FIELD_NUMBER: _ClassVar[int]
    FALL_FIELD_NUMBER: _ClassVar[int]
    http: HttpHealthCheck
    tcp: TcpHealthCheck
    grpc: GrpcHealthCheck
    interval: _duration_pb2.Duration
    timeout: _duration_pb2.Duration
    rise: int
    fall: int
    def __init__(self, http: _Optional[_Union[HttpHealthCheck, _Mapping]] = ..., tcp: _Optional[_Union[TcpHealthCheck, _Mapping]] = ..., grpc: _Optional[_Union[GrpcHealthCheck, _Mapping]] = ..., interval: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., rise: _Optional[int] = ..., fall: _Optional[int] = ...) -> None: ...

class HttpHealthCheck(_message.Message):
    __slots__ = ("path", "expected_statuses")
    PATH_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_STATUSES_FIELD_NUMBER: _ClassVar[int]
    path: str
    expected_statuses: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, path: _Optional[str] = ..., expected_statuses: _Optional[_Iterable[int]] = ...) -> None: ...

class TcpHealthCheck(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GrpcHealthCheck(_message.Message):
    __slots__ = ("service",)
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    service: str
    def __init__(self, service: _Optional[str] = ...) -> None: ...
