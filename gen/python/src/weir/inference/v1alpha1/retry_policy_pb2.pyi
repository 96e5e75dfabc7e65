import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RetryPolicy(_message.Message):
    __slots__ = ("attempts", "statuses", "non_idempotent", "budget_percent", "hedge_delay")
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    NON_IDEMPOTENT_FIELD_NUMBER: _ClassVar[int]
    BUDGET_PERCENT_FIELD_NUMBER: _ClassVar[int]
    HEDGE_DELAY_FIELD_NUMBER: _ClassVar[int]
    attempts: int
    statuses: _containers.RepeatedScalarFieldContainer[int]
    non_idempotent: bool
    budget_percent: int
    hedge_delay: _duration_pb2.Duration
    def __init__(self, attempts: _Optional[int] = ..., statuses: _Optional[_Iterable[int]] = ..., non_idempotent: _Optional[bool] = ..., budget_percent: _Optional[int] = ..., hedge_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...
