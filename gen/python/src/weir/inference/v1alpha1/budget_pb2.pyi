from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BudgetMetric(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BUDGET_METRIC_UNSPECIFIED: _ClassVar[BudgetMetric]
    BUDGET_METRIC_REQUESTS: _ClassVar[BudgetMetric]
    BUDGET_METRIC_TOKENS: _ClassVar[BudgetMetric]
    BUDGET_METRIC_COST: _ClassVar[BudgetMetric]

class BudgetPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BUDGET_PERIOD_UNSPECIFIED: _ClassVar[BudgetPeriod]
    BUDGET_PERIOD_DAY: _ClassVar[BudgetPeriod]
    BUDGET_PERIOD_MONTH: _ClassVar[BudgetPeriod]
    BUDGET_PERIOD_TOTAL: _ClassVar[BudgetPeriod]
BUDGET_METRIC_UNSPECIFIED: BudgetMetric
BUDGET_METRIC_REQUESTS: BudgetMetric
BUDGET_METRIC_TOKENS: BudgetMetric
BUDGET_METRIC_COST: BudgetMetric
BUDGET_PERIOD_UNSPECIFIED: BudgetPeriod
BUDGET_PERIOD_DAY: BudgetPeriod
BUDGET_PERIOD_MONTH: BudgetPeriod
BUDGET_PERIOD_TOTAL: BudgetPeriod

class Budget(_message.Message):
    __slots__ = ("metric", "limit", "period", "alert_percents", "hard_stop")
    METRIC_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    ALERT_PERCENTS_FIELD_NUMBER: _ClassVar[int]
    HARD_STOP_FIELD_NUMBER: _ClassVar[int]
    metric: BudgetMetric
    limit: float
    period: BudgetPeriod
    alert_percents: _containers.RepeatedScalarFieldContainer[int]
    hard_stop: bool
    def __init__(self, metric: _Optional[_Union[BudgetMetric, str]] = ..., limit: _Optional[float] = ..., period: _Optional[_Union[BudgetPeriod, str]] = ..., alert_percents: _Optional[_Iterable[int]] = ..., hard_stop: _Optional[bool] = ...) -> None: ...
