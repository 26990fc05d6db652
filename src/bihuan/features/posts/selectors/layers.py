"""What posts add to the pages of the territory: people who answer, and unowned zones."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import ZoneRange, ancestors_of
from bihuan.features.posts.labels import FUNCTIONS
from bihuan.features.posts.permissions import can_act
from bihuan.features.posts.selectors.duty_book import (
    ClaimView,
    claims_on,
    required_functions,
    staffed,
)
from bihuan.features.posts.selectors.gaps import gaps_kept
from bihuan.features.territory.api import Layer, Moment, Panel, PlaceView, ZoneView
from bihuan.platform.auth import ActingPost


def unowned_zones(zones: Sequence[ZoneView], moment: Moment) -> dict[int, int | None]:
    """Return how many unowned duties lie in each zone's subtree."""
    if not zones:
        return {}
    scope = ZoneRange(min(z.range.lo for z in zones), max(z.range.hi for z in zones))
    report = gaps_kept(at=moment.at, scope=scope)
    if report.nothing_required:
        return {}
    codes = [unowned.zone for unowned in report.unowned]
    return {
        zone.code: bisect_right(codes, zone.range.hi) - bisect_left(codes, zone.range.lo)
        for zone in zones
    }


UNOWNED = Layer("unowned", _("Unowned duties"), unowned_zones, zero_wanted=True)


def answering_panel(
    by: ActingPost,
    zone: ZoneView,
    moment: Moment,
    places: Sequence[PlaceView],  # noqa: ARG001  (every panel is given them)
) -> Panel:
    """Return the posts that answer in a zone, here or above, each with all it answers for."""
    at = moment.at
    nearest = _nearest(zone, at)
    numbers = {
        number
        for claim in nearest.values()
        for number in (claim.post, claim.deputy)
        if number is not None
    }
    posts = staffed(numbers, at=at)
    required = {name for name, level in required_functions() if level == zone.level}
    missing: list[tuple[str, Promise]] = []
    groups: dict[tuple[bool, int, int | None], list[Promise]] = {}
    for function, label in FUNCTIONS.items():
        own = nearest.get(function.value)
        if function.value in required and (own is None or own.zone != zone.code):
            missing.append((function.value, label))
        elif own is not None:
            key = (own.zone != zone.code, own.post, own.deputy)
            groups.setdefault(key, []).append(label)
    context = {
        "zone": zone,
        "missing": missing,
        "groups": [
            {
                "inherited": inherited,
                "staff": posts.get(post),
                "deputy": posts.get(deputy or 0),
                "labels": labels,
            }
            for (inherited, post, deputy), labels in sorted(
                groups.items(), key=lambda item: item[0][0]
            )
        ],
        "may_fix": can_act(by, Act.SET_RESPONSIBILITY, zone.code),
    }
    unowned = unowned_zones([zone], moment).get(zone.code)
    return Panel("posts/_answering.html", context, [(UNOWNED.label, unowned)])


def _nearest(zone: ZoneView, at: datetime) -> dict[str, ClaimView]:
    """Return the claim that counts for each function: the zone's own, else the next above."""
    nearest: dict[str, ClaimView] = {}
    for claim in claims_on((zone.code, *ancestors_of(zone.code)), at=at):
        stands = nearest.get(claim.function)
        if stands is None or claim.zone > stands.zone:
            nearest[claim.function] = claim
    return nearest
