"""The gap report of a scope: four set-based reads, then the pure detector."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.responsibility import (
    Claim,
    GapReport,
    Register,
    Seat,
    Tenure,
    find_gaps,
)
from bihuan.domain.zones import CITY_CHAIN_STEP, Level, ZoneRange
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import Mark, mark_now, since

# Whose entries can change a report, and how many reports a process keeps.
OWN = ("posts", "territory")
MOST_KEPT = 64
ALWAYS = instant_of(0)
LEVELS = {int(level): level for level in Level}

_ZONES = (
    "SELECT id, level FROM territory_zone WHERE id BETWEEN ? AND ?"
    " AND (valid_from IS NULL OR valid_from<=?) AND (valid_to IS NULL OR valid_to>?)"
)
_RULES = "SELECT function, level FROM posts_responsibility_rule"
_CLAIMS = (
    "SELECT function, zone_id, post_id, deputy_id, starts_at, ends_at FROM posts_responsibility"
    " WHERE zone_id BETWEEN ? AND ? AND starts_at<=? AND (ends_at IS NULL OR ends_at>?)"
)
_WITHIN = " IN (SELECT id FROM posts_post WHERE zone_id BETWEEN ? AND ?)"
# A post above the scope may own a zone inside it: its seat and holders are read as well. Above
# the city there is none, and the whole city need not look.
_CONCERNED = (
    " IN (SELECT id FROM posts_post WHERE zone_id BETWEEN ? AND ?"
    " UNION SELECT post_id FROM posts_responsibility WHERE zone_id BETWEEN ? AND ?"
    " UNION SELECT deputy_id FROM posts_responsibility WHERE zone_id BETWEEN ? AND ?"
    " AND deputy_id IS NOT NULL)"
)
_SEATS = "SELECT id, zone_id, valid_from, valid_to, work_phone<>'' FROM posts_post WHERE id"
_TENURES = (
    "SELECT a.post_id, a.kind, a.starts_at, a.ends_at, a.acknowledged_at, p.work_phone<>'',"
    " a.confirmed_at FROM posts_appointment a JOIN posts_person p ON p.id=a.person_id"
    " WHERE a.confirmed_at IS NOT NULL AND a.confirmed_at<=? AND a.starts_at<=?"
    " AND (a.ends_at IS NULL OR a.ends_at>?) AND a.post_id"
)

_BOUNDARIES = (
    ("territory_zone", "valid_from"),
    ("territory_zone", "valid_to"),
    ("posts_post", "valid_from"),
    ("posts_post", "valid_to"),
    ("posts_responsibility", "starts_at"),
    ("posts_responsibility", "ends_at"),
    ("posts_appointment", "starts_at"),
    ("posts_appointment", "ends_at"),
    ("posts_appointment", "confirmed_at"),
    ("posts_appointment", "acknowledged_at"),
)
_EACH = ", ".join(
    f"(SELECT min({column}) FROM {table} WHERE {column}>?)"  # noqa: S608  (names are the code's own)
    for table, column in _BOUNDARIES
)
_NEXT = f"SELECT {_EACH}"


def register_at(*, at: datetime, scope: ZoneRange) -> Register:
    """Read everything the detector looks at for a scope."""
    session, instant, known = Session(), micros(at), _Instants()
    reach = (scope.lo, scope.hi)
    whole = scope.hi - scope.lo >= CITY_CHAIN_STEP - 1
    posts, over = (_WITHIN, reach) if whole else (_CONCERNED, reach * 3)
    zones = session.all(_ZONES, (*reach, instant, instant))
    claims = session.all(_CLAIMS, (*reach, instant, instant))
    seats = session.all(_SEATS + posts, over)
    tenures = session.all(_TENURES + posts, (instant, instant, instant, *over))
    return Register(
        zones=[(code, LEVELS[level]) for code, level in zones],
        required=[(function, LEVELS[level]) for function, level in session.all(_RULES)],
        claims=[
            Claim(function, zone, post, deputy, known[starts], known.get(ends))
            for function, zone, post, deputy, starts, ends in claims
        ],
        seats=[
            Seat(post, zone, known.get(starts) or ALWAYS, known.get(ends), bool(phone))
            for post, zone, starts, ends, phone in seats
        ],
        tenures=[
            Tenure(
                *(post, kind, known[starts], known.get(ends), known.get(seen), bool(phone)),
                known.get(confirmed),
            )
            for post, kind, starts, ends, seen, phone, confirmed in tenures
        ],
    )


class _Instants(dict[int, datetime]):
    """Instants by their stored number; a register has few different ones and says them often."""

    def __missing__(self, value: int) -> datetime:
        found = self[value] = instant_of(value)
        return found

    def get(self, value: int | None, _: None = None) -> datetime | None:  # type: ignore[override]
        """Return the instant of a stored number, None for none."""
        return None if value is None else self[value]


def gaps(*, at: datetime, scope: ZoneRange) -> GapReport:
    """Return what the gap detector finds in a scope at an instant, worked out anew."""
    return find_gaps(register_at(at=at, scope=scope), at=at)


@dataclass(frozen=True, slots=True)
class _Known:
    """A report, what the ledger had come to, and from when until when the report holds."""

    report: GapReport
    mark: Mark
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


_known: OrderedDict[ZoneRange, _Known] = OrderedDict()
_lock = Lock()


def gaps_kept(*, at: datetime, scope: ZoneRange) -> GapReport:
    """Return the same, kept until the register changes or somebody's term begins or ends.

    Whether it changed is asked of the ledger each time: nothing stale is served.
    """
    session = Session()
    known = _known.get(scope)
    after = since(session, known.mark) if known else None
    if known is None or after is None or after.concerns(*OWN) or not known.holds(at):
        mark = mark_now(session)
        known = _Known(gaps(at=at, scope=scope), mark, at, _next_change(session, at))
    else:
        known = replace(known, mark=after.mark)
    with _lock:
        _known[scope] = known
        _known.move_to_end(scope)
        while len(_known) > MOST_KEPT:
            _known.popitem(last=False)
    return replace(known.report, at=at)


def _next_change(session: Session, at: datetime) -> datetime | None:
    """Return the next instant at which something known today begins or ends by itself."""
    instant = micros(at)
    row = session.one(_NEXT, [instant] * len(_BOUNDARIES))
    listed = [value for value in row or () if value is not None]
    return instant_of(min(listed)) if listed else None
