from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DataMasking(_message.Message):
    __slots__ = ("rules", "stream_window")
    RULES_FIELD_NUMBER: _ClassVar[int]
    STREAM_WINDOW_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedCompositeFieldContainer[MaskingRule]
    stream_window: int
    def __init__(self, rules: _Optional[_Iterable[_Union[MaskingRule, _Mapping]]] = ..., stream_window: _Optional[int] = ...) -> None: ...

class MaskingRule(_message.Message):
    __slots__ = ("entity", "pattern", "replacement")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    entity: str
    pattern: str
    replacement: str
    def __init__(self, entity: _Optional[str] = ..., pattern: _Optional[str] = ..., replacement: _Optional[str] = ...) -> None: ...
