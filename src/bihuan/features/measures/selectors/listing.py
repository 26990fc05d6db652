"""Lists of measures as pages, figures and the clock need them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.reading import state_as_of
from bihuan.domain.measures.states import BEFORE_FORCE, IN_FORCE, MeasureState
from bihuan.domain.zones import ZoneRange
from bihuan.features.incidents.api import IncidentView, OpenWork
from bihuan.features.incidents.api import incident as incident_of
from bihuan.features.measures.selectors.rows import DECIDED, TABLE, read_rows
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import (
    measures_where,
    standing_where,
    with_what_it_rests_on,
)
from bihuan.features.measures.selectors.then import Then
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

GREYED = timedelta(days=30)
SOON = timedelta(hours=48)
_TOUCHING = (
    "incident=? AND (ended_at IS NULL OR ended_at>?) AND id IN"
    " (SELECT measure FROM measures_scope WHERE zone<=? AND zone_hi>=?)"
    " ORDER BY ends_at IS NULL, ends_at, id"
)

_STANDING = "state<>'DISCARDED'"
_KEPT = f"({_STANDING} OR updated_at>?)"


def measures_in(
    *,
    incident: int,
    scope: ZoneRange,
    at: datetime,
    ended: timedelta = GREYED,
    view: IncidentView | None = None,
    discarded: bool = False,
) -> list[MeasureFacts]:
    """Return all measures that touch a scope, soonest end first; ended ones stay for a while.

    A measure touches a scope when its zone lies inside, or it covers a zone around the scope.
    Figures count what is returned, so nothing is cut off; a page shows as many as it can.
    ``view`` is the incident where a page has read it already; ``discarded`` drafts stay for as
    long as what has ended, so that whoever drafted them learns of it.
    """
    until = micros(at - ended)
    where = f"{_KEPT if discarded else _STANDING} AND {_TOUCHING}"
    values = (*([until] if discarded else []), incident, until, scope.hi, scope.lo)
    return measures_where(Session(), where, values, known=() if view is None else (view,))


def measures_then(
    *, incident: int, scope: ZoneRange, ended_after: datetime, then: Then
) -> list[MeasureFacts]:
    """Return the measures that touch a scope and did not end before, as they stood then."""
    session = Session()
    values = (incident, micros(ended_after), scope.hi, scope.lo)
    rows, scopes = read_rows(session, _TOUCHING, values, then.measures)
    kept = [row for row in rows if row[0].state != MeasureState.DISCARDED]
    return with_what_it_rests_on(session, kept, scopes, then) if kept else []


def measure_of(identity: str, *, view: IncidentView | None = None) -> MeasureFacts | None:
    """Return one measure; ``view`` is the incident where a page has read it already."""
    known = () if view is None else (view,)
    found = measures_where(Session(), "id=?", (identity,), known=known)
    return found[0] if found else None


def codes_of(identities: Collection[str]) -> Mapping[str, str]:
    """Return the types of measures by their ids."""
    marks = ", ".join("?" * len(identities))
    rows = Session().all(
        f"SELECT id, code FROM {TABLE} WHERE id IN ({marks})",  # noqa: S608
        tuple(identities),
    )
    return {str(identity): str(code) for identity, code in rows}


def lapsing(*, incident: int, at: datetime, most: int) -> list[tuple[str, datetime]]:
    """Return id and end of stored measures whose end has come, oldest first: one index range."""
    marks = ", ".join("?" * len(DECIDED))
    rows = Session().all(
        f"SELECT id, ends_at FROM {TABLE} WHERE ends_at<=? AND state IN ({marks})"  # noqa: S608
        " AND incident=? ORDER BY ends_at LIMIT ?",
        (micros(at), *DECIDED, incident, most),
    )
    return [(str(identity), end) for identity, end in rows]


def cared_for(*, incident: int, at: datetime) -> list[MeasureFacts]:
    """Return what is in force with a companion plan, or was, and is not over; with its footing."""
    kinds = [one.code for one in catalogue().types.values() if Part.COMPANION_PLAN in one.parts]
    where = (
        "incident=? AND state IN ('ACTIVE', 'SUSPENDED') AND ends_at>?"
        f" AND code IN ({', '.join('?' * len(kinds))})"
    )
    return standing_where(Session(), where, (incident, micros(at), *kinds))


def measures_not_over(read: Reader, incident: int) -> OpenWork:
    """Count the decided measures that go on or owe their report: no incident ends over them."""
    view = incident_of(incident)
    marks = ", ".join("?" * len(DECIDED))
    row = view and read.session.one(
        f"SELECT count(*) FROM {TABLE} WHERE incident=? AND ((state IN ({marks}) AND ends_at>?)"  # noqa: S608
        " OR (report_due_at IS NOT NULL AND reported_at IS NULL))",
        (incident, *DECIDED, micros(view.now())),
    )
    return OpenWork(measures=int(row[0]) if row else 0)


def in_force_now(measures: Sequence[MeasureFacts], at: datetime) -> list[MeasureFacts]:
    """Return those in force at an instant."""
    return [one for one in measures if state_as_of(one, at) in IN_FORCE]


def expiring(measures: Sequence[MeasureFacts], at: datetime) -> list[MeasureFacts]:
    """Return those in force that end within 48 hours."""
    return [
        one
        for one in in_force_now(measures, at)
        if one.ends_at is not None and one.ends_at - at <= SOON
    ]


def renewed(measures: Sequence[MeasureFacts]) -> frozenset[str]:
    """Return the ids of measures for which a renewal is under way or decided."""
    wanted = {*BEFORE_FORCE, *IN_FORCE}
    return frozenset(one.renews for one in measures if one.renews and one.state in wanted)
