from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from weir.inference.v1alpha1 import body_transformer_pb2 as _body_transformer_pb2
from weir.inference.v1alpha1 import cors_pb2 as _cors_pb2
from weir.inference.v1alpha1 import data_masking_pb2 as _data_masking_pb2
from weir.inference.v1alpha1 import external_api_pb2 as _external_api_pb2
from weir.inference.v1alpha1 import header_transformer_pb2 as _header_transformer_pb2
from weir.inference.v1alpha1 import ip_restriction_pb2 as _ip_restriction_pb2
from weir.inference.v1alpha1 import prompt_guard_pb2 as _prompt_guard_pb2
from weir.inference.v1alpha1 import rate_limiter_pb2 as _rate_limiter_pb2
from weir.inference.v1alpha1 import request_size_limiter_pb2 as _request_size_limiter_pb2
from weir.inference.v1alpha1 import request_validator_pb2 as _request_validator_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Plugin(_message.Message):
    __slots__ = ("name", "enabled", "stage", "priority", "settings", "id", "rate_limiter", "request_size_limiter", "request_validator", "cors", "ip_restriction", "header_transformer", "body_transformer", "data_masking", "prompt_guard", "external_api")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    RATE_LIMITER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_SIZE_LIMITER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_VALIDATOR_FIELD_NUMBER: _ClassVar[int]
    CORS_FIELD_NUMBER: _ClassVar[int]
    IP_RESTRICTION_FIELD_NUMBER: _ClassVar[int]
    HEADER_TRANSFORMER_FIELD_NUMBER: _ClassVar[int]
    BODY_TRANSFORMER_FIELD_NUMBER: _ClassVar[int]
    DATA_MASKING_FIELD_NUMBER: _ClassVar[int]
    PROMPT_GUARD_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_API_FIELD_NUMBER: _ClassVar[int]
    name: str
    enabled: bool
    stage: str
    priority: int
    settings: _struct_pb2.Struct
    id: str
    rate_limiter: _rate_limiter_pb2.RateLimiter
    request_size_limiter: _request_size_limiter_pb2.RequestSizeLimiter
    request_validator: _request_validator_pb2.RequestValidator
    cors: _cors_pb2.Cors
    ip_restriction: _ip_restriction_pb2.IpRestriction
    header_transformer: _header_transformer_pb2.HeaderTransformer
    body_transformer: _body_transformer_pb2.BodyTransformer
    data_masking: _data_masking_pb2.DataMasking
    prompt_guard: _prompt_guard_pb2.PromptGuard
    external_api: _external_api_pb2.ExternalApi
    def __init__(self, name: _Optional[str] = ..., enabled: _Optional[bool] = ..., stage: _Optional[str] = ..., priority: _Optional[int] = ..., settings: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., id: _Optional[str] = ..., rate_limiter: _Optional[_Union[_rate_limiter_pb2.RateLimiter, _Mapping]] = ..., request_size_limiter: _Optional[_Union[_request_size_limiter_pb2.RequestSizeLimiter, _Mapping]] = ..., request_validator: _Optional[_Union[_request_validator_pb2.RequestValidator, _Mapping]] = ..., cors: _Optional[_Union[_cors_pb2.Cors, _Mapping]] = ..., ip_restriction: _Optional[_Union[_ip_restriction_pb2.IpRestriction, _Mapping]] = ..., header_transformer: _Optional[_Union[_header_transformer_pb2.HeaderTransformer, _Mapping]] = ..., body_transformer: _Optional[_Union[_body_transformer_pb2.BodyTransformer, _Mapping]] = ..., data_masking: _Optional[_Union[_data_masking_pb2.DataMasking, _Mapping]] = ..., prompt_guard: _Optional[_Union[_prompt_guard_pb2.PromptGuard, _Mapping]] = ..., external_api: _Optional[_Union[_external_api_pb2.ExternalApi, _Mapping]] = ...) -> None: ...
