"""The published rates of supervision and the control line, as of a cut-off.

*Due* is every order whose deadline is not after the cut-off, since the incident began; closed
and on time are counted among those only. A withdrawn order leaves both sides. The deadline
is the order's own, moved by a granted extension or a suspension, never by rework.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bihuan.domain.clocks import is_overdue
from bihuan.domain.figures import Ratio, median, p90
from bihuan.domain.findings.states import BUCKET_OF, RECTIFY_RUNNING, Bucket, State


class RateRow(Protocol):
    """The columns of a finding that the rates read; ``FindingFacts`` fits as it is."""

    @property
    def state(self) -> str:
        """Main state."""
        ...

    @property
    def reported_at(self) -> datetime | None:
        """When it was reported."""
        ...

    @property
    def filed_at(self) -> datetime | None:
        """When it was filed."""
        ...

    @property
    def assigned_at(self) -> datetime | None:
        """When the first order was issued."""
        ...

    @property
    def triage_due_at(self) -> datetime | None:
        """Until when the order had to be issued."""
        ...

    @property
    def order_due_at(self) -> datetime | None:
        """The order's deadline."""
        ...

    @property
    def rectify_due_at(self) -> datetime | None:
        """The deadline of the running round."""
        ...

    @property
    def rectified_at(self) -> datetime | None:
        """The last feedback: the one that passed, once it has passed."""
        ...

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed out."""
        ...

    @property
    def on_site(self) -> bool:
        """Whether it was fixed on the spot."""
        ...

    @property
    def verify_count(self) -> int:
        """Verifications made."""
        ...

    @property
    def verify_failed(self) -> int:
        """Verifications failed."""
        ...

    @property
    def verify_independent(self) -> int:
        """Verifications by another unit."""
        ...

    @property
    def look_back_count(self) -> int:
        """Look-backs made."""
        ...

    @property
    def reopened_count(self) -> int:
        """Recurrences found."""
        ...

    @property
    def dispute_total(self) -> int:
        """Disputes raised."""
        ...

    @property
    def dispute_decided(self) -> int:
        """Disputes ruled on."""
        ...

    @property
    def dispute_changed(self) -> int:
        """Disputes after which the order was changed, withdrawn or cancelled."""
        ...


class ControlLine(NamedTuple):
    """上报总数 = 未办结 + 已销号 + 不予立案 + 撤销 + 合并; drafts apart."""

    reported: int
    open: int
    closed: int
    rejected: int
    withdrawn: int
    merged: int

    @property
    def holds(self) -> bool:
        """Tell whether the line adds up; false is a fault, shown in red."""
        return self.reported == sum(self[1:])


@dataclass(frozen=True, slots=True)
class LoopRates:
    """Section 9 of the nightly review, each figure with its counts.

    Parameters
    ----------
    received, filed, due, closed, closed_on_time
        The counts behind the two headline rates; due and closed without withdrawn orders.
    filing, closure, on_time_closure
        Filed of received; closed, and closed on time, of due.
    assigned_in_time, on_site_fixed, rework, recurrence, dispute, dispute_upheld, independent
        As the definitions of section 9 say.
    overdue, blocked
        Orders past the deadline of their round without feedback; those of them blocked.
    oldest_overdue_hours, median_hours, p90_hours
        Elapsed hours; None when there is none.
    """

    received: int
    filed: int
    due: int
    closed: int
    closed_on_time: int
    filing: Ratio
    closure: Ratio
    on_time_closure: Ratio
    assigned_in_time: Ratio
    on_site_fixed: Ratio
    rework: Ratio
    recurrence: Ratio
    dispute: Ratio
    dispute_upheld: Ratio
    independent: Ratio
    overdue: int
    blocked: int
    oldest_overdue_hours: float | None
    median_hours: float | None
    p90_hours: float | None


def control_line(rows: Iterable[RateRow]) -> ControlLine:
    """Count the control line over rows as they stand."""
    counts = dict.fromkeys(Bucket, 0)
    reported = 0
    for row in rows:
        counts[BUCKET_OF[row.state]] += 1
        reported += row.reported_at is not None
    return ControlLine(
        reported,
        *(counts[b] for b in (
            Bucket.OPEN, Bucket.CLOSED, Bucket.REJECTED, Bucket.WITHDRAWN, Bucket.MERGED
        )),
    )  # fmt: skip


def loop_rates(rows: Iterable[RateRow], *, at: datetime) -> LoopRates:
    """Compute section 9 over the findings reported until the cut-off ``at``.

    Parameters
    ----------
    rows
        All findings of the scope since the incident began; drafts are left out.
    at
        The cut-off. An instant equal to it counts as before.
    """
    known = [row for row in rows if _by(row.reported_at, at)]
    filed = [row for row in known if _by(row.filed_at, at)]
    ordered = [row for row in filed if _by(row.assigned_at, at)]
    standing = [row for row in ordered if row.state != State.WITHDRAWN]
    due = [row for row in standing if _by(row.order_due_at, at)]
    closed = [row for row in due if _by(row.closed_at, at)]
    on_time = [row for row in closed if _fed_back_in_time(row)]
    late = [row for row in standing if _overdue(row, at)]
    hours = [_hours(row.assigned_at, row.closed_at) for row in closed]
    return LoopRates(
        received=len(known),
        filed=len(filed),
        due=len(due),
        closed=len(closed),
        closed_on_time=len(on_time),
        filing=Ratio(len(filed), len(known)),
        closure=Ratio(len(closed), len(due)),
        on_time_closure=Ratio(len(on_time), len(due)),
        assigned_in_time=Ratio(sum(map(_assigned_in_time, ordered)), len(filed)),
        on_site_fixed=Ratio(sum(row.on_site for row in known), len(known)),
        rework=_sum_ratio(known, "verify_failed", "verify_count"),
        recurrence=_sum_ratio(known, "reopened_count", "look_back_count"),
        dispute=Ratio(sum(row.dispute_total > 0 for row in ordered), len(ordered)),
        dispute_upheld=_sum_ratio(known, "dispute_changed", "dispute_decided"),
        independent=_sum_ratio(known, "verify_independent", "verify_count"),
        overdue=len(late),
        blocked=sum(row.state == State.BLOCKED for row in late),
        oldest_overdue_hours=max(
            (h for row in late if (h := _hours(row.rectify_due_at, at)) is not None), default=None
        ),
        median_hours=median(hours),
        p90_hours=p90(hours),
    )


def _by(instant: datetime | None, at: datetime) -> bool:
    return instant is not None and instant <= at


def _overdue(row: RateRow, at: datetime) -> bool:
    """Tell whether the deadline of the running round has passed without feedback."""
    return row.state in RECTIFY_RUNNING and is_overdue(row.rectify_due_at, now=at)


def _fed_back_in_time(row: RateRow) -> bool:
    due_at, fed_back = row.order_due_at, row.rectified_at
    return due_at is not None and fed_back is not None and fed_back <= due_at


def _assigned_in_time(row: RateRow) -> bool:
    issued, limit = row.assigned_at, row.triage_due_at
    return issued is not None and limit is not None and issued <= limit


def _sum_ratio(rows: Iterable[RateRow], part: str, whole: str) -> Ratio:
    listed = list(rows)
    return Ratio(
        sum(getattr(row, part) for row in listed), sum(getattr(row, whole) for row in listed)
    )


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None:
        return None
    return (end - start).total_seconds() / 3600
