"""The gap detector (责任缺口): every zone owned once, everybody who answers reachable.

A responsibility names one zone and one function. What is required comes from rules: at which
level each function must be owned. Pure: rows in, report out; the instant is an argument.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from bihuan.domain.duties import AppointmentKind
from bihuan.domain.zones import Level


class Unreached(StrEnum):
    """Why a post cannot be reached."""

    VACANT = "vacant"
    NO_PHONE = "no_phone"


class Claim(NamedTuple):
    """A responsibility as stored: this post answers for this function in this zone."""

    function: str
    zone: int
    post: int
    deputy: int | None
    starts: datetime
    ends: datetime | None


class Tenure(NamedTuple):
    """An appointment as the detector sees it; unconfirmed ones are not passed in."""

    post: int
    kind: str
    starts: datetime
    ends: datetime | None
    acknowledged: datetime | None
    has_phone: bool
    confirmed: datetime | None = None

    @property
    def since(self) -> datetime:
        """From when on it counts: its beginning, or its confirmation if that came later."""
        return max(self.starts, self.confirmed or self.starts)


class Seat(NamedTuple):
    """A post and when it exists."""

    post: int
    zone: int
    starts: datetime
    ends: datetime | None
    has_phone: bool


ACKNOWLEDGE_WITHIN = timedelta(days=1)
"""How long somebody has to acknowledge a duty before that is a finding (R03)."""


@dataclass(frozen=True, slots=True, order=True)
class Unowned:
    """A zone without a valid responsible post for a required function (无主区域)."""

    zone: int
    function: str


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """A zone with several responsible posts for one function at once."""

    zone: int
    function: str
    posts: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Unreachable:
    """A post without a reachable holder or deputy, and how many zones it leaves without one."""

    zone: int
    post: int
    reason: Unreached
    claims: int


@dataclass(frozen=True, slots=True, order=True)
class Unacknowledged:
    """A post whose holder has not acknowledged the duty, and since when that holder has it."""

    zone: int
    post: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the detector looks at.

    Parameters
    ----------
    zones
        Codes and levels of the zones in force in the scope.
    required
        Pairs of function and level that must be owned.
    claims, seats, tenures
        Responsibilities, posts and confirmed appointments; those that are not in force at the
        instant asked for are passed over.
    """

    zones: Collection[tuple[int, Level]]
    required: Collection[tuple[str, Level]]
    claims: Iterable[Claim]
    seats: Iterable[Seat]
    tenures: Iterable[Tenure]


@dataclass(frozen=True, slots=True)
class GapReport:
    """What the detector found at an instant.

    Parameters
    ----------
    at
        The instant asked for.
    zones, cells, posts
        How many zones were looked at, how many pairs of zone and function are required, how
        many posts exist.
    acknowledged, held
        How many held posts have an acknowledged duty, and how many are held.
    """

    at: datetime
    zones: int
    cells: int
    posts: int
    held: int
    acknowledged: int
    unowned: tuple[Unowned, ...]
    overlaps: tuple[Overlap, ...]
    unreachable: tuple[Unreachable, ...]
    unacknowledged: tuple[Unacknowledged, ...]

    @property
    def nothing_required(self) -> bool:
        """Tell that there is nothing to own: then the absence of gaps means nothing."""
        return self.cells == 0

    @property
    def whole(self) -> bool:
        """Tell that every zone is owned once by somebody who can be reached."""
        broken = self.unowned or self.overlaps or self.unreachable
        return not broken and not self.nothing_required


def find_gaps(register: Register, *, at: datetime) -> GapReport:
    """Check the partition and the reachability of everybody who answers, at an instant."""
    seats = {seat.post: seat for seat in register.seats if _valid(seat.starts, seat.ends, at)}
    held = _held(register.tenures, seats, at)
    owners = _owners(register.claims, seats, at)
    cells = _cells(register)
    unowned = sorted(Unowned(zone, name) for zone, name in cells if (zone, name) not in owners)
    overlaps = [
        Overlap(zone, name, tuple(sorted(claim.post for claim in claims)))
        for (zone, name), claims in owners.items()
        if len(claims) > 1
    ]
    silent = [
        Unacknowledged(seats[post].zone, post, min(tenure.since for tenure in waiting))
        for post, tenures in held.items()
        if (waiting := _not_acknowledged(tenures, at))
    ]
    return GapReport(
        at=at,
        zones=len(register.zones),
        cells=len(cells),
        posts=len(seats),
        held=len(held),
        acknowledged=len(held) - len(silent),
        unowned=tuple(unowned),
        overlaps=tuple(sorted(overlaps)),
        unreachable=tuple(sorted(_unreachable(seats, held, owners))),
        unacknowledged=tuple(sorted(silent)),
    )


def _valid(starts: datetime, ends: datetime | None, at: datetime) -> bool:
    return starts <= at and (ends is None or at < ends)


def _cells(register: Register) -> list[tuple[int, str]]:
    by_level: defaultdict[Level, list[str]] = defaultdict(list)
    for function, level in register.required:
        by_level[level].append(function)
    return [(zone, name) for zone, level in register.zones for name in by_level.get(level, ())]


def _held(
    tenures: Iterable[Tenure], seats: Mapping[int, Seat], at: datetime
) -> dict[int, list[Tenure]]:
    held: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if tenure.post in seats and _valid(tenure.starts, tenure.ends, at):
            held[tenure.post].append(tenure)
    return dict(held)


def _owners(
    claims: Iterable[Claim], seats: Mapping[int, Seat], at: datetime
) -> dict[tuple[int, str], list[Claim]]:
    owners: defaultdict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.post in seats and _valid(claim.starts, claim.ends, at):
            owners[claim.zone, claim.function].append(claim)
    return dict(owners)


def _not_acknowledged(tenures: Iterable[Tenure], at: datetime) -> list[Tenure]:
    """Return who holds the post now (not only its deputies) and has not acknowledged it."""
    listed = list(tenures)
    holding = [t for t in listed if t.kind != AppointmentKind.DEPUTY] or listed
    return [t for t in holding if t.acknowledged is None or t.acknowledged > at]


def _unreachable(
    seats: Mapping[int, Seat],
    held: Mapping[int, list[Tenure]],
    owners: Mapping[tuple[int, str], list[Claim]],
) -> list[Unreachable]:
    silent = {post: reason for post in seats if (reason := _reason(post, seats, held)) is not None}
    named: defaultdict[int, list[Claim]] = defaultdict(list)
    for claims in owners.values():
        for claim in claims:
            if claim.post in silent:
                named[claim.post].append(claim)
    found = []
    for post, reason in silent.items():
        bare = [c for c in named[post] if c.deputy not in seats or c.deputy in silent]
        if bare or not named[post]:
            found.append(Unreachable(seats[post].zone, post, reason, len(bare)))
    return found


def _reason(
    post: int, seats: Mapping[int, Seat], held: Mapping[int, list[Tenure]]
) -> Unreached | None:
    tenures = held.get(post)
    if not tenures:
        return Unreached.VACANT
    if seats[post].has_phone or any(tenure.has_phone for tenure in tenures):
        return None
    return Unreached.NO_PHONE


@dataclass(frozen=True, slots=True)
class Period:
    """When something is in force, with the row it comes from."""

    starts: datetime
    ends: datetime | None
    row: int


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Return the first two periods that are in force at the same time, or None."""
    ordered = sorted(periods, key=lambda period: (period.starts, period.row))
    for earlier, later in pairwise(ordered):
        if earlier.ends is None or later.starts < earlier.ends:
            return earlier, later
    return None
