from weir.inference.v1alpha1 import circuit_breaker_pb2 as _circuit_breaker_pb2
from weir.inference.v1alpha1 import connection_limits_pb2 as _connection_limits_pb2
from weir.inference.v1alpha1 import request_timeouts_pb2 as _request_timeouts_pb2
from weir.inference.v1alpha1 import retry_policy_pb2 as _retry_policy_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ServiceTraffic(_message.Message):
    __slots__ = ("timeouts", "retry", "limits", "circuit_breaker")
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_BREAKER_FIELD_NUMBER: _ClassVar[int]
    timeouts: _request_timeouts_pb2.RequestTimeouts
    retry: _retry_policy_pb2.RetryPolicy
    limits: _connection_limits_pb2.ConnectionLimits
    circuit_breaker: _circuit_breaker_pb2.CircuitBreaker
    def __init__(self, timeouts: _Optional[_Union[_request_timeouts_pb2.RequestTimeouts, _Mapping]] = ..., retry: _Optional[_Union[_retry_policy_pb2.RetryPolicy, _Mapping]] = ..., limits: _Optional[_Union[_connection_limits_pb2.ConnectionLimits, _Mapping]] = ..., circuit_breaker: _Optional[_Union[_circuit_breaker_pb2.CircuitBreaker, _Mapping]] = ...) -> None: ...
