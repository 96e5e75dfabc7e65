from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Fallback(_message.Message):
    __slots__ = ("other_deployments", "models", "statuses")
    OTHER_DEPLOYMENTS_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    other_deployments: bool
    models: _containers.RepeatedScalarFieldContainer[str]
    statuses: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, other_deployments: _Optional[bool] = ..., models: _Optional[_Iterable[str]] = ..., statuses: _Optional[_Iterable[int]] = ...) -> None: ...
