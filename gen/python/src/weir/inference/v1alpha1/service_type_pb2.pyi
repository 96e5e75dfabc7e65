from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ServiceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERVICE_TYPE_UNSPECIFIED: _ClassVar[ServiceType]
    SERVICE_TYPE_REST: _ClassVar[ServiceType]
    SERVICE_TYPE_GRPC: _ClassVar[ServiceType]
    SERVICE_TYPE_GRAPHQL: _ClassVar[ServiceType]
    SERVICE_TYPE_AI_MODEL: _ClassVar[ServiceType]
SERVICE_TYPE_UNSPECIFIED: ServiceType
SERVICE_TYPE_REST: ServiceType
SERVICE_TYPE_GRPC: ServiceType
SERVICE_TYPE_GRAPHQL: ServiceType
SERVICE_TYPE_AI_MODEL: ServiceType
