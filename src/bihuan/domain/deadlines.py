"""The budget table: how long each stage of the loop may take, by severity.

Figures are data with a source; a city overrides them in its rule file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bihuan.domain.clocks import Clock
from bihuan.domain.severity import Severity


class Stage(StrEnum):
    """A stage of the loop that has a deadline."""

    TRIAGE = "triage"
    RECEIPT = "receipt"
    RECTIFY = "rectify"
    VERIFY = "verify"
    VERIFY_RURAL = "verify_rural"
    RULING = "ruling"


CLOCK_OF: Mapping[Severity, Clock] = MappingProxyType(
    {
        Severity.S1: Clock.ELAPSED,
        Severity.S2: Clock.ELAPSED,
        Severity.S3: Clock.SERVICE,
        Severity.S4: Clock.WORKING,
    }
)
"""Which clock a severity runs on."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Time allowed on a clock, and where the figure comes from."""

    amount: timedelta
    clock: Clock
    source: str


@dataclass(frozen=True, slots=True)
class LookBackRule:
    """One look-back (回头看): so many days after the close-out, for so many in a hundred."""

    day: int
    percent: int


_ANCHOR = "city practice: Taiyuan 10/30 min, verification 1/2 h; Beijing 2 h/24 h/15 d"
_HOUSE = "unconfirmed: no published figure; set as the receipt budget"


def _row(stage: Stage, source: str, *amounts: timedelta) -> dict[tuple[Stage, Severity], Budget]:
    return {
        (stage, severity): Budget(amount, CLOCK_OF[severity], source)
        for severity, amount in zip(Severity, amounts, strict=True)
    }


def _m(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def _h(hours: int) -> timedelta:
    return timedelta(hours=hours)


def _d(days: int) -> timedelta:
    return timedelta(days=days)


DEFAULT_BUDGETS: Mapping[tuple[Stage, Severity], Budget] = MappingProxyType(
    _row(Stage.TRIAGE, _ANCHOR, _m(10), _m(30), _h(2), _d(1))
    | _row(Stage.RECEIPT, _ANCHOR, _m(10), _m(30), _h(4), _d(1))
    | _row(Stage.RECTIFY, _ANCHOR, _h(2), _h(12), _h(24), _d(3))
    | _row(Stage.VERIFY, _ANCHOR, _h(1), _h(4), _h(12), _d(2))
    | _row(Stage.VERIFY_RURAL, _ANCHOR, _h(2), _h(4), _h(12), _d(2))
    | _row(Stage.RULING, _HOUSE, _m(10), _m(30), _h(4), _d(1))
)

DEFAULT_LOOK_BACKS: Mapping[Severity, tuple[LookBackRule, ...]] = MappingProxyType(
    {
        Severity.S1: (LookBackRule(1, 100), LookBackRule(3, 100)),
        Severity.S2: (LookBackRule(3, 50),),
        Severity.S3: (LookBackRule(7, 20),),
        Severity.S4: (LookBackRule(14, 5),),
    }
)


def override(
    table: Mapping[tuple[Stage, Severity], Budget],
    changes: Mapping[tuple[Stage, Severity], timedelta],
    *,
    source: str,
) -> Mapping[tuple[Stage, Severity], Budget]:
    """Return the table with some amounts replaced and their source named.

    Raises
    ------
    ValueError
        "Expected a budget above zero …": a deadline that has passed before it starts.
    """
    changed = dict(table)
    for key, amount in changes.items():
        if amount <= timedelta(0):
            raise ValueError(f"Expected a budget above zero for {key[0]} {key[1].name}.")
        changed[key] = replace(table[key], amount=amount, source=source)
    return MappingProxyType(changed)
