"""The counts behind the published rates, as of a cut-off.

*Due* is every order whose deadline is not after the cut-off, since the incident began; closed
and on time are counted among those only. A withdrawn order leaves both sides. The deadline
is the order's own, moved by a granted extension or a suspension, never by rework.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from bihuan.domain.clocks import is_overdue
from bihuan.domain.findings.states import RECTIFY_RUNNING, State


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


@dataclass(frozen=True, slots=True)
class RateCounts:
    """What section 9 is worked out from: plain counts, whoever counted them.

    Parameters
    ----------
    received, filed, ordered, due, closed, closed_on_time
        Findings by how far they came until the cut-off; due, closed without withdrawn orders.
    assigned_in_time, disputed
        Of the ordered ones.
    on_site, verified, failed, independent, looked_back, reopened, decided, changed
        Sums over all received.
    overdue, blocked, oldest_overdue_hours
        Orders past the deadline of their round, those of them blocked, the oldest's hours.
    hours
        Elapsed hours from order to close-out of those counted in ``closed``.
    """

    received: int
    filed: int
    ordered: int
    due: int
    closed: int
    closed_on_time: int
    assigned_in_time: int
    disputed: int
    on_site: int
    verified: int
    failed: int
    independent: int
    looked_back: int
    reopened: int
    decided: int
    changed: int
    overdue: int
    blocked: int
    oldest_overdue_hours: float | None
    hours: Sequence[float | None]


def count_for_rates(rows: Iterable[RateRow], *, at: datetime) -> RateCounts:
    """Count findings for section 9 as of the cut-off ``at``; drafts are left out.

    An instant equal to the cut-off counts as before.
    """
    known = [row for row in rows if _by(row.reported_at, at)]
    filed = [row for row in known if _by(row.filed_at, at)]
    ordered = [row for row in filed if _by(row.assigned_at, at)]
    standing = [row for row in ordered if row.state != State.WITHDRAWN]
    due = [row for row in standing if _by(row.order_due_at, at)]
    closed = [row for row in due if _by(row.closed_at, at)]
    late = [row for row in standing if _overdue(row, at)]
    hours_late = [h for row in late if (h := _hours(row.rectify_due_at, at)) is not None]
    return RateCounts(
        received=len(known),
        filed=len(filed),
        ordered=len(ordered),
        due=len(due),
        closed=len(closed),
        closed_on_time=sum(map(_fed_back_in_time, closed)),
        assigned_in_time=sum(map(_assigned_in_time, ordered)),
        disputed=sum(row.dispute_total > 0 for row in ordered),
        on_site=sum(row.on_site for row in known),
        verified=sum(row.verify_count for row in known),
        failed=sum(row.verify_failed for row in known),
        independent=sum(row.verify_independent for row in known),
        looked_back=sum(row.look_back_count for row in known),
        reopened=sum(row.reopened_count for row in known),
        decided=sum(row.dispute_decided for row in known),
        changed=sum(row.dispute_changed for row in known),
        overdue=len(late),
        blocked=sum(row.state == State.BLOCKED for row in late),
        oldest_overdue_hours=max(hours_late, default=None),
        hours=[_hours(row.assigned_at, row.closed_at) for row in closed],
    )


def added(one: RateCounts, other: RateCounts) -> RateCounts:
    """Return the counts of two lots of findings that have none in common."""
    late = [h for h in (one.oldest_overdue_hours, other.oldest_overdue_hours) if h is not None]
    sums = {name: getattr(one, name) + getattr(other, name) for name in _SUMMED}
    return RateCounts(
        **sums,
        oldest_overdue_hours=max(late, default=None),
        hours=[*one.hours, *other.hours],
    )


_SUMMED = tuple(
    column.name
    for column in fields(RateCounts)
    if column.name not in ("oldest_overdue_hours", "hours")
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


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None:
        return None
    return (end - start).total_seconds() / 3600
