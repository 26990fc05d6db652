"""What people have to follow now: the measures in force, as every zone's page and the map ask.

Whether one is in force hangs on compounds, residents and law. The answer is kept for as long as
the ledger says that none of them changed and no signature or article lapses by itself; the end
of a measure is compared each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bihuan.domain.measures.facts import COLUMNS, MeasureFacts
from bihuan.domain.measures.states import IN_FORCE
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.listing import in_force_now
from bihuan.features.measures.selectors.rows import (
    SAID,
    TABLE,
    facts_of,
    scopes_of,
)
from bihuan.features.measures.selectors.stored import with_what_it_rests_on
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import Mark, mark_now, since

# Whose entries can change the answer.
OWN = ("measures", "premises", "territory")
DAY = timedelta(days=1)
Covered = tuple[MeasureFacts, tuple[ZoneRange, ...]]
_COLUMNS = ", ".join((*COLUMNS, *SAID))
_STANDING = (
    f"SELECT {_COLUMNS} FROM {TABLE} WHERE incident=?"  # noqa: S608
    f" AND state IN ({', '.join(repr(str(state)) for state in sorted(IN_FORCE))})"
    " ORDER BY ends_at IS NULL, ends_at, id"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """Stored measures of an incident, how far the ledger had come, and how long it holds."""

    measures: Sequence[Covered]
    mark: Mark
    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


_known: dict[int, _Known] = {}


def followed_in(*, incident: int, scope: ZoneRange, at: datetime) -> list[Covered]:
    """Return the measures in force that touch a scope with what they cover, soonest end first."""
    session, real = Session(), wall()
    known = _known.get(incident)
    after = since(session, known.mark) if known else None
    if known is None or after is None or after.concerns(*OWN) or not known.holds(real):
        known = _read(session, incident, real)
    else:
        known = replace(known, mark=after.mark)
    _known[incident] = known
    near = {
        one.id: (one, ranges)
        for one, ranges in known.measures
        if any(reach.lo <= scope.hi and reach.hi >= scope.lo for reach in ranges)
    }
    return [near[one.id] for one in in_force_now([one for one, _ in near.values()], at)]


def _read(session: Session, incident: int, at: datetime) -> _Known:
    mark = mark_now(session)
    rows = [facts_of(row) for row in session.all(_STANDING, (incident,))]
    scopes = scopes_of(session, [facts.id for facts, _ in rows]) if rows else {}
    found = with_what_it_rests_on(session, rows, scopes) if rows else []
    tomorrow = datetime.combine(at.astimezone(LOCAL).date() + DAY, time.min, LOCAL)
    lapse = premises.next_lapse(session, at) if rows else None
    until = tomorrow if lapse is None else min(lapse, tomorrow)
    return _Known([(one, scopes[one.id].ranges) for one in found], mark, at, until)
