import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import event_pb2 as _event_pb2
from weir.inference.v1alpha1 import gateway_pb2 as _gateway_pb2
from weir.inference.v1alpha1 import plugin_pb2 as _plugin_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateGatewayRequest(_message.Message):
    __slots__ = ("id", "name", "zones", "core_weave_auth", "weights_and_biases_auth", "api_key_auth", "body_based_routing", "header_based_routing", "path_based_routing", "endpoint_configuration", "subdomain", "disabled", "required_plugins")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
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
    core_weave_auth: _gateway_pb2.CoreWeaveAuth
    weights_and_biases_auth: _gateway_pb2.WeightsAndBiasesAuth
    api_key_auth: _gateway_pb2.ApiKeyAuth
    body_based_routing: _gateway_pb2.BodyBasedRouting
    header_based_routing: _gateway_pb2.HeaderBasedRouting
    path_based_routing: _gateway_pb2.PathBasedRouting
    endpoint_configuration: _gateway_pb2.EndpointConfiguration
    subdomain: str
    disabled: bool
    required_plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., zones: _Optional[_Iterable[str]] = ..., core_weave_auth: _Optional[_Union[_gateway_pb2.CoreWeaveAuth, _Mapping]] = ..., weights_and_biases_auth: _Optional[_Union[_gateway_pb2.WeightsAndBiasesAuth, _Mapping]] = ..., api_key_auth: _Optional[_Union[_gateway_pb2.ApiKeyAuth, _Mapping]] = ..., body_based_routing: _Optional[_Union[_gateway_pb2.BodyBasedRouting, _Mapping]] = ..., header_based_routing: _Optional[_Union[_gateway_pb2.HeaderBasedRouting, _Mapping]] = ..., path_based_routing: _Optional[_Union[_gateway_pb2.PathBasedRouting, _Mapping]] = ..., endpoint_configuration: _Optional[_Union[_gateway_pb2.EndpointConfiguration, _Mapping]] = ..., subdomain: _Optional[str] = ..., disabled: _Optional[bool] = ..., required_plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ...) -> None: ...

class CreateGatewayResponse(_message.Message):
    __slots__ = ("gateway",)
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    gateway: _gateway_pb2.Gateway
    def __init__(self, gateway: _Optional[_Union[_gateway_pb2.Gateway, _Mapping]] = ...) -> None: ...

class UpdateGatewayRequest(_message.Message):
    __slots__ = ("id", "name", "zones", "core_weave_auth", "weights_and_biases_auth", "api_key_auth", "body_based_routing", "header_based_routing", "path_based_routing", "endpoint_configuration", "subdomain", "disabled", "required_plugins", "update_mask", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
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
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    zones: _containers.RepeatedScalarFieldContainer[str]
    core_weave_auth: _gateway_pb2.CoreWeaveAuth
    weights_and_biases_auth: _gateway_pb2.WeightsAndBiasesAuth
    api_key_auth: _gateway_pb2.ApiKeyAuth
    body_based_routing: _gateway_pb2.BodyBasedRouting
    header_based_routing: _gateway_pb2.HeaderBasedRouting
    path_based_routing: _gateway_pb2.PathBasedRouting
    endpoint_configuration: _gateway_pb2.EndpointConfiguration
    subdomain: str
    disabled: bool
    required_plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., zones: _Optional[_Iterable[str]] = ..., core_weave_auth: _Optional[_Union[_gateway_pb2.CoreWeaveAuth, _Mapping]] = ..., weights_and_biases_auth: _Optional[_Union[_gateway_pb2.WeightsAndBiasesAuth, _Mapping]] = ..., api_key_auth: _Optional[_Union[_gateway_pb2.ApiKeyAuth, _Mapping]] = ..., body_based_routing: _Optional[_Union[_gateway_pb2.BodyBasedRouting, _Mapping]] = ..., header_based_routing: _Optional[_Union[_gateway_pb2.HeaderBasedRouting, _Mapping]] = ..., path_based_routing: _Optional[_Union[_gateway_pb2.PathBasedRouting, _Mapping]] = ..., endpoint_configuration: _Optional[_Union[_gateway_pb2.EndpointConfiguration, _Mapping]] = ..., subdomain: _Optional[str] = ..., disabled: _Optional[bool] = ..., required_plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateGatewayResponse(_message.Message):
    __slots__ = ("gateway",)
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    gateway: _gateway_pb2.Gateway
    def __init__(self, gateway: _Optional[_Union[_gateway_pb2.Gateway, _Mapping]] = ...) -> None: ...

class GetGatewayRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetGatewayResponse(_message.Message):
    __slots__ = ("gateway",)
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    gateway: _gateway_pb2.Gateway
    def __init__(self, gateway: _Optional[_Union[_gateway_pb2.Gateway, _Mapping]] = ...) -> None: ...

class ListGatewaysRequest(_message.Message):
    __slots__ = ("updated_after", "page_size", "page_token")
    UPDATED_AFTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    updated_after: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, updated_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListGatewaysResponse(_message.Message):
    __slots__ = ("items", "next_page_token")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_gateway_pb2.Gateway]
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[_gateway_pb2.Gateway, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteGatewayRequest(_message.Message):
    __slots__ = ("id", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class DeleteGatewayResponse(_message.Message):
    __slots__ = ("gateway",)
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    gateway: _gateway_pb2.Gateway
    def __init__(self, gateway: _Optional[_Union[_gateway_pb2.Gateway, _Mapping]] = ...) -> None: ...

class WatchGatewaysRequest(_message.Message):
    __slots__ = ("id", "resource_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    resource_version: str
    def __init__(self, id: _Optional[str] = ..., resource_version: _Optional[str] = ...) -> None: ...

class WatchGatewaysResponse(_message.Message):
    __slots__ = ("type", "gateway", "resource_version")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    type: _event_pb2.EventType
    gateway: _gateway_pb2.Gateway
    resource_version: str
    def __init__(self, type: _Optional[_Union[_event_pb2.EventType, str]] = ..., gateway: _Optional[_Union[_gateway_pb2.Gateway, _Mapping]] = ..., resource_version: _Optional[str] = ...) -> None: ...

class GetGatewayParametersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetGatewayParametersResponse(_message.Message):
    __slots__ = ("zones",)
    ZONES_FIELD_NUMBER: _ClassVar[int]
    zones: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, zones: _Optional[_Iterable[str]] = ...) -> None: ...
