"""Appeals as pages and figures see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from bihuan.domain.appeals import Hands, Ruling, Seat, code_from, code_hash, may_hear
from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ZoneRange, ancestors_of
from bihuan.features.measures import api as measures
from bihuan.features.posts import api as posts
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

TABLE = "safeguards_appeal"
COLUMNS = (
    "id", "version", "incident", "zone", "measure", "text", "hearing_post", "filed_at", "due_at",
    "ruling", "reason", "decided_at", "decided_post",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AppealView:
    """One appeal."""

    id: str
    version: int
    incident: int
    zone: int
    measure: str
    text: str
    hearing_post: int | None
    filed_at: datetime
    due_at: datetime
    ruling: str
    reason: str
    decided_at: datetime | None
    decided_post: int | None

    def open_at(self, at: datetime) -> bool:
        """Tell whether it waited for its result at an instant."""
        return self.filed_at <= at and (self.decided_at is None or self.decided_at > at)

    def late_at(self, at: datetime) -> bool:
        """Tell whether its result was overdue at an instant."""
        return self.open_at(at) and at > self.due_at


def _where(where: str, values: Sequence[Any]) -> list[AppealView]:
    rows = Session().all(
        f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {where}",  # noqa: S608
        tuple(values),
    )
    return [_view(row) for row in rows]


def _view(row: Sequence[Any]) -> AppealView:
    (identity, version, incident, zone, measure, text, hearing, filed, due, ruling, reason,
     decided, by) = row  # fmt: skip
    return AppealView(
        identity, version, incident, zone, measure, text, hearing, instant_of(filed),
        instant_of(due), ruling, reason, None if decided is None else instant_of(decided), by,
    )  # fmt: skip


def code_for(key: str) -> str:
    """Return the code of the appeal that is filed under a form's key.

    It follows from the key and the installation's secret, so that a form sent twice gives one
    code, and nothing but its hash is stored.
    """
    return code_from(salted_hmac("bihuan.appeal", key, algorithm="sha256").digest())


def appeal_of(identity: str) -> AppealView | None:
    """Return one appeal."""
    return next(iter(_where("id=?", (identity,))), None)


def granted_against(measure: str) -> bool:
    """Tell whether any appeal against a measure was granted."""
    return bool(_where("measure=? AND ruling=? LIMIT 1", (measure, Ruling.GRANTED.value)))


def appeal_by_code(code: str) -> AppealView | None:
    """Return the appeal that a code, already read, belongs to."""
    return next(iter(_where("code_hash=?", (code_hash(code),))), None)


def appeals_in(incident: int, scope: ZoneRange) -> list[AppealView]:
    """Return the appeals of an incident in a scope: open ones by due time, then the others."""
    order = "decided_at IS NOT NULL, due_at, id"
    where = f"incident=? AND zone BETWEEN ? AND ? ORDER BY {order}"
    return _where(where, (incident, scope.lo, scope.hi))


def hands_of(measure: measures.MeasureFacts) -> Hands:
    """Return whose hands a measure went through; deciding units are out as a whole."""
    deciding = {measure.decider_post, measure.approved_post} - {None}
    units = {one.unit for one in posts.posts_of(p for p in deciding if p).values()}
    hands = measures.hands_in(measure)
    return Hands(
        frozenset(post for post, _ in hands if post), frozenset(one for _, one in hands if one),
        frozenset(units), measure.decider_level or int(Level.CITY),
    )  # fmt: skip


def hearing_post_for(measure: measures.MeasureFacts) -> int | None:
    """Return the nearest government office that can hear: it had no part, nor all who hold it."""
    hands = hands_of(measure)
    for zone in (measure.zone, *ancestors_of(measure.zone)):
        for one in posts.posts_in(scope=ZoneRange(zone, zone), role=Role.GOVERNMENT_OFFICE):
            if any(may_hear(seat, hands) is None for seat in _seats(one)):
                return one.id
    return None


def _seats(post: posts.PostView) -> list[Seat]:
    """Return a post with each person who holds it; with nobody while it is vacant."""
    holders = posts.holders_in(Reader(Session()), post.id, now()) or (0,)
    return [Seat(post.id, person, post.unit, int(post.level)) for person in holders]


def overdue_appeals(*, incident: int, at: datetime) -> list[AppealView]:
    """Return the appeals whose time passed without a result, at most 100."""
    where = "incident=? AND decided_at IS NULL AND due_at<=? ORDER BY due_at LIMIT 100"
    return _where(where, (incident, micros(at)))


def appeals_to_hear(*, incident: int, post: int) -> list[AppealView]:
    """Return the appeals that wait for a post's result, due first, at most a dozen."""
    where = "incident=? AND decided_at IS NULL AND hearing_post=? ORDER BY due_at, id LIMIT 12"
    return _where(where, (incident, post))
