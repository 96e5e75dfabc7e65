import datetime

from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import event_pb2 as _event_pb2
from weir.inference.v1alpha1 import mirror_pb2 as _mirror_pb2
from weir.inference.v1alpha1 import plugin_pb2 as _plugin_pb2
from weir.inference.v1alpha1 import request_key_pb2 as _request_key_pb2
from weir.inference.v1alpha1 import request_timeouts_pb2 as _request_timeouts_pb2
from weir.inference.v1alpha1 import rule_pb2 as _rule_pb2
from weir.inference.v1alpha1 import value_condition_pb2 as _value_condition_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateRuleRequest(_message.Message):
    __slots__ = ("id", "name", "gateway_id", "disabled", "priority", "path", "methods", "headers", "query", "strip_path", "rewrite", "services", "sticky", "timeouts", "mirror", "plugins")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_ID_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    STRIP_PATH_FIELD_NUMBER: _ClassVar[int]
    REWRITE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    STICKY_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    MIRROR_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    gateway_id: str
    disabled: bool
    priority: int
    path: str
    methods: _containers.RepeatedScalarFieldContainer[str]
    headers: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    query: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    strip_path: bool
    rewrite: str
    services: _containers.RepeatedCompositeFieldContainer[_rule_pb2.WeightedService]
    sticky: _request_key_pb2.RequestKey
    timeouts: _request_timeouts_pb2.RequestTimeouts
    mirror: _mirror_pb2.Mirror
    plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., gateway_id: _Optional[str] = ..., disabled: _Optional[bool] = ..., priority: _Optional[int] = ..., path: _Optional[str] = ..., methods: _Optional[_Iterable[str]] = ..., headers: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., query: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., strip_path: _Optional[bool] = ..., rewrite: _Optional[str] = ..., services: _Optional[_Iterable[_Union[_rule_pb2.WeightedService, _Mapping]]] = ..., sticky: _Optional[_Union[_request_key_pb2.RequestKey, _Mapping]] = ..., timeouts: _Optional[_Union[_request_timeouts_pb2.RequestTimeouts, _Mapping]] = ..., mirror: _Optional[_Union[_mirror_pb2.Mirror, _Mapping]] = ..., plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ...) -> None: ...

class CreateRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: _rule_pb2.Rule
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ...) -> None: ...

class UpdateRuleRequest(_message.Message):
    __slots__ = ("id", "name", "gateway_id", "disabled", "priority", "path", "methods", "headers", "query", "strip_path", "rewrite", "services", "sticky", "timeouts", "mirror", "plugins", "update_mask", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_ID_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    STRIP_PATH_FIELD_NUMBER: _ClassVar[int]
    REWRITE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    STICKY_FIELD_NUMBER: _ClassVar[int]
    TIMEOUTS_FIELD_NUMBER: _ClassVar[int]
    MIRROR_FIELD_NUMBER: _ClassVar[int]
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    gateway_id: str
    disabled: bool
    priority: int
    path: str
    methods: _containers.RepeatedScalarFieldContainer[str]
    headers: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    query: _containers.RepeatedCompositeFieldContainer[_value_condition_pb2.ValueCondition]
    strip_path: bool
    rewrite: str
    services: _containers.RepeatedCompositeFieldContainer[_rule_pb2.WeightedService]
    sticky: _request_key_pb2.RequestKey
    timeouts: _request_timeouts_pb2.RequestTimeouts
    mirror: _mirror_pb2.Mirror
    plugins: _containers.RepeatedCompositeFieldContainer[_plugin_pb2.Plugin]
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., gateway_id: _Optional[str] = ..., disabled: _Optional[bool] = ..., priority: _Optional[int] = ..., path: _Optional[str] = ..., methods: _Optional[_Iterable[str]] = ..., headers: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., query: _Optional[_Iterable[_Union[_value_condition_pb2.ValueCondition, _Mapping]]] = ..., strip_path: _Optional[bool] = ..., rewrite: _Optional[str] = ..., services: _Optional[_Iterable[_Union[_rule_pb2.WeightedService, _Mapping]]] = ..., sticky: _Optional[_Union[_request_key_pb2.RequestKey, _Mapping]] = ..., timeouts: _Optional[_Union[_request_timeouts_pb2.RequestTimeouts, _Mapping]] = ..., mirror: _Optional[_Union[_mirror_pb2.Mirror, _Mapping]] = ..., plugins: _Optional[_Iterable[_Union[_plugin_pb2.Plugin, _Mapping]]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: _rule_pb2.Rule
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ...) -> None: ...

class GetRuleRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: _rule_pb2.Rule
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ...) -> None: ...

class ListRulesRequest(_message.Message):
    __slots__ = ("updated_after", "page_size", "page_token")
    UPDATED_AFTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    updated_after: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, updated_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRulesResponse(_message.Message):
    __slots__ = ("items", "next_page_token")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_rule_pb2.Rule]
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[_rule_pb2.Rule, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteRuleRequest(_message.Message):
    __slots__ = ("id", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    etag: str
    def __init__(self, id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class DeleteRuleResponse(_message.Message):
    __slots__ = ("rule",)
    RULE_FIELD_NUMBER: _ClassVar[int]
    rule: _rule_pb2.Rule
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ...) -> None: ...

class WatchRulesRequest(_message.Message):
    __slots__ = ("id", "resource_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    resource_version: str
    def __init__(self, id: _Optional[str] = ..., resource_version: _Optional[str] = ...) -> None: ...

class WatchRulesResponse(_message.Message):
    __slots__ = ("type", "rule", "resource_version")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    type: _event_pb2.EventType
    rule: _rule_pb2.Rule
    resource_version: str
    def __init__(self, type: _Optional[_Union[_event_pb2.EventType, str]] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., resource_version: _Optional[str] = ...) -> None: ...
