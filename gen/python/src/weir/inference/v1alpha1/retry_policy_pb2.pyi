from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class RetryPolicy(_message.Message):
    __slots__ = ("attempts", "statuses", "non_idempotent", "budget_percent")
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    NON_IDEMPOTENT_FIELD_NUMBER: _ClassVar[int]
    BUDGET_PERCENT_FIELD_NUMBER: _ClassVar[int]
    attempts: int
    statuses: _containers.RepeatedScalarFieldContainer[int]
    non_idempotent: bool
    budget_percent: int
    def __init__(self, attempts: _Optional[int] = ..., statuses: _Optional[_Iterable[int]] = ..., non_idempotent: _Optional[bool] = ..., budget_percent: _Optional[int] = ...) -> None: ...
