import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import mirror_pb2 as _mirror_pb2
from weir.inference.v1alpha1 import plugin_pb2 as _plugin_pb2
from weir.inference.v1alpha1 import request_key_pb2 as _request_key_pb2
from weir.inference.v1alpha1 import request_timeouts_pb2 as _request_timeouts_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from weir.inference.v1alpha1 import value_condition_pb2 as _value_condition_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Rule(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: RuleSpec
    status: RuleStatus
    def __init__(self, spec: _Optional[_Union[RuleSpec, _Mapping]] = ..., status: _Optional[_Union[RuleStatus, _Mapping]] = ...) -> None: ...

class RuleSpec(_message.Message):
    __slots__ = ("id", "name", "organization_id", "gateway_id", "disabled", "priority", "path", "methods", "headers", "query", "strip_path", "rewrite", "services", "sticky", "timeouts", "mirror", "plugins")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_ID_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    STRIP_PATH_FIELD_NUMBER: _ClassVar[int]
    REWRITE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    STICKY_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    MIRROR_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    organization_id: str
    gateway_id: str
    disabled: bool
    priority: int
    path: str
    methods: _containers.RepeatedScalarFieldContainer[str]
    headers: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    query: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    strip_path: bool
    rewrite: str
    services: _containers.RepeatedCompositeFieldContainer[WeightedService]
    sticky: _request_key_pb2.RequestKey
    timeouts: _request_timeouts_pb2.RequestTimeouts
    mirror: _mirror_pb2.Mirror
    plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., organization_id: _Optional[str] = ..., gateway_id: _Optional[str] = ..., disabled: _Optional[bool] = ..., priority: _Optional[int] = ..., path: _Optional[str] = ..., methods: _Optional[_Iterable[str]] = ..., headers: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., query: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., strip_path: _Optional[bool] = ..., rewrite: _Optional[str] = ..., services: _Optional[_Iterable[_Union[WeightedService, _Mapping]]] = ..., sticky: _Optional[_Union[_request_key_pb2.RequestKey, _Mapping]] = ..., timeouts: _Optional[_Union[_request_timeouts_pb2.RequestTimeouts, _Mapping]] = ..., mirror: _Optional[_Union[_mirror_pb2.Mirror, _Mapping]] = ..., plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ...) -> None: ...

class WeightedService(_message.Message):
    __slots__ = ("service_id", "weight")
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    service_id: str
    weight: int
    def __init__(self, service_id: _Optional[str] = ..., weight: _Optional[int] = ...) -> None: ...

class RuleStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "etag")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    etag: str
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., etag: _Optional[str] = ...) -> None: ...
