"""What posts add to the pages of the territory: people who answer, and unowned zones."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import ZoneRange, ancestors_of
from bihuan.features.posts.labels import FUNCTIONS
from bihuan.features.posts.permissions import can_act
from bihuan.features.posts.selectors.duty_book import ClaimView, answering
from bihuan.features.posts.selectors.gaps import gaps_kept
from bihuan.features.territory.api import Layer, Moment, Panel, Shown, ZoneView
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


def answering_panel(by: ActingPost, shown: Shown) -> Panel | None:
    """Return the posts that answer in a zone, here or above, each with all it answers for."""
    zone, at = shown.zone, shown.moment.at
    if not zone.in_force(at):
        return None  # whoever answered there answers for what carries it on, or for nothing
    claims, posts = answering((zone.code, *ancestors_of(zone.code)), at=at)
    # The report of all the reader answers for is kept: it serves every zone in it.
    report = gaps_kept(at=at, scope=by.scope)
    nearest = _nearest(claims)
    bare = {one.function for one in report.unowned if one.zone == zone.code}
    groups: dict[tuple[bool, int, int | None], list[Promise]] = {}
    for function, label in FUNCTIONS.items():
        own = nearest.get(function.value)
        if own is not None and function.value not in bare:
            key = (own.zone != zone.code, own.post, own.deputy)
            groups.setdefault(key, []).append(label)
    context: dict[str, Any] = {
        "zone": zone,
        "missing": [(name.value, label) for name, label in FUNCTIONS.items() if name.value in bare],
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
    below = sum(one.zone in zone.range for one in report.unowned)
    number = None if report.nothing_required else below
    zeros = [(UNOWNED.label, number)]
    lines = len(context["groups"]) + len(context["missing"])
    return Panel(_("People who answer"), "posts/_answering.html", context, zeros, lines)


def _nearest(claims: Iterable[ClaimView]) -> dict[str, ClaimView]:
    """Return the claim that counts for each function: the zone's own, else the next above."""
    nearest: dict[str, ClaimView] = {}
    for claim in claims:
        stands = nearest.get(claim.function)
        if stands is None or claim.zone > stands.zone:
            nearest[claim.function] = claim
    return nearest
