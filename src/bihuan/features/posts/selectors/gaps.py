"""The gap report of a scope: four set-based reads, then the pure detector."""

from datetime import datetime
from functools import lru_cache

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
    "SELECT a.post_id, a.kind, a.starts_at, a.ends_at, a.acknowledged_at, p.work_phone<>''"
    " FROM posts_appointment a JOIN posts_person p ON p.id=a.person_id"
    " WHERE a.confirmed_at IS NOT NULL AND a.confirmed_at<=? AND a.starts_at<=?"
    " AND (a.ends_at IS NULL OR a.ends_at>?) AND a.post_id"
)


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
            Tenure(post, kind, known[starts], known.get(ends), known.get(seen), bool(phone))
            for post, kind, starts, ends, seen, phone in tenures
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
    """Return what the gap detector finds in a scope at an instant."""
    return find_gaps(register_at(at=at, scope=scope), at=at)


def gaps_once(*, at: datetime, scope: ZoneRange) -> GapReport:
    """Return the same, worked out once for as long as nothing at all is recorded meanwhile.

    For readers that ask for one instant several times, as the figures of a night do.
    """
    heads = Session().all("SELECT hash FROM ledger_head ORDER BY chain")
    return _gaps_of(at, scope, b"".join(bytes(row[0]) for row in heads))


@lru_cache(maxsize=4)
def _gaps_of(at: datetime, scope: ZoneRange, heads: bytes) -> GapReport:  # noqa: ARG001
    return gaps(at=at, scope=scope)
