from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CollaboratorRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLLABORATOR_ROLE_UNSPECIFIED: _ClassVar[CollaboratorRole]
    COLLABORATOR_ROLE_MANAGER: _ClassVar[CollaboratorRole]
    COLLABORATOR_ROLE_USER: _ClassVar[CollaboratorRole]
COLLABORATOR_ROLE_UNSPECIFIED: CollaboratorRole
COLLABORATOR_ROLE_MANAGER: CollaboratorRole
COLLABORATOR_ROLE_USER: CollaboratorRole

class Collaborator(_message.Message):
    __slots__ = ("subject", "role")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    subject: str
    role: CollaboratorRole
    def __init__(self, subject: _Optional[str] = ..., role: _Optional[_Union[CollaboratorRole, str]] = ...) -> None: ...
