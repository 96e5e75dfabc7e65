import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from weir.inference.v1alpha1 import condition_pb2 as _condition_pb2
from weir.inference.v1alpha1 import fallback_pb2 as _fallback_pb2
from weir.inference.v1alpha1 import mirror_pb2 as _mirror_pb2
from weir.inference.v1alpha1 import request_key_pb2 as _request_key_pb2
from weir.inference.v1alpha1 import rollout_pb2 as _rollout_pb2
from weir.inference.v1alpha1 import status_pb2 as _status_pb2
from weir.inference.v1alpha1 import target_pb2 as _target_pb2
from weir.inference.v1alpha1 import target_status_pb2 as _target_status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Deployment(_message.Message):
    __slots__ = ("spec", "status")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    spec: DeploymentSpec
    status: DeploymentStatus
    def __init__(self, spec: _Optional[_Union[DeploymentSpec, _Mapping]] = ..., status: _Optional[_Union[DeploymentStatus, _Mapping]] = ...) -> None: ...

class DeploymentSpec(_message.Message):
    __slots__ = ("id", "name", "gateway_ids", "organization_id", "disabled", "runtime", "model", "traffic", "targets", "upstream_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_IDS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    gateway_ids: _containers.RepeatedScalarFieldContainer[str]
    organization_id: str
    disabled: bool
    runtime: DeploymentRuntime
    model: DeploymentModel
    traffic: DeploymentTraffic
    targets: _target_pb2.InlineTargets
    upstream_id: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., gateway_ids: _Optional[_Iterable[str]] = ..., organization_id: _Optional[str] = ..., disabled: _Optional[bool] = ..., runtime: _Optional[_Union[DeploymentRuntime, _Mapping]] = ..., model: _Optional[_Union[DeploymentModel, _Mapping]] = ..., traffic: _Optional[_Union[DeploymentTraffic, _Mapping]] = ..., targets: _Optional[_Union[_target_pb2.InlineTargets, _Mapping]] = ..., upstream_id: _Optional[str] = ...) -> None: ...

class DeploymentRuntime(_message.Message):
    __slots__ = ("engine", "version")
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    engine: str
    version: str
    def __init__(self, engine: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...

class DeploymentModel(_message.Message):
    __slots__ = ("name", "upstream_name", "price")
    NAME_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_NAME_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    name: str
    upstream_name: str
    price: ModelPrice
    def __init__(self, name: _Optional[str] = ..., upstream_name: _Optional[str] = ..., price: _Optional[_Union[ModelPrice, _Mapping]] = ...) -> None: ...

class ModelPrice(_message.Message):
    __slots__ = ("per_million_prompt_tokens", "per_million_completion_tokens", "per_request")
    PER_MILLION_PROMPT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    PER_MILLION_COMPLETION_TOKENS_FIELD_NUMBER: _ClassVar[int]
    PER_REQUEST_FIELD_NUMBER: _ClassVar[int]
    per_million_prompt_tokens: float
    per_million_completion_tokens: float
    per_request: float
    def __init__(self, per_million_prompt_tokens: _Optional[float] = ..., per_million_completion_tokens: _Optional[float] = ..., per_request: _Optional[float] = ...) -> None: ...

class DeploymentTraffic(_message.Message):
    __slots__ = ("weight", "sticky", "fallback", "mirror", "rollout")
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    STICKY_FIELD_NUMBER: _ClassVar[int]
    FALLBACK_FIELD_NUMBER: _ClassVar[int]
    MIRROR_FIELD_NUMBER: _ClassVar[int]
    ROLLOUT_FIELD_NUMBER: _ClassVar[int]
    weight: int
    sticky: _request_key_pb2.RequestKey
    fallback: _fallback_pb2.Fallback
    mirror: _mirror_pb2.Mirror
    rollout: _rollout_pb2.Rollout
    def __init__(self, weight: _Optional[int] = ..., sticky: _Optional[_Union[_request_key_pb2.RequestKey, _Mapping]] = ..., fallback: _Optional[_Union[_fallback_pb2.Fallback, _Mapping]] = ..., mirror: _Optional[_Union[_mirror_pb2.Mirror, _Mapping]] = ..., rollout: _Optional[_Union[_rollout_pb2.Rollout, _Mapping]] = ...) -> None: ...

class DeploymentStatus(_message.Message):
    __slots__ = ("created_at", "updated_at", "status", "conditions", "etag", "targets", "rollout")
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    ROLLOUT_FIELD_NUMBER: _ClassVar[int]
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    status: _status_pb2.Status
    conditions: _containers.RepeatedCompositeFieldContainer[_condition_pb2.Condition]
    etag: str
    targets: _containers.RepeatedCompositeFieldContainer[_target_status_pb2.TargetStatus]
    rollout: _rollout_pb2.RolloutStatus
    def __init__(self, created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[_status_pb2.Status, str]] = ..., conditions: _Optional[_Iterable[_Union[_condition_pb2.Condition, _Mapping]]] = ..., etag: _Optional[str] = ..., targets: _Optional[_Iterable[_Union[_target_status_pb2.TargetStatus, _Mapping]]] = ..., rollout: _Optional[_Union[_rollout_pb2.RolloutStatus, _Mapping]] = ...) -> None: ...
