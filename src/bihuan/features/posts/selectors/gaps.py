"""The gap report of a scope: four set-based reads, then the pure detector."""

from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.responsibility import (
    Claim,
    GapReport,
    Register,
    Seat,
    Tenure,
    find_gaps,
)
from bihuan.domain.zones import Level, ZoneRange
from bihuan.platform.db.dialects import Session

ALWAYS = instant_of(0)

_ZONES = (
    "SELECT id, level FROM territory_zone WHERE id BETWEEN ? AND ?"
    " AND (valid_from IS NULL OR valid_from<=?) AND (valid_to IS NULL OR valid_to>?)"
)
_RULES = "SELECT function, level FROM posts_responsibility_rule"
_CLAIMS = (
    "SELECT function, zone_id, post_id, deputy_id, starts_at, ends_at FROM posts_responsibility"
    " WHERE zone_id BETWEEN ? AND ? AND starts_at<=? AND (ends_at IS NULL OR ends_at>?)"
)
# A post outside the scope may own a zone inside it: its seat and holders are read as well.
_CONCERNED = (
    " IN (SELECT id FROM posts_post WHERE zone_id BETWEEN ? AND ?"
    " UNION SELECT post_id FROM posts_responsibility WHERE zone_id BETWEEN ? AND ?"
    " UNION SELECT deputy_id FROM posts_responsibility WHERE zone_id BETWEEN ? AND ?"
    " AND deputy_id IS NOT NULL)"
)
_SEATS = "".join(
    (
        "SELECT id, zone_id, valid_from, valid_to, work_phone<>'' FROM posts_post WHERE id",
        _CONCERNED,
    )
)
_TENURES = "".join(
    (
        "SELECT a.post_id, a.kind, a.starts_at, a.ends_at, a.acknowledged_at, p.work_phone<>''",
        " FROM posts_appointment a JOIN posts_person p ON p.id=a.person_id",
        " WHERE a.confirmed_at IS NOT NULL AND a.confirmed_at<=? AND a.starts_at<=?",
        " AND (a.ends_at IS NULL OR a.ends_at>?) AND a.post_id",
        _CONCERNED,
    )
)


def register_at(*, at: datetime, scope: ZoneRange) -> Register:
    """Read everything the detector looks at for a scope."""
    session, instant = Session(), micros(at)
    reach = (scope.lo, scope.hi)
    zones = session.all(_ZONES, (*reach, instant, instant))
    return Register(
        zones=[(code, Level(level)) for code, level in zones],
        required=[(function, Level(level)) for function, level in session.all(_RULES)],
        claims=[
            Claim(function, zone, post, deputy, instant_of(starts), _instant(ends))
            for function, zone, post, deputy, starts, ends in session.all(
                _CLAIMS, (*reach, instant, instant)
            )
        ],
        seats=[
            Seat(post, zone, _instant(starts) or ALWAYS, _instant(ends), bool(phone))
            for post, zone, starts, ends, phone in session.all(_SEATS, reach * 3)
        ],
        tenures=[
            Tenure(post, kind, instant_of(starts), _instant(ends), _instant(seen), bool(phone))
            for post, kind, starts, ends, seen, phone in session.all(
                _TENURES, (instant, instant, instant, *reach * 3)
            )
        ],
    )


def gaps(*, at: datetime, scope: ZoneRange) -> GapReport:
    """Return what the gap detector finds in a scope at an instant."""
    return find_gaps(register_at(at=at, scope=scope), at=at)


def _instant(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
