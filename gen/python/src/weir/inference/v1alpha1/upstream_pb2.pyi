import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import balance_pb2 as _balance_pb2
from weir.inference.v1alpha1 import circuit_breaker_pb2 as _circuit_breaker_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import connection_limits_pb2 as _connection_limits_pb2
from weir.inference.v1alpha1 import dns_targets_pb2 as _dns_targets_pb2
from weir.inference.v1alpha1 import health_check_pb2 as _health_check_pb2
from weir.inference.v1alpha1 import injected_header_pb2 as _injected_header_pb2
from weir.inference.v1alpha1 import outlier_ejection_pb2 as _outlier_ejection_pb2
from weir.inference.v1alpha1 import retry_policy_pb2 as _retry_policy_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from weir.inference.v1alpha1 import target_pb2 as _target_pb2
from weir.inference.v1alpha1 import target_status_pb2 as _target_status_pb2
from weir.inference.v1alpha1 import timeouts_pb2 as _timeouts_pb2
from weir.inference.v1alpha1 import upstream_protocol_pb2 as _upstream_protocol_pb2
from weir.inference.v1alpha1 import upstream_tls_pb2 as _upstream_tls_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Upstream(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: UpstreamSpec
    status: UpstreamStatus
    def __init__(self, spec: _Optional[_Union[UpstreamSpec, _Mapping]] = ..., status: _Optional[_Union[UpstreamStatus, _Mapping]] = ...) -> None: ...

class UpstreamSpec(_message.Message):
    __slots__ = ("id", "name", "organization_id", "targets", "balance", "timeouts", "tls", "limits", "retry", "ejection", "health_check", "circuit_breaker", "protocol", "panic_percent", "dns_targets", "headers")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
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
    organization_id: str
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
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., organization_id: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_pb2.Target, _Mapping]]] = ..., balance: _Optional[_Union[_balance_pb2.Balance, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ..., tls: _Optional[_Union[_upstream_tls_pb2.UpstreamTls, _Mapping]] = ..., limits: _Optional[_Union[_connection_limits_pb2.ConnectionLimits, _Mapping]] = ..., retry: _Optional[_Union[_retry_policy_pb2.RetryPolicy, _Mapping]] = ..., ejection: _Optional[_Union[_outlier_ejection_pb2.OutlierEjection, _Mapping]] = ..., health_check: _Optional[_Union[_health_check_pb2.HealthCheck, _Mapping]] = ..., circuit_breaker: _Optional[_Union[_circuit_breaker_pb2.CircuitBreaker, _Mapping]] = ..., protocol: _Optional[_Union[_upstream_protocol_pb2.UpstreamProtocol, str]] = ..., panic_percent: _Optional[int] = ..., dns_targets: _Optional[_Iterable[_Union[_dns_targets_pb2.DnsTargets, _Mapping]]] = ..., headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ...) -> None: ...

class UpstreamStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "etag", "targets", "circuits")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    CIRCUITS_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    etag: str
    targets: _containers.RepeatedCompositeFieldContainer[_target_status_pb2.TargetStatus]
    circuits: _containers.RepeatedCompositeFieldContainer[_circuit_breaker_pb2.CircuitStatus]
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., etag: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_status_pb2.TargetStatus, _Mapping]]] = ..., circuits: _Optional[_Iterable[_Union[_circuit_breaker_pb2.CircuitStatus, _Mapping]]] = ...) -> None: ...
