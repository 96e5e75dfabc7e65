from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class PromptGuard(_message.Message):
    __slots__ = ("deny", "allow", "max_characters", "roles")
    DENY_FIELD_NUMBER: _ClassVar[int]
    ALLOW_FIELD_NUMBER: _ClassVar[int]
    MAX_CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    deny: _containers.RepeatedScalarFieldContainer[str]
    allow: _containers.RepeatedScalarFieldContainer[str]
    max_characters: int
    roles: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, deny: _Optional[_Iterable[str]] = ..., allow: _Optional[_Iterable[str]] = ..., max_characters: _Optional[int] = ..., roles: _Optional[_Iterable[str]] = ...) -> None: ...
