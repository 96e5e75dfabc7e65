from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetDatabaseRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDatabaseResponse(_message.Message):
    __slots__ = ("id", "epoch", "revision", "refusing_proxies", "unreadable_resources")
    ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    REFUSING_PROXIES_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_RESOURCES_FIELD_NUMBER: _ClassVar[int]
    id: str
    epoch: str
    revision: int
    refusing_proxies: _containers.RepeatedCompositeFieldContainer[RefusingProxy]
    unreadable_resources: _containers.RepeatedCompositeFieldContainer[UnreadableResource]
    def __init__(self, id: _Optional[str] = ..., epoch: _Optional[str] = ..., revision: _Optional[int] = ..., refusing_proxies: _Optional[_Iterable[_Union[RefusingProxy, _Mapping]]] = ..., unreadable_resources: _Optional[_Iterable[_Union[UnreadableResource, _Mapping]]] = ...) -> None: ...

class RefusingProxy(_message.Message):
    __slots__ = ("proxy_id", "zone", "database_id", "revision", "reason")
    PROXY_ID_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    DATABASE_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    proxy_id: str
    zone: str
    database_id: str
    revision: int
    reason: str
    def __init__(self, proxy_id: _Optional[str] = ..., zone: _Optional[str] = ..., database_id: _Optional[str] = ..., revision: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class UnreadableResource(_message.Message):
    __slots__ = ("kind", "id", "organization_id", "reason")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    kind: str
    id: str
    organization_id: str
    reason: str
    def __init__(self, kind: _Optional[str] = ..., id: _Optional[str] = ..., organization_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class AdoptDatabaseRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AdoptDatabaseResponse(_message.Message):
    __slots__ = ("id", "proxies")
    ID_FIELD_NUMBER: _ClassVar[int]
    PROXIES_FIELD_NUMBER: _ClassVar[int]
    id: str
    proxies: _containers.RepeatedCompositeFieldContainer[RefusingProxy]
    def __init__(self, id: _Optional[str] = ..., proxies: _Optional[_Iterable[_Union[RefusingProxy, _Mapping]]] = ...) -> None: ...
