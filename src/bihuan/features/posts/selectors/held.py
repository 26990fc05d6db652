"""Which posts a person holds: asked at every request."""

from collections.abc import Sequence
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.policy.actor import Actor
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.territory.api import CHANGES, carried
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

_SQL = (
    "SELECT p.id, a.person_id, p.organisation_id, p.role, p.level, p.zone_id, p.title_zh,"  # noqa: S608
    f" p.title_en, o.name_zh, o.name_en, max(a.starts_at), {CHANGES} FROM posts_appointment a"
    " JOIN posts_post p ON p.id=a.post_id JOIN posts_organisation o ON o.id=p.organisation_id"
    " JOIN (SELECT ? AS at) t WHERE a.person_id=? AND a.confirmed_at IS NOT NULL"
    " AND a.confirmed_at<=t.at AND a.starts_at<=t.at AND (a.ends_at IS NULL OR a.ends_at>t.at)"
    " AND (p.valid_from IS NULL OR p.valid_from<=t.at)"
    " AND (p.valid_to IS NULL OR p.valid_to>t.at)"
    " GROUP BY p.id ORDER BY p.level, p.id"
)
REACHED = "max(?, coalesce((SELECT max(wall_at) FROM ledger_head), 0))"
"""How far time has come: where the clock stands, or the record when the clock was set back."""
_SQL_NOW = _SQL.replace("SELECT ? AS at", f"SELECT {REACHED} AS at")


def posts_held(person: int, at: datetime) -> Sequence[ActingPost]:
    """Return the posts a person holds at an instant, highest level first, with one query.

    Only confirmed appointments count, as holder, deputy or acting.
    """
    rows = Session().all(_SQL, (micros(at), person))
    return [_acting(row) for row in rows]


def posts_held_now(person: int, at: datetime) -> Sequence[ActingPost]:
    """Return the posts a person may act for, whatever happened to the clock.

    One that was set back gives no lost post back, and takes none away that was given since.
    """
    rows = Session().all(_SQL_NOW, (micros(at), person))
    return [_acting(row) for row in rows]


def acting_post(*, post: int, person: int, at: datetime) -> ActingPost | None:
    """Return a person acting for one post, or None when he does not hold it."""
    return next((one for one in posts_held(person, at) if one.post == post), None)


def _acting(row: tuple) -> ActingPost:  # type: ignore[type-arg]
    post, person, unit, role, level, zone, zh, en, unit_zh, unit_en, since, changes = row
    reach, ground = range_of(zone), carried(changes).ground(zone)
    moved = ground if ground.moved else None
    actor = Actor(post, person, unit, Role(role), Level(level), reach.lo, reach.hi, moved)
    return ActingPost(actor, zh, en, unit_zh, unit_en, instant_of(since), changes)
