"""Published counts of a night as entered, and what was entered too late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.features.review.models import BulletinFigure, Revision
from bihuan.platform.figures import Window, Words
from bihuan.platform.ledger.marks import once

TOTAL, COUNTY, ROUTE, STATUS = "total", "county", "route", "status"
COMMUNITY, MANAGED = "community", "managed"
NEW_CASES = "new_infections_in_window"
FIELDS = ("id", "dimension", "key", "name_zh", "name_en", "mode", "value", "source", "version")
REVISION_FIELDS = ("day", "name_zh", "name_en", "old", "new", "source", "entered_at")


@dataclass(frozen=True, slots=True)
class Published:
    """One published count; ``version`` above 1 was corrected."""

    dimension: str
    key: str
    words: Words
    mode: str
    value: int
    source: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One late or corrected input, as the annex lists it."""

    day: str
    words: Words
    old: int | None
    new: int
    source: str
    entered_at: datetime


@once
def published(*, incident: int, day: str, night: str | None = None) -> list[Published]:
    """Return the published counts of a night, by dimension and code.

    ``night`` asks for them as the report of that night knows them: what a later night lists as
    a revision is undone. Without it they are as stored now.
    """
    rows = BulletinFigure.objects.filter(incident=incident, day=day).order_by("dimension", "key")
    before = _revised_after(incident, day, night) if night else {}
    found = []
    for identity, dimension, key, zh, en, mode, value, source, version in rows.values_list(*FIELDS):
        known = before.get(identity, value)
        if known is not None:
            words = Words(zh, en)
            found.append(Published(dimension, key, words, mode, known, source, version))
    return found


def _revised_after(incident: int, day: str, night: str) -> dict[str, int | None]:
    """Return what counts said before the revisions that only later nights list."""
    later = Revision.objects.filter(incident=incident, day=day, listed_on__gt=night)
    found: dict[str, int | None] = {}
    for figure, old in later.order_by("entered_at", "id").values_list("figure", "old"):
        found.setdefault(figure, old)
    return found


def sources(rows: Sequence[Published]) -> list[str]:
    """Return where counts were published, each source once."""
    return sorted({row.source for row in rows})


def of_dimension(rows: Sequence[Published], dimension: str) -> list[Published]:
    """Return the rows of one dimension."""
    return [row for row in rows if row.dimension == dimension]


def total(rows: Sequence[Published], key: str = NEW_CASES) -> int | None:
    """Return a published total; without one the sum of the counties, if any were published."""
    found = [row.value for row in rows if row.dimension == TOTAL and row.key == key]
    if found:
        return found[0]
    counties = [row.value for row in rows if row.dimension == COUNTY]
    return sum(counties) if counties and key == NEW_CASES else None


def community(rows: Sequence[Published]) -> int | None:
    """Return the cases found in the community, None when no routes were published."""
    routes = of_dimension(rows, ROUTE)
    if not routes:
        return None
    return sum(row.value for row in routes if row.mode == COMMUNITY)


def nights_before(*, incident: int, window: Window, nights: int) -> list[list[Published]]:
    """Return the published counts of the last nights as this one knows them, the newest last."""
    days = [(window.day - timedelta(days=back)).isoformat() for back in reversed(range(nights))]
    night = window.day.isoformat()
    return [published(incident=incident, day=day, night=night) for day in days]


def revisions(*, incident: int, listed_on: str) -> list[RevisionLine]:
    """Return the late and corrected inputs that a night's report lists, in their order."""
    rows = Revision.objects.filter(incident=incident, listed_on=listed_on)
    return [_line(row) for row in rows.order_by("entered_at", "id").values_list(*REVISION_FIELDS)]


def revisions_of(*, incident: int, day: str) -> list[RevisionLine]:
    """Return what changed about a frozen night since."""
    rows = Revision.objects.filter(incident=incident, day=day)
    return [_line(row) for row in rows.order_by("entered_at", "id").values_list(*REVISION_FIELDS)]


def _line(row: tuple) -> RevisionLine:  # type: ignore[type-arg]
    day, zh, en, old, new, source, entered_at = row
    return RevisionLine(day, Words(zh, en), old, new, source, entered_at)
