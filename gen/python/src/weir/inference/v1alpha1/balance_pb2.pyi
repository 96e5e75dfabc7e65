import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from weir.inference.v1alpha1 import request_key_pb2 as _request_key_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Balance(_message.Message):
    __slots__ = ("round_robin", "weighted_round_robin", "random", "least_requests", "peak_ewma", "consistent_hash", "prefix_affinity")
    ROUND_ROBIN_FIELD_NUMBER: _ClassVar[int]
    WEIGHTED_ROUND_ROBIN_FIELD_NUMBER: _ClassVar[int]
    RANDOM_FIELD_NUMBER: _ClassVar[int]
    LEAST_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    PEAK_EWMA_FIELD_NUMBER: _ClassVar[int]
    CONSISTENT_HASH_FIELD_NUMBER: _ClassVar[int]
    PREFIX_AFFINITY_FIELD_NUMBER: _ClassVar[int]
    round_robin: RoundRobinBalance
    weighted_round_robin: WeightedRoundRobinBalance
    random: RandomBalance
    least_requests: LeastRequestsBalance
    peak_ewma: PeakEwmaBalance
    consistent_hash: ConsistentHashBalance
    prefix_affinity: PrefixAffinityBalance
    def __init__(self, round_robin: _Optional[_Union[RoundRobinBalance, _Mapping]] = ..., weighted_round_robin: _Optional[_Union[WeightedRoundRobinBalance, _Mapping]] = ..., random: _Optional[_Union[RandomBalance, _Mapping]] = ..., least_requests: _Optional[_Union[LeastRequestsBalance, _Mapping]] = ..., peak_ewma: _Optional[_Union[PeakEwmaBalance, _Mapping]] = ..., consistent_hash: _Optional[_Union[ConsistentHashBalance, _Mapping]] = ..., prefix_affinity: _Optional[_Union[PrefixAffinityBalance, _Mapping]] = ...) -> None: ...

class RoundRobinBalance(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WeightedRoundRobinBalance(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RandomBalance(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LeastRequestsBalance(_message.Message):
    __slots__ = ("choices", "reported_load")
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    REPORTED_LOAD_FIELD_NUMBER: _ClassVar[int]
    choices: int
    reported_load: ReportedLoad
    def __init__(self, choices: _Optional[int] = ..., reported_load: _Optional[_Union[ReportedLoad, _Mapping]] = ...) -> None: ...

class ReportedLoad(_message.Message):
    __slots__ = ("path", "interval")
    PATH_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    path: str
    interval: _duration_pb2.Duration
    def __init__(self, path: _Optional[str] = ..., interval: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class PeakEwmaBalance(_message.Message):
    __slots__ = ("decay",)
    DECAY_FIELD_NUMBER: _ClassVar[int]
    decay: _duration_pb2.Duration
    def __init__(self, decay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ConsistentHashBalance(_message.Message):
    __slots__ = ("key", "load_bound_percent")
    KEY_FIELD_NUMBER: _ClassVar[int]
    LOAD_BOUND_PERCENT_FIELD_NUMBER: _ClassVar[int]
    key: _request_key_pb2.RequestKey
    load_bound_percent: int
    def __init__(self, key: _Optional[_Union[_request_key_pb2.RequestKey, _Mapping]] = ..., load_bound_percent: _Optional[int] = ...) -> None: ...

class PrefixAffinityBalance(_message.Message):
    __slots__ = ("block_bytes", "max_blocks", "load_bound_percent")
    BLOCK_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_BLOCKS_FIELD_NUMBER: _ClassVar[int]
    LOAD_BOUND_PERCENT_FIELD_NUMBER: _ClassVar[int]
    block_bytes: int
    max_blocks: int
    load_bound_percent: int
    def __init__(self, block_bytes: _Optional[int] = ..., max_blocks: _Optional[int] = ..., load_bound_percent: _Optional[int] = ...) -> None: ...
