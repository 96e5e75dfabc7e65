from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RequestKey(_message.Message):
    __slots__ = ("header", "cookie", "source_address", "user")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    COOKIE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    header: str
    cookie: str
    source_address: SourceAddressKey
    user: UserKey
    def __init__(self, header: _Optional[str] = ..., cookie: _Optional[str] = ..., source_address: _Optional[_Union[SourceAddressKey, _Mapping]] = ..., user: _Optional[_Union[UserKey, _Mapping]] = ...) -> None: ...

class SourceAddressKey(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UserKey(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
