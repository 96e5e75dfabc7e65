from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class UpstreamProtocol(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UPSTREAM_PROTOCOL_UNSPECIFIED: _ClassVar[UpstreamProtocol]
    UPSTREAM_PROTOCOL_HTTP1: _ClassVar[UpstreamProtocol]
    UPSTREAM_PROTOCOL_HTTP2: _ClassVar[UpstreamProtocol]
UPSTREAM_PROTOCOL_UNSPECIFIED: UpstreamProtocol
UPSTREAM_PROTOCOL_HTTP1: UpstreamProtocol
UPSTREAM_PROTOCOL_HTTP2: UpstreamProtocol
