from google.api import field_behavior_pb2 as _field_behavior_pb2
from weir.inference.v1alpha1 import balance_pb2 as _balance_pb2
from weir.inference.v1alpha1 import injected_header_pb2 as _injected_header_pb2
from weir.inference.v1alpha1 import timeouts_pb2 as _timeouts_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TargetState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TARGET_STATE_UNSPECIFIED: _ClassVar[TargetState]
    TARGET_STATE_HEALTHY: _ClassVar[TargetState]
    TARGET_STATE_UNHEALTHY: _ClassVar[TargetState]
    TARGET_STATE_DRAINING: _ClassVar[TargetState]
    TARGET_STATE_DISABLED: _ClassVar[TargetState]
TARGET_STATE_UNSPECIFIED: TargetState
TARGET_STATE_HEALTHY: TargetState
TARGET_STATE_UNHEALTHY: TargetState
TARGET_STATE_DRAINING: TargetState
TARGET_STATE_DISABLED: TargetState

class Target(_message.Message):
    __slots__ = ("url", "weight", "name", "state", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    URL_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    url: str
    weight: int
    name: str
    state: TargetState
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, url: _Optional[str] = ..., weight: _Optional[int] = ..., name: _Optional[str] = ..., state: _Optional[_Union[TargetState, str]] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class InlineTargets(_message.Message):
    __slots__ = ("targets", "balance", "timeouts", "headers")
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    targets: _containers.RepeatedCompositeFieldContainer[Target]
    balance: _balance_pb2.Balance
    timeouts: _timeouts_pb2.Timeouts
    headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    def __init__(self, targets: _Optional[_Iterable[_Union[Target, _Mapping]]] = ..., balance: _Optional[_Union[_balance_pb2.Balance, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ..., headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ...) -> None: ...
