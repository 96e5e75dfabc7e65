import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import balance_pb2 as _balance_pb2
from weir.inference.v1alpha1 import circuit_breaker_pb2 as _circuit_breaker_pb2
from weir.inference.v1alpha1 import connection_limits_pb2 as _connection_limits_pb2
from weir.inference.v1alpha1 import dns_targets_pb2 as _dns_targets_pb2
from weir.inference.v1alpha1 import event_pb2 as _event_pb2
from weir.inference.v1alpha1 import health_check_pb2 as _health_check_pb2
from weir.inference.v1alpha1 import injected_header_pb2 as _injected_header_pb2
from weir.inference.v1alpha1 import outlier_ejection_pb2 as _outlier_ejection_pb2
from weir.inference.v1alpha1 import retry_policy_pb2 as _retry_policy_pb2
from weir.inference.v1alpha1 import target_pb2 as _target_pb2
from weir.inference.v1alpha1 import timeouts_pb2 as _timeouts_pb2
from weir.inference.v1alpha1 import upstream_pb2 as _upstream_pb2
from weir.inference.v1alpha1 import upstream_protocol_pb2 as _upstream_protocol_pb2
from weir.inference.v1alpha1 import upstream_tls_pb2 as _upstream_tls_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateUpstreamRequest(_message.Message):
    __slots__ = ("id", "name", "targets", "balance", "timeouts", "tls", "limits", "retry", "ejection", "health_check", "circuit_breaker", "protocol", "panic_percent", "dns_targets", "headers")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    EJECTION_FIELD_NUMBER: _ClassVar[int]
    HEALTH_CHECK_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_BREAKER_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    PANIC_PERCENT_FIELD_NUMBER: _ClassVar[int]
    DNS_TARGETS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    targets: _containers.RepeatedCompositeFieldContainer[_target_pb2.Target]
    balance: _balance_pb2.Balance
    timeouts: _timeouts_pb2.Timeouts
    tls: _upstream_tls_pb2.UpstreamTls
    limits: _connection_limits_pb2.ConnectionLimits
    retry: _retry_policy_pb2.RetryPolicy
    ejection: _outlier_ejection_pb2.OutlierEjection
    health_check: _health_check_pb2.HealthCheck
    circuit_breaker: _circuit_breaker_pb2.CircuitBreaker
    protocol: _upstream_protocol_pb2.UpstreamProtocol
    panic_percent: int
    dns_targets: _containers.RepeatedCompositeFieldContainer[_dns_targets_pb2.DnsTargets]
    headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_pb2.Target, _Mapping]]] = ..., balance: _Optional[_Union[_balance_pb2.Balance, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ..., tls: _Optional[_Union[_upstream_tls_pb2.UpstreamTls, _Mapping]] = ..., limits: _Optional[_Union[_connection_limits_pb2.ConnectionLimits, _Mapping]] = ..., retry: _Optional[_Union[_retry_policy_pb2.RetryPolicy, _Mapping]] = ..., ejection: _Optional[_Union[_outlier_ejection_pb2.OutlierEjection, _Mapping]] = ..., health_check: _Optional[_Union[_health_check_pb2.HealthCheck, _Mapping]] = ..., circuit_breaker: _Optional[_Union[_circuit_breaker_pb2.CircuitBreaker, _Mapping]] = ..., protocol: _Optional[_Union[_upstream_protocol_pb2.UpstreamProtocol, str]] = ..., panic_percent: _Optional[int] = ..., dns_targets: _Optional[_Iterable[_Union[_dns_targets_pb2.DnsTargets, _Mapping]]] = ..., headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ...) -> None: ...

class CreateUpstreamResponse(_message.Message):
    __slots__ = ("upstream",)
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    upstream: _upstream_pb2.Upstream
    def __init__(self, upstream: _Optional[_Union[_upstream_pb2.Upstream, _Mapping]] = ...) -> None: ...

class UpdateUpstreamRequest(_message.Message):
    __slots__ = ("id", "name", "targets", "balance", "timeouts", "tls", "limits", "retry", "ejection", "health_check", "circuit_breaker", "protocol", "panic_percent", "dns_targets", "headers", "update_mask", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    EJECTION_FIELD_NUMBER: _ClassVar[int]
    HEALTH_CHECK_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_BREAKER_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    PANIC_PERCENT_FIELD_NUMBER: _ClassVar[int]
    DNS_TARGETS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    targets: _containers.RepeatedCompositeFieldContainer[_target_pb2.Target]
    balance: _balance_pb2.Balance
    timeouts: _timeouts_pb2.Timeouts
    tls: _upstream_tls_pb2.UpstreamTls
    limits: _connection_limits_pb2.ConnectionLimits
    retry: _retry_policy_pb2.RetryPolicy
    ejection: _outlier_ejection_pb2.OutlierEjection
    health_check: _health_check_pb2.HealthCheck
    circuit_breaker: _circuit_breaker_pb2.CircuitBreaker
    protocol: _upstream_protocol_pb2.UpstreamProtocol
    panic_percent: int
    dns_targets: _containers.RepeatedCompositeFieldContainer[_dns_targets_pb2.DnsTargets]
    headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_pb2.Target, _Mapping]]] = ..., balance: _Optional[_Union[_balance_pb2.Balance, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ..., tls: _Optional[_Union[_upstream_tls_pb2.UpstreamTls, _Mapping]] = ..., limits: _Optional[_Union[_connection_limits_pb2.ConnectionLimits, _Mapping]] = ..., retry: _Optional[_Union[_retry_policy_pb2.RetryPolicy, _Mapping]] = ..., ejection: _Optional[_Union[_outlier_ejection_pb2.OutlierEjection, _Mapping]] = ..., health_check: _Optional[_Union[_health_check_pb2.HealthCheck, _Mapping]] = ..., circuit_breaker: _Optional[_Union[_circuit_breaker_pb2.CircuitBreaker, _Mapping]] = ..., protocol: _Optional[_Union[_upstream_protocol_pb2.UpstreamProtocol, str]] = ..., panic_percent: _Optional[int] = ..., dns_targets: _Optional[_Iterable[_Union[_dns_targets_pb2.DnsTargets, _Mapping]]] = ..., headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateUpstreamResponse(_message.Message):
    __slots__ = ("upstream",)
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    upstream: _upstream_pb2.Upstream
    def __init__(self, upstream: _Optional[_Union[_upstream_pb2.Upstream, _Mapping]] = ...) -> None: ...

class GetUpstreamRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetUpstreamResponse(_message.Message):
    __slots__ = ("upstream",)
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    upstream: _upstream_pb2.Upstream
    def __init__(self, upstream: _Optional[_Union[_upstream_pb2.Upstream, _Mapping]] = ...) -> None: ...

class ListUpstreamsRequest(_message.Message):
    __slots__ = ("updated_after", "page_size", "page_token")
    UPDATED_AFTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    updated_after: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, updated_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListUpstreamsResponse(_message.Message):
    __slots__ = ("items", "next_page_token")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_upstream_pb2.Upstream]
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[_upstream_pb2.Upstream, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteUpstreamRequest(_message.Message):
    __slots__ = ("id", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class DeleteUpstreamResponse(_message.Message):
    __slots__ = ("upstream",)
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    upstream: _upstream_pb2.Upstream
    def __init__(self, upstream: _Optional[_Union[_upstream_pb2.Upstream, _Mapping]] = ...) -> None: ...

class WatchUpstreamsRequest(_message.Message):
    __slots__ = ("id", "resource_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    resource_version: str
    def __init__(self, id: _Optional[str] = ..., resource_version: _Optional[str] = ...) -> None: ...

class WatchUpstreamsResponse(_message.Message):
    __slots__ = ("type", "upstream", "resource_version")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    type: _event_pb2.EventType
    upstream: _upstream_pb2.Upstream
    resource_version: str
    def __init__(self, type: _Optional[_Union[_event_pb2.EventType, str]] = ..., upstream: _Optional[_Union[_upstream_pb2.Upstream, _Mapping]] = ..., resource_version: _Optional[str] = ...) -> None: ...
