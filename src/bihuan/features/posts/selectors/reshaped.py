"""What a change of boundaries does to posts and duties: said before it is made, done after it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bihuan.domain.boundaries import Succession
from bihuan.domain.duties import DutyFunction
from bihuan.domain.duties_carried import CarriedDuty, Owning, carry
from bihuan.domain.zones import Level, ancestors_of, level_of
from bihuan.features.posts.labels import FUNCTIONS
from bihuan.features.posts.selectors.duty_book import claims_on, staffed
from bihuan.features.posts.selectors.posts import posts_of, posts_with_zones
from bihuan.features.territory.api import Panel, Reshaping, names
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of duties and posts.

    Parameters
    ----------
    carried
        Every duty of the zones that go.
    homes
        Posts that move, each with the zone that carries its own on.
    left
        Posts that stay with a zone that ends.
    """

    carried: Sequence[CarriedDuty]
    homes: Mapping[int, int]
    left: Collection[int]


def effect_of(pairs: Sequence[Succession], gone: Collection[int], *, along: bool) -> Effect:
    """Work out what a change does.

    Parameters
    ----------
    pairs
        Old and new codes.
    gone
        The old codes that end; one that stays keeps its posts.
    along
        Whether the posts of the merged or split zones move along. Those of zones below always
        do: such a zone goes on as it was, under another code.
    """
    top = min((level_of(pair.old) for pair in pairs), default=Level.GRID)
    successors = {pair.old: pair.new for pair in pairs if pair.old in gone}
    ending = posts_with_zones(successors)
    moving = {
        post: successors[zone] for post, zone in ending.items() if along or level_of(zone) > top
    }
    codes = {code for pair in pairs for code in (pair.old, pair.new)}
    around = codes | {above for code in codes for above in ancestors_of(code)}
    owning = [
        Owning(one.zone, one.function, one.post, one.deputy, one.escalation)
        for one in claims_on(around, at=now())
    ]
    homes = {number: post.zone for number, post in posts_of({o.post for o in owning}).items()}
    carried = carry(pairs, owning, homes | moving)
    return Effect(carried, moving, ending.keys() - moving.keys())


def duties_after(by: ActingPost, change: Reshaping) -> Panel | None:  # noqa: ARG001
    """Say which posts answer after a change that is not made yet, and what stays open."""
    effect = effect_of(change.pairs, change.gone, along=change.along)
    zones = names({one.old for one in effect.carried})
    people = staffed({*effect.homes, *effect.left}, at=now())
    known = posts_of({one.after.post for one in effect.carried if one.after})
    lines: dict[tuple[int, int | None], list[object]] = {}
    for one in effect.carried:
        place = (one.old, one.after.post if one.after else None)
        lines.setdefault(place, []).append(FUNCTIONS[DutyFunction(one.before.function)])
    rows = [
        {
            "zone": zones.get(zone),
            "stays": zone not in change.gone,
            "post": known.get(post or 0),
            "labels": labels,
        }
        for (zone, post), labels in sorted(lines.items(), key=_open_first)
    ]
    left = sum(one.after is None for one in effect.carried)
    parts = [[people[one] for one in sorted(some)] for some in (effect.homes, effect.left)]
    context = {"rows": rows, "moved": parts[0], "ending": parts[1], "open": left}
    return Panel(_("Posts and duties"), "posts/_reshaped.html", context, count=len(effect.carried))


def _open_first(line: tuple[tuple[int, int | None], object]) -> tuple[bool, int, int]:
    (zone, post), _labels = line
    return post is not None, zone, post or 0
