"""What a decided act amounts to: changed columns, side rows, numbers, counters, one event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RecordKind(StrEnum):
    """Kinds of side rows that a step writes beside the finding."""

    NOTICE = "notice"  # the reporter is told
    REJECTION = "rejection"
    CORRECTION = "correction"  # triage puts another type in the place of the reported one
    FINDING = "finding"  # a new linked finding
    RAISE = "raise"  # another finding takes a graver severity
    ORDER = "order"  # 交办单
    RETURN = "return"
    PLAN = "plan"
    EXTENSION = "extension"
    BLOCKER = "blocker"
    HELP = "help"
    RECTIFICATION = "rectification"
    VERIFICATION = "verification"
    LOOK_BACK = "look_back"
    DISPUTE = "dispute"
    REVIEW = "review"
    SUSPENSION = "suspension"
    REMINDER = "reminder"
    CALL = "call"  # a line of the duty desk's call list
    SUPERVISION_ORDER = "supervision_order"  # 督办单
    RAISED_SUPERVISION = "raised_supervision"  # 提级督办
    AGENDA_ITEM = "agenda_item"
    SPECIAL_MEETING = "special_meeting"
    TALK = "talk"  # 约谈
    REFERRAL = "referral"


class SeriesCode(StrEnum):
    """Gapless series of numbers, each by year; drills have their own."""

    LEDGER = "JB"
    DOCUMENT = "document"
    SUPERVISION = "DB"


@dataclass(frozen=True, slots=True)
class Series:
    """One number to allocate inside the commit.

    Parameters
    ----------
    code, year, drill
        The series.
    column
        Column that receives the number.
    record
        Key of the record that has the column; empty for the finding's own row.
    on_row
        Whether the finding's row takes the number of a record too: the order in force.
    """

    code: SeriesCode
    year: int
    drill: bool
    column: str
    record: str = ""
    on_row: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One side row. The key says what it is, so that a repetition changes nothing."""

    kind: RecordKind
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A decided act, ready to be written.

    Parameters
    ----------
    act, event
        What is done and how the ledger names it afterwards.
    from_state, to_state, via
        Main states before and after, and one passed through in the same instant.
    changes
        Changed columns of the row only; the year of a number that the row takes is always
        among them.
    records, numbers, counts
        Side rows; numbers to allocate; differences of counters.
    reason
        The reason given, for the event.
    """

    act: str
    event: str
    from_state: str
    to_state: str
    changes: Mapping[str, Any]
    records: tuple[Record, ...] = ()
    numbers: tuple[Series, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    reason: str = ""
    via: str = ""
