from google.api import field_behavior_pb2 as _field_behavior_pb2
from weir.inference.v1alpha1 import balance_pb2 as _balance_pb2
from weir.inference.v1alpha1 import timeouts_pb2 as _timeouts_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Target(_message.Message):
    __slots__ = ("url", "weight")
    URL_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    url: str
    weight: int
    def __init__(self, url: _Optional[str] = ..., weight: _Optional[int] = ...) -> None: ...

class InlineTargets(_message.Message):
    __slots__ = ("targets", "balance", "timeouts")
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    targets: _containers.RepeatedCompositeFieldContainer[Target]
    balance: _balance_pb2.Balance
    timeouts: _timeouts_pb2.Timeouts
    def __init__(self, targets: _Optional[_Iterable[_Union[Target, _Mapping]]] = ..., balance: _Optional[_Union[_balance_pb2.Balance, _Mapping]] = ..., timeouts: _Optional[_Union[_timeouts_pb2.Timeouts, _Mapping]] = ...) -> None: ...
