"""Nights, their agenda, their snapshots' heads."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bihuan.domain.reviews.nights import NightState
from bihuan.features.review.models import AgendaItem, DataSnapshot, Minutes, NightlyReview
from bihuan.features.review.models.identity import night_id
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import AgendaFact, AgendaKind
from bihuan.platform.figures.agenda import agenda_fact
from bihuan.platform.ledger.marks import once

PINNED = frozenset({AgendaKind.SAFEGUARDS, AgendaKind.PLAN})
NIGHT_FIELDS = (
    "id", "incident", "day", "cut_off_at", "state", "root", "called_at", "position",
    "item_since", "ended_at", "version",
)  # fmt: skip
FREEZE_AT = time(20, 0)
GRACE = timedelta(minutes=30)
BODIES_KEPT = 8
HEAD_FIELDS = ("id", "day", "cut_off_at", "frozen_at", "sha256", "submitted", "due")
ITEM_FIELDS = ("id", "position", "said", "minutes", "seconds_spent", "opened_at", "version")


@dataclass(frozen=True, slots=True)
class NightView:
    """One night and where it stands."""

    id: str
    incident: int
    day: str
    cut_off_at: datetime
    state: NightState
    root: str
    called_at: datetime | None
    position: int | None
    item_since: datetime | None
    ended_at: datetime | None
    version: int

    @property
    def date(self) -> date:
        """The review day."""
        return date.fromisoformat(self.day)

    @property
    def in_meeting(self) -> bool:
        """Tell whether the meeting is going on."""
        return self.state is NightState.IN_MEETING

    @property
    def over(self) -> bool:
        """Tell whether its minutes were issued."""
        return self.state is NightState.MINUTES_ISSUED

    @property
    def frozen(self) -> bool:
        """Tell whether it has a snapshot."""
        return self.state is not NightState.DRAFT


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the agenda and the time it took."""

    id: str
    position: int
    fact: AgendaFact
    minutes: int
    seconds_spent: int
    opened_at: datetime | None
    version: int
    current: bool = False

    @property
    def pinned(self) -> bool:
        """Tell whether it cannot be left out."""
        return self.fact.kind in PINNED

    @property
    def budget(self) -> timedelta:
        """The time it should take."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """What identifies a snapshot, without its body."""

    id: str
    day: str
    cut_off_at: datetime
    frozen_at: datetime
    sha256: str
    submitted: int
    due: int

    @property
    def label(self) -> str:
        """Return the id as it is printed: SNAP-20221128-1800."""
        return snapshot_label(self.cut_off_at)

    @property
    def late(self) -> bool:
        """Tell whether it was frozen after its time, as a night is that nobody was there for."""
        return self.frozen_at > freeze_time(self.cut_off_at) + GRACE

    @property
    def short_hash(self) -> str:
        """Return the beginning of the hash, for badges."""
        return self.sha256[:12]


def freeze_time(until: datetime) -> datetime:
    """Return when the night that ends at a cut-off is frozen: at 20:00, that day or the next."""
    local = until.astimezone(LOCAL)
    evening = datetime.combine(local.date(), FREEZE_AT, LOCAL)
    return evening if evening >= local else evening + timedelta(days=1)


def snapshot_label(cut_off_at: datetime) -> str:
    """Return the printed id of the snapshot of a cut-off, in local time."""
    return f"SNAP-{cut_off_at.astimezone(LOCAL):%Y%m%d-%H%M}"


def nights(*, incident: int, limit: int = 60) -> list[NightView]:
    """Return the nights of an incident, newest first."""
    rows = NightlyReview.objects.filter(incident=incident).order_by("-day")
    return [_night(row) for row in rows.values_list(*NIGHT_FIELDS)[:limit]]


@once
def night_of(*, incident: int, day: str) -> NightView | None:
    """Return one night, None before its draft."""
    rows = NightlyReview.objects.filter(id=night_id(incident, day)).values_list(*NIGHT_FIELDS)
    first = rows.first()
    return None if first is None else _night(first)


def _night(row: tuple) -> NightView:  # type: ignore[type-arg]
    values = dict(zip(NIGHT_FIELDS, row, strict=True))
    return NightView(**{**values, "state": NightState(values["state"])})


def items_of(night: NightView) -> list[ItemView]:
    """Return the agenda of a night in its order."""
    rows = AgendaItem.objects.filter(night_id=night.id).order_by("position")
    found = []
    for row in rows.values_list(*ITEM_FIELDS):
        values = dict(zip(ITEM_FIELDS, row, strict=True))
        fact = agenda_fact(json.loads(values.pop("said")))
        found.append(ItemView(fact=fact, current=values["position"] == night.position, **values))
    return found


def snapshot_heads(*, incident: int) -> dict[str, SnapshotHead]:
    """Return the heads of all snapshots of an incident by day."""
    rows = DataSnapshot.objects.filter(incident=incident).values_list(*HEAD_FIELDS)
    return {row[1]: SnapshotHead(*row) for row in rows}


@once
def snapshot_head(*, incident: int, day: str) -> SnapshotHead | None:
    """Return what identifies a night's snapshot, None before the freeze."""
    row = DataSnapshot.objects.filter(id=night_id(incident, day)).values_list(*HEAD_FIELDS).first()
    return None if row is None else SnapshotHead(*row)


def snapshot_body(*, incident: int, day: str) -> str | None:
    """Return the canonical JSON of a night's snapshot."""
    found = DataSnapshot.objects.filter(id=night_id(incident, day)).values_list("body", flat=True)
    return found.first()


def frozen_body(head: SnapshotHead) -> str:
    """Return the same by the snapshot's head; a process reads what a hash names once."""
    return _frozen(head.id, head.sha256)


@lru_cache(maxsize=BODIES_KEPT)
def _frozen(identity: str, sha256: str) -> str:
    found = DataSnapshot.objects.filter(id=identity, sha256=sha256)
    return str(found.values_list("body", flat=True).get())


def minutes_of(night: NightView) -> Minutes | None:
    """Return the issued minutes of a night."""
    return Minutes.objects.filter(night_id=night.id).first()
