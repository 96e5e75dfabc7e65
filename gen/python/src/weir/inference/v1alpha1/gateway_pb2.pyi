import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import plugin_pb2 as _plugin_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Gateway(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: GatewaySpec
    status: GatewayStatus
    def __init__(self, spec: _Optional[_Union[GatewaySpec, _Mapping]] = ..., status: _Optional[_Union[GatewayStatus, _Mapping]] = ...) -> None: ...

class GatewaySpec(_message.Message):
    __slots__ = ("id", "name", "zones", "organization_id", "core_weave_auth", "weights_and_biases_auth", "api_key_auth", "body_based_routing", "header_based_routing", "path_based_routing", "endpoint_configuration", "subdomain", "disabled", "required_plugins")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CORE_WEAVE_AUTH_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_AND_BIASES_AUTH_FIELD_NUMBER: _ClassVar[int]
    API_KEY_AUTH_FIELD_NUMBER: _ClassVar[int]
    BODY_BASED_ROUTING_FIELD_NUMBER: _ClassVar[int]
    HEADER_BASED_ROUTING_FIELD_NUMBER: _ClassVar[int]
    PATH_BASED_ROUTING_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_CONFIGURATION_FIELD_NUMBER: _ClassVar[int]
    SUBDOMAIN_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_PLUGINS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    zones: _containers.RepeatedScalarFieldContainer[str]
    organization_id: str
    core_weave_auth: CoreWeaveAuth
    weights_and_biases_auth: WeightsAndBiasesAuth
    api_key_auth: ApiKeyAuth
    body_based_routing: BodyBasedRouting
    header_based_routing: HeaderBasedRouting
    path_based_routing: PathBasedRouting
    endpoint_configuration: EndpointConfiguration
    subdomain: str
    disabled: bool
    required_plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., zones: _Optional[_Iterable[str]] = ..., organization_id: _Optional[str] = ..., core_weave_auth: _Optional[_Union[CoreWeaveAuth, _Mapping]] = ..., weights_and_biases_auth: _Optional[_Union[WeightsAndBiasesAuth, _Mapping]] = ..., api_key_auth: _Optional[_Union[ApiKeyAuth, _Mapping]] = ..., body_based_routing: _Optional[_Union[BodyBasedRouting, _Mapping]] = ..., header_based_routing: _Optional[_Union[HeaderBasedRouting, _Mapping]] = ..., path_based_routing: _Optional[_Union[PathBasedRouting, _Mapping]] = ..., endpoint_configuration: _Optional[_Union[EndpointConfiguration, _Mapping]] = ..., subdomain: _Optional[str] = ..., disabled: _Optional[bool] = ..., required_plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ...) -> None: ...

class GatewayStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "endpoints", "etag")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    endpoints: _containers.RepeatedScalarFieldContainer[str]
    etag: str
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., endpoints: _Optional[_Iterable[str]] = ..., etag: _Optional[str] = ...) -> None: ...

class CoreWeaveAuth(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WeightsAndBiasesAuth(_message.Message):
    __slots__ = ("api_key", "server_url", "enable_usage_reports", "enable_rate_limiting")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    SERVER_URL_FIELD_NUMBER: _ClassVar[int]
    ENABLE_USAGE_REPORTS_FIELD_NUMBER: _ClassVar[int]
    ENABLE_RATE_LIMITING_FIELD_NUMBER: _ClassVar[int]
    api_key: str
    server_url: str
    enable_usage_reports: bool
    enable_rate_limiting: bool
    def __init__(self, api_key: _Optional[str] = ..., server_url: _Optional[str] = ..., enable_usage_reports: _Optional[bool] = ..., enable_rate_limiting: _Optional[bool] = ...) -> None: ...

class ApiKeyAuth(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BodyBasedRouting(_message.Message):
    __slots__ = ("api_type",)
    class ApiType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        API_TYPE_UNSPECIFIED: _ClassVar[BodyBasedRouting.ApiType]
        API_TYPE_OPENAI: _ClassVar[BodyBasedRouting.ApiType]
    API_TYPE_UNSPECIFIED: BodyBasedRouting.ApiType
    API_TYPE_OPENAI: BodyBasedRouting.ApiType
    API_TYPE_FIELD_NUMBER: _ClassVar[int]
    api_type: BodyBasedRouting.ApiType
    def __init__(self, api_type: _Optional[_Union[BodyBasedRouting.ApiType, str]] = ...) -> None: ...

class HeaderBasedRouting(_message.Message):
    __slots__ = ("header_name",)
    HEADER_NAME_FIELD_NUMBER: _ClassVar[int]
    header_name: str
    def __init__(self, header_name: _Optional[str] = ...) -> None: ...

class PathBasedRouting(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class EndpointConfiguration(_message.Message):
    __slots__ = ("additional_dns", "allowed_source_ip_ranges")
    ADDITIONAL_DNS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_SOURCE_IP_RANGES_FIELD_NUMBER: _ClassVar[int]
    additional_dns: _containers.RepeatedScalarFieldContainer[str]
    allowed_source_ip_ranges: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, additional_dns: _Optional[_Iterable[str]] = ..., allowed_source_ip_ranges: _Optional[_Iterable[str]] = ...) -> None: ...
