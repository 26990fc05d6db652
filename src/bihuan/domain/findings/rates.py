"""The published rates of supervision and the control line, as of a cut-off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bihuan.domain.figures import Ratio, median, p90
from bihuan.domain.findings.rate_counts import RateCounts, RateRow, count_for_rates
from bihuan.domain.findings.states import BUCKET_OF, Bucket

__all__ = ["ControlLine", "LoopRates", "RateRow", "control_line", "loop_rates", "rates_of_counts"]


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
    return rates_of_counts(count_for_rates(rows, at=at))


def rates_of_counts(n: RateCounts) -> LoopRates:
    """Return the rates that follow from counts."""
    return LoopRates(
        received=n.received,
        filed=n.filed,
        due=n.due,
        closed=n.closed,
        closed_on_time=n.closed_on_time,
        filing=Ratio(n.filed, n.received),
        closure=Ratio(n.closed, n.due),
        on_time_closure=Ratio(n.closed_on_time, n.due),
        assigned_in_time=Ratio(n.assigned_in_time, n.filed),
        on_site_fixed=Ratio(n.on_site, n.received),
        rework=Ratio(n.failed, n.verified),
        recurrence=Ratio(n.reopened, n.looked_back),
        dispute=Ratio(n.disputed, n.ordered),
        dispute_upheld=Ratio(n.changed, n.decided),
        independent=Ratio(n.independent, n.verified),
        overdue=n.overdue,
        blocked=n.blocked,
        oldest_overdue_hours=n.oldest_overdue_hours,
        median_hours=median(n.hours),
        p90_hours=p90(n.hours),
    )
