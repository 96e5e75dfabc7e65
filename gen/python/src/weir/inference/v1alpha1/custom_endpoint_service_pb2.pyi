import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import collaborator_pb2 as _collaborator_pb2
from weir.inference.v1alpha1 import custom_endpoint_pb2 as _custom_endpoint_pb2
from weir.inference.v1alpha1 import event_pb2 as _event_pb2
from weir.inference.v1alpha1 import injected_header_pb2 as _injected_header_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateCustomEndpointRequest(_message.Message):
    __slots__ = ("id", "name", "gateway_ids", "endpoint_type", "auth_headers", "endpoints", "routing", "collaborators", "disabled", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_IDS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_TYPE_FIELD_NUMBER: _ClassVar[int]
    AUTH_HEADERS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    COLLABORATORS_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    gateway_ids: _containers.RepeatedScalarFieldContainer[str]
    endpoint_type: str
    auth_headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    endpoints: _containers.RepeatedCompositeFieldContainer[_custom_endpoint_pb2.AccountEndpoint]
    routing: _custom_endpoint_pb2.EndpointRouting
    collaborators: _containers.RepeatedCompositeFieldContainer[_collaborator_pb2.Collaborator]
    disabled: bool
    description: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., gateway_ids: _Optional[_Iterable[str]] = ..., endpoint_type: _Optional[str] = ..., auth_headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., endpoints: _Optional[_Iterable[_Union[_custom_endpoint_pb2.AccountEndpoint, _Mapping]]] = ..., routing: _Optional[_Union[_custom_endpoint_pb2.EndpointRouting, _Mapping]] = ..., collaborators: _Optional[_Iterable[_Union[_collaborator_pb2.Collaborator, _Mapping]]] = ..., disabled: _Optional[bool] = ..., description: _Optional[str] = ...) -> None: ...

class CreateCustomEndpointResponse(_message.Message):
    __slots__ = ("custom_endpoint",)
    CUSTOM_ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    custom_endpoint: _custom_endpoint_pb2.CustomEndpoint
    def __init__(self, custom_endpoint: _Optional[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]] = ...) -> None: ...

class UpdateCustomEndpointRequest(_message.Message):
    __slots__ = ("id", "name", "gateway_ids", "endpoint_type", "auth_headers", "endpoints", "routing", "collaborators", "disabled", "description", "update_mask", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_IDS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_TYPE_FIELD_NUMBER: _ClassVar[int]
    AUTH_HEADERS_FIELD_NUMBER: _ClassVar[int]
    ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    COLLABORATORS_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    gateway_ids: _containers.RepeatedScalarFieldContainer[str]
    endpoint_type: str
    auth_headers: _containers.RepeatedCompositeFieldContainer[_injected_header_pb2.InjectedHeader]
    endpoints: _containers.RepeatedCompositeFieldContainer[_custom_endpoint_pb2.AccountEndpoint]
    routing: _custom_endpoint_pb2.EndpointRouting
    collaborators: _containers.RepeatedCompositeFieldContainer[_collaborator_pb2.Collaborator]
    disabled: bool
    description: str
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., gateway_ids: _Optional[_Iterable[str]] = ..., endpoint_type: _Optional[str] = ..., auth_headers: _Optional[_Iterable[_Union[_injected_header_pb2.InjectedHeader, _Mapping]]] = ..., endpoints: _Optional[_Iterable[_Union[_custom_endpoint_pb2.AccountEndpoint, _Mapping]]] = ..., routing: _Optional[_Union[_custom_endpoint_pb2.EndpointRouting, _Mapping]] = ..., collaborators: _Optional[_Iterable[_Union[_collaborator_pb2.Collaborator, _Mapping]]] = ..., disabled: _Optional[bool] = ..., description: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateCustomEndpointResponse(_message.Message):
    __slots__ = ("custom_endpoint",)
    CUSTOM_ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    custom_endpoint: _custom_endpoint_pb2.CustomEndpoint
    def __init__(self, custom_endpoint: _Optional[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]] = ...) -> None: ...

class GetCustomEndpointRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetCustomEndpointResponse(_message.Message):
    __slots__ = ("custom_endpoint",)
    CUSTOM_ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    custom_endpoint: _custom_endpoint_pb2.CustomEndpoint
    def __init__(self, custom_endpoint: _Optional[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]] = ...) -> None: ...

class ListCustomEndpointsRequest(_message.Message):
    __slots__ = ("updated_after", "page_size", "page_token")
    UPDATED_AFTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    updated_after: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, updated_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCustomEndpointsResponse(_message.Message):
    __slots__ = ("items", "next_page_token")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_custom_endpoint_pb2.CustomEndpoint]
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteCustomEndpointRequest(_message.Message):
    __slots__ = ("id", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class DeleteCustomEndpointResponse(_message.Message):
    __slots__ = ("custom_endpoint",)
    CUSTOM_ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    custom_endpoint: _custom_endpoint_pb2.CustomEndpoint
    def __init__(self, custom_endpoint: _Optional[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]] = ...) -> None: ...

class WatchCustomEndpointsRequest(_message.Message):
    __slots__ = ("id", "resource_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    resource_version: str
    def __init__(self, id: _Optional[str] = ..., resource_version: _Optional[str] = ...) -> None: ...

class WatchCustomEndpointsResponse(_message.Message):
    __slots__ = ("type", "custom_endpoint", "resource_version")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOM_ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    type: _event_pb2.EventType
    custom_endpoint: _custom_endpoint_pb2.CustomEndpoint
    resource_version: str
    def __init__(self, type: _Optional[_Union[_event_pb2.EventType, str]] = ..., custom_endpoint: _Optional[_Union[_custom_endpoint_pb2.CustomEndpoint, _Mapping]] = ..., resource_version: _Optional[str] = ...) -> None: ...
