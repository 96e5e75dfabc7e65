import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import collaborator_pb2 as _collaborator_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import injected_header_pb2 as _injected_header_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from weir.inference.v1alpha1 import target_status_pb2 as _target_status_pb2
from weir.inference.v1alpha1 import timeouts_pb2 as _timeouts_pb2
from weir.inference.v1alpha1 import upstream_tls_pb2 as _upstream_tls_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EndpointRoutingType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENDPOINT_ROUTING_TYPE_UNSPECIFIED: _ClassVar[EndpointRoutingType]
    ENDPOINT_ROUTING_TYPE_WEIGHT: _ClassVar[EndpointRoutingType]
    ENDPOINT_ROUTING_TYPE_PRIORITY: _ClassVar[EndpointRoutingType]
ENDPOINT_ROUTING_TYPE_UNSPECIFIED: EndpointRoutingType
ENDPOINT_ROUTING_TYPE_WEIGHT: EndpointRoutingType
ENDPOINT_ROUTING_TYPE_PRIORITY: EndpointRoutingType

class CustomEndpoint(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: CustomEndpointSpec
    status: CustomEndpointStatus
    def __init__(self, spec: _Optional[_Union[CustomEndpointSpec, _Mapping]] = ..., status: _Optional[_Union[CustomEndpointStatus, _Mapping]] = ...) -> None: ...

class CustomEndpointSpec(_message.Message):
    __slots__ = ("id", "name", "organization_id", "gateway_ids", "endpoint_type", "auth_headers", "endpoints", "routing", "collaborators", "disabled", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_IDS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_TYPE_FIELD_NUMBER: _ClassVar[int]
    AUTH_HEADERS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    COLLABORATORS_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    organization_id: str
    gateway_ids: _containers.RepeatedScalarFieldContainer[str]
    endpoint_type: str
    auth_headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    endpoints: _containers.RepeatedCompositeFieldContainer[AccountEndpoint]
    routing: EndpointRouting
    collaborators: _containers.RepeatedCompositeFieldContainer[_collaborator_pb2.Collaborator]
    disabled: bool
    description: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., organization_id: _Optional[str] = ..., gateway_ids: _Optional[_Iterable[str]] = ..., endpoint_type: _Optional[str] = ..., auth_headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., endpoints: _Optional[_Iterable[_Union[AccountEndpoint, _Mapping]]] = ..., routing: _Optional[_Union[EndpointRouting, _Mapping]] = ..., collaborators: _Optional[_Iterable[_Union[_collaborator_pb2.Collaborator, _Mapping]]] = ..., disabled: _Optional[bool] = ..., description: _Optional[str] = ...) -> None: ...

class AccountEndpoint(_message.Message):
    __slots__ = ("name", "base_url", "headers", "auth_headers", "tls", "timeouts", "weight", "priority", "authorized_subjects")
    NAME_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    AUTH_HEADERS_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    name: str
    base_url: str
    headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    auth_headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    tls: _upstream_tls_pb2.UpstreamTls
    timeouts: _timeouts_pb2.Timeouts
    weight: int
    priority: int
    authorized_subjects: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., base_url: _Optional[str] = ..., headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., auth_headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., tls: _Optional[_Union[_upstream_tls_pb2.UpstreamTls, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ..., weight: _Optional[int] = ..., priority: _Optional[int] = ..., authorized_subjects: _Optional[_Iterable[str]] = ...) -> None: ...

class EndpointRouting(_message.Message):
    __slots__ = ("slug", "type", "fallback_statuses")
    SLUG_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FALLBACK_STATUSES_FIELD_NUMBER: _ClassVar[int]
    slug: str
    type: EndpointRoutingType
    fallback_statuses: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, slug: _Optional[str] = ..., type: _Optional[_Union[EndpointRoutingType, str]] = ..., fallback_statuses: _Optional[_Iterable[int]] = ...) -> None: ...

class CustomEndpointStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "etag", "targets")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    etag: str
    targets: _containers.RepeatedCompositeFieldContainer[_target_status_pb2.TargetStatus]
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., etag: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_status_pb2.TargetStatus, _Mapping]]] = ...) -> None: ...
