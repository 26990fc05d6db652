"""What a duty book leaves weak without leaving it open: shown after it was entered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.chain.canonical import micros
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.zones import ZoneRange
from bihuan.platform.db.dialects import Session

# A line outside and its area, or a mobile; the short numbers that everybody knows.
DIGITS = range(7, 16)
SHORT = re.compile(r"^(1[0-9]{2}|1[0-9]{4})$")
_DEPUTIES = (
    "SELECT count(*) FROM posts_responsibility r JOIN territory_zone z ON z.id=r.zone_id"
    " JOIN posts_responsibility_rule u ON u.function=r.function AND u.level=z.level"
    " WHERE u.deputy_role<>'' AND r.deputy_id IS NULL AND r.zone_id BETWEEN ? AND ?"
    " AND r.starts_at<=? AND (r.ends_at IS NULL OR r.ends_at>?) AND z.valid_to IS NULL"
)
_PHONES = (
    "SELECT work_phone FROM posts_post WHERE zone_id BETWEEN ? AND ? AND valid_to IS NULL"
    " AND work_phone<>'' UNION ALL SELECT p.work_phone FROM posts_person p"
    " JOIN posts_appointment a ON a.person_id=p.id AND a.ends_at IS NULL"
    " WHERE a.zone_id BETWEEN ? AND ? AND p.work_phone<>''"
)


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """Something that is not as it should be: how often, and where it is mended.

    ``act`` is what a post must be allowed to do to open the place; others are shown no way there.
    """

    label: Promise
    n: int
    href: str
    act: Act


Counted = Callable[[datetime, ZoneRange], WeakSpot]
_others: dict[str, Counted] = {}


def provide_weak_spot(name: str, counted: Counted) -> None:
    """Register what a feature counts besides, such as compounds without data of their gates."""
    _others[name] = counted


def weak_spots(*, by: Actor, at: datetime, scope: ZoneRange) -> list[WeakSpot]:
    """Return what is weak in a scope, each with its number, 0 too."""
    session, instant = Session(), micros(at)
    bare = session.one(_DEPUTIES, (scope.lo, scope.hi, instant, instant))
    phones = session.all(_PHONES, (scope.lo, scope.hi) * 2)
    wrong = sum(not well_formed(phone) for (phone,) in phones)
    found = [
        WeakSpot(_("Duties without a deputy"), bare[0] if bare else 0, "/duty", Act.VIEW_POSTS),
        WeakSpot(_("Telephones in a wrong form"), wrong, "/duty/book.xlsx", Act.EXPORT_DUTY_BOOK),
        *(counted(at, scope) for counted in _others.values()),
    ]
    return [one if can(one.act, by) else replace(one, href="") for one in found]


def well_formed(phone: str) -> bool:
    """Tell whether somebody could be called under a number."""
    digits = sum(sign.isdigit() for sign in phone)
    return digits in DIGITS or SHORT.match(phone) is not None
