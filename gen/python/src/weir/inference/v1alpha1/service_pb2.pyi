import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import circuit_breaker_pb2 as _circuit_breaker_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import plugin_pb2 as _plugin_pb2
from weir.inference.v1alpha1 import service_traffic_pb2 as _service_traffic_pb2
from weir.inference.v1alpha1 import service_type_pb2 as _service_type_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Service(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: ServiceSpec
    status: ServiceStatus
    def __init__(self, spec: _Optional[_Union[ServiceSpec, _Mapping]] = ..., status: _Optional[_Union[ServiceStatus, _Mapping]] = ...) -> None: ...

class ServiceSpec(_message.Message):
    __slots__ = ("id", "name", "organization_id", "type", "upstreams", "description", "version", "owner", "tags", "metadata", "traffic", "plugins")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UPSTREAMS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    organization_id: str
    type: _service_type_pb2.ServiceType
    upstreams: _containers.RepeatedCompositeFieldContainer[WeightedUpstream]
    description: str
    version: str
    owner: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    metadata: _containers.ScalarMap[str, str]
    traffic: _service_traffic_pb2.ServiceTraffic
    plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., organization_id: _Optional[str] = ..., type: _Optional[_Union[_service_type_pb2.ServiceType, str]] = ..., upstreams: _Optional[_Iterable[_Union[WeightedUpstream, _Mapping]]] = ..., description: _Optional[str] = ..., version: _Optional[str] = ..., owner: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., traffic: _Optional[_Union[_service_traffic_pb2.ServiceTraffic, _Mapping]] = ..., plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ...) -> None: ...

class WeightedUpstream(_message.Message):
    __slots__ = ("upstream_id", "weight")
    UPSTREAM_ID_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    upstream_id: str
    weight: int
    def __init__(self, upstream_id: _Optional[str] = ..., weight: _Optional[int] = ...) -> None: ...

class ServiceStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "etag", "circuits")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CIRCUITS_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    etag: str
    circuits: _containers.RepeatedCompositeFieldContainer[_circuit_breaker_pb2.CircuitStatus]
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., etag: _Optional[str] = ..., circuits: _Optional[_Iterable[_Union[_circuit_breaker_pb2.CircuitStatus, _Mapping]]] = ...) -> None: ...
