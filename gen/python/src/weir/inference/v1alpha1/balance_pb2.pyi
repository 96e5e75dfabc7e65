from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Balance(_message.Message):
    __slots__ = ("round_robin", "weighted_round_robin", "random", "least_requests")
    ROUND_ROBIN_FIELD_NUMBER: _ClassVar[int]
    WEIGHTED_ROUND_ROBIN_FIELD_NUMBER: _ClassVar[int]
    RANDOM_FIELD_NUMBER: _ClassVar[int]
    LEAST_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    round_robin: RoundRobinBalance
    weighted_round_robin: WeightedRoundRobinBalance
    random: RandomBalance
    least_requests: LeastRequestsBalance
    def __init__(self, round_robin: _Optional[_Union[RoundRobinBalance, _Mapping]] = ..., weighted_round_robin: _Optional[_Union[WeightedRoundRobinBalance, _Mapping]] = ..., random: _Optional[_Union[RandomBalance, _Mapping]] = ..., least_requests: _Optional[_Union[LeastRequestsBalance, _Mapping]] = ...) -> None: ...

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
    __slots__ = ("choices",)
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    choices: int
    def __init__(self, choices: _Optional[int] = ...) -> None: ...
