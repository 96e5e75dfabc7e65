import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class UsageDimension(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    USAGE_DIMENSION_UNSPECIFIED: _ClassVar[UsageDimension]
    USAGE_DIMENSION_GATEWAY: _ClassVar[UsageDimension]
    USAGE_DIMENSION_KEY: _ClassVar[UsageDimension]
    USAGE_DIMENSION_MODEL: _ClassVar[UsageDimension]
    USAGE_DIMENSION_DEPLOYMENT: _ClassVar[UsageDimension]
    USAGE_DIMENSION_SERVICE: _ClassVar[UsageDimension]
    USAGE_DIMENSION_RULE: _ClassVar[UsageDimension]
    USAGE_DIMENSION_CUSTOM_ENDPOINT: _ClassVar[UsageDimension]

class UsageBucket(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    USAGE_BUCKET_UNSPECIFIED: _ClassVar[UsageBucket]
    USAGE_BUCKET_MINUTE: _ClassVar[UsageBucket]
    USAGE_BUCKET_HOUR: _ClassVar[UsageBucket]
    USAGE_BUCKET_DAY: _ClassVar[UsageBucket]
USAGE_DIMENSION_UNSPECIFIED: UsageDimension
USAGE_DIMENSION_GATEWAY: UsageDimension
USAGE_DIMENSION_KEY: UsageDimension
USAGE_DIMENSION_MODEL: UsageDimension
USAGE_DIMENSION_DEPLOYMENT: UsageDimension
USAGE_DIMENSION_SERVICE: UsageDimension
USAGE_DIMENSION_RULE: UsageDimension
USAGE_DIMENSION_CUSTOM_ENDPOINT: UsageDimension
USAGE_BUCKET_UNSPECIFIED: UsageBucket
USAGE_BUCKET_MINUTE: UsageBucket
USAGE_BUCKET_HOUR: UsageBucket
USAGE_BUCKET_DAY: UsageBucket

class Usage(_message.Message):
    __slots__ = ("start_time", "gateway_id", "key_id", "model", "deployment_id", "service_id", "rule_id", "requests", "errors", "rate_limited", "prompt_tokens", "completion_tokens", "estimated_requests", "cost", "custom_endpoint_id")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    DEPLOYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    RATE_LIMITED_FIELD_NUMBER: _ClassVar[int]
    PROMPT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_TOKENS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    CUSTOM_ENDPOINT_ID_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    gateway_id: str
    key_id: str
    model: str
    deployment_id: str
    service_id: str
    rule_id: str
    requests: int
    errors: int
    rate_limited: int
    prompt_tokens: int
    completion_tokens: int
    estimated_requests: int
    cost: float
    custom_endpoint_id: str
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., gateway_id: _Optional[str] = ..., key_id: _Optional[str] = ..., model: _Optional[str] = ..., deployment_id: _Optional[str] = ..., service_id: _Optional[str] = ..., rule_id: _Optional[str] = ..., requests: _Optional[int] = ..., errors: _Optional[int] = ..., rate_limited: _Optional[int] = ..., prompt_tokens: _Optional[int] = ..., completion_tokens: _Optional[int] = ..., estimated_requests: _Optional[int] = ..., cost: _Optional[float] = ..., custom_endpoint_id: _Optional[str] = ...) -> None: ...
