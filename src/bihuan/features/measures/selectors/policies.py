"""Policy documents: in force or superseded, confirmed or not, and which measures rest on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures import legal
from bihuan.domain.measures.states import ENDED
from bihuan.domain.measures.suspensions import Times
from bihuan.features.measures.selectors.rows import TABLE as MEASURES
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session

TABLE = "measures_policy"
COLUMNS = (
    "id", "version", "number", "title", "issuer", "first_day", "last_day", "supersedes", "orders",
    "text_hash", "registered_post", "registered_person", "confirmed_at",
)  # fmt: skip
OVER = (*(state.value for state in ENDED), "DISCARDED", "AFTERCARE", "ARCHIVED")


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One document; ``superseded_by`` is the number of the confirmed one in its place."""

    id: str
    version: int
    number: str
    title: str
    issuer: str
    first_day: str
    last_day: str
    supersedes: str
    orders: str
    text_hash: str
    registered_post: int
    registered_person: int
    confirmed_at: datetime | None
    superseded_by: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether measures may rest on it on a day."""
        on = day.isoformat()
        lasts = self.first_day <= on and (not self.last_day or on <= self.last_day)
        return lasts and self.confirmed_at is not None and not self.superseded_by


def policies(day: date) -> list[PolicyView]:
    """Return every document, the latest first, each with what has taken its place.

    A confirmed document takes the place of another on its own first day, no earlier.
    """
    listed = ", ".join(f"p.{name}" for name in COLUMNS)
    rows = Session().all(
        f"SELECT {listed}, coalesce((SELECT q.number FROM {TABLE} q WHERE q.supersedes=p.id"  # noqa: S608
        f" AND q.confirmed_at IS NOT NULL AND q.first_day<=? LIMIT 1), '') FROM {TABLE} p"
        " ORDER BY p.registered_at DESC",
        (day.isoformat(),),
    )
    return [_view(row) for row in rows]


def text_of(policy: str) -> str | None:
    """Return the text of a document; None where there is none."""
    row = Session().one(f"SELECT text FROM {TABLE} WHERE id=?", (policy,))  # noqa: S608
    return None if row is None else str(row[0])


def _view(row: Sequence[Any]) -> PolicyView:
    values = dict(zip((*COLUMNS, "superseded_by"), row, strict=True))
    at = values["confirmed_at"]
    return PolicyView(**values | {"confirmed_at": None if at is None else instant_of(at)})


def unordered_times(codes: Collection[str], since: datetime) -> Mapping[str, Times]:
    """Return when, from an instant on, no document of a superior ordered each of some types.

    The times are real: a document orders from its first day and its confirmation on, until its
    last day is over or another one takes its place.
    """
    rows = Session().all(
        "SELECT id, supersedes, orders, first_day, last_day, confirmed_at"  # noqa: S608
        f" FROM {TABLE} WHERE confirmed_at IS NOT NULL"
    )
    begins = {row[0]: max(_morning(row[3]), instant_of(row[5])) for row in rows}
    found = {}
    for code in codes:
        gaps: Times = []
        here: datetime | None = since
        for one, _, orders, _, last, _ in sorted(rows, key=lambda row: begins[row[0]]):
            if here is None or code not in orders.split(","):
                continue
            ends = [begins[row[0]] for row in rows if row[1] == one]
            ends += [_morning(last) + timedelta(days=1)] if last else []
            end = min(ends, default=None)
            if begins[one] > here:
                gaps.append((here, begins[one]))
            here = None if end is None else max(here, end, begins[one])
        found[code] = gaps if here is None else [*gaps, (here, None)]
    return found


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, LOCAL)


def measures_resting_on(documents: Collection[str]) -> Mapping[str, list[tuple[str, str]]]:
    """Return id and type of the measures, not over yet, that cite each of some documents."""
    rows = Session().all(
        f"SELECT id, code, policies FROM {MEASURES} WHERE policies<>''"  # noqa: S608
        f" AND state NOT IN ({', '.join('?' * len(OVER))}) ORDER BY ends_at, id",
        OVER,
    )
    return legal.resting_on(
        documents, (((str(identity), str(code)), cited) for identity, code, cited in rows)
    )


def citable(day: date) -> list[tuple[str, str]]:
    """Return the documents that a draft may cite today, as choices."""
    return [(one.id, f"{one.number} {one.title}") for one in policies(day) if one.in_force(day)]
