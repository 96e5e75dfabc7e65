from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RateLimiter(_message.Message):
    __slots__ = ("limits", "token_limits", "default_max_tokens")
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    TOKEN_LIMITS_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_MAX_TOKENS_FIELD_NUMBER: _ClassVar[int]
    limits: RateLimits
    token_limits: RateLimits
    default_max_tokens: int
    def __init__(self, limits: _Optional[_Union[RateLimits, _Mapping]] = ..., token_limits: _Optional[_Union[RateLimits, _Mapping]] = ..., default_max_tokens: _Optional[int] = ...) -> None: ...

class RateLimits(_message.Message):
    __slots__ = ("per_ip", "per_key", "per_user", "per_model", "per_header")
    GLOBAL_FIELD_NUMBER: _ClassVar[int]
    PER_IP_FIELD_NUMBER: _ClassVar[int]
    PER_KEY_FIELD_NUMBER: _ClassVar[int]
    PER_USER_FIELD_NUMBER: _ClassVar[int]
    PER_MODEL_FIELD_NUMBER: _ClassVar[int]
    PER_HEADER_FIELD_NUMBER: _ClassVar[int]
    per_ip: RateLimit
    per_key: RateLimit
    per_user: RateLimit
    per_model: RateLimit
    per_header: _containers.RepeatedCompositeFieldContainer[HeaderRateLimit]
    def __init__(self, per_ip: _Optional[_Union[RateLimit, _Mapping]] = ..., per_key: _Optional[_Union[RateLimit, _Mapping]] = ..., per_user: _Optional[_Union[RateLimit, _Mapping]] = ..., per_model: _Optional[_Union[RateLimit, _Mapping]] = ..., per_header: _Optional[_Iterable[_Union[HeaderRateLimit, _Mapping]]] = ..., **kwargs) -> None: ...

class RateLimit(_message.Message):
    __slots__ = ("limit", "window")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    limit: int
    window: str
    def __init__(self, limit: _Optional[int] = ..., window: _Optional[str] = ...) -> None: ...

class HeaderRateLimit(_message.Message):
    __slots__ = ("header", "limit", "window")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    header: str
    limit: int
    window: str
    def __init__(self, header: _Optional[str] = ..., limit: _Optional[int] = ..., window: _Optional[str] = ...) -> None: ...
