from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class Status(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STATUS_UNSPECIFIED: _ClassVar[Status]
    STATUS_CREATING: _ClassVar[Status]
    STATUS_READY: _ClassVar[Status]
    STATUS_UPDATING: _ClassVar[Status]
    STATUS_DELETING: _ClassVar[Status]
    STATUS_ERROR: _ClassVar[Status]
    STATUS_FAILED: _ClassVar[Status]
STATUS_UNSPECIFIED: Status
STATUS_CREATING: Status
STATUS_READY: Status
STATUS_UPDATING: Status
STATUS_DELETING: Status
STATUS_ERROR: Status
STATUS_FAILED: Status
