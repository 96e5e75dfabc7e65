import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RolloutPhase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROLLOUT_PHASE_UNSPECIFIED: _ClassVar[RolloutPhase]
    ROLLOUT_PHASE_PROGRESSING: _ClassVar[RolloutPhase]
    ROLLOUT_PHASE_COMPLETED: _ClassVar[RolloutPhase]
    ROLLOUT_PHASE_ROLLED_BACK: _ClassVar[RolloutPhase]
ROLLOUT_PHASE_UNSPECIFIED: RolloutPhase
ROLLOUT_PHASE_PROGRESSING: RolloutPhase
ROLLOUT_PHASE_COMPLETED: RolloutPhase
ROLLOUT_PHASE_ROLLED_BACK: RolloutPhase

class Rollout(_message.Message):
    __slots__ = ("steps", "max_error_percent", "max_p95_head_time", "min_requests")
    STEPS_FIELD_NUMBER: _ClassVar[int]
    MAX_ERROR_PERCENT_FIELD_NUMBER: _ClassVar[int]
    MAX_P95_HEAD_TIME_FIELD_NUMBER: _ClassVar[int]
    MIN_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    steps: _containers.RepeatedCompositeFieldContainer[RolloutStep]
    max_error_percent: float
    max_p95_head_time: _duration_pb2.Duration
    min_requests: int
    def __init__(self, steps: _Optional[_Iterable[_Union[RolloutStep, _Mapping]]] = ..., max_error_percent: _Optional[float] = ..., max_p95_head_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., min_requests: _Optional[int] = ...) -> None: ...

class RolloutStep(_message.Message):
    __slots__ = ("percent", "pause")
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PAUSE_FIELD_NUMBER: _ClassVar[int]
    percent: float
    pause: _duration_pb2.Duration
    def __init__(self, percent: _Optional[float] = ..., pause: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class RolloutStatus(_message.Message):
    __slots__ = ("phase", "step", "percent", "requests", "failures", "slow", "reason", "since", "etag")
    PHASE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    SLOW_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    phase: RolloutPhase
    step: int
    percent: float
    requests: int
    failures: int
    slow: int
    reason: str
    since: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, phase: _Optional[_Union[RolloutPhase, str]] = ..., step: _Optional[int] = ..., percent: _Optional[float] = ..., requests: _Optional[int] = ..., failures: _Optional[int] = ..., slow: _Optional[int] = ..., reason: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...
