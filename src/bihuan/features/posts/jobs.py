"""What follows when boundaries change: duties, and posts where so chosen, go along."""

import json
from collections.abc import Mapping
from typing import Any

from bihuan.domain.boundaries import Succession
from bihuan.features.posts.api import (
    Assignment,
    DutyFunction,
    effect_of,
    move_posts,
    set_responsibilities,
)
from bihuan.features.territory.api import zone_codes
from bihuan.platform.auth import system_post
from bihuan.platform.registry.subscriptions import on


@on("territory.zones_merged")
@on("territory.zones_split")
def carry_duties_over(payload: Mapping[str, Any], key: str) -> None:
    """Give each new zone the duties of the zone it succeeds, where nobody owns them yet.

    A post that does not reach the new zone leaves it to the one around that answers for the same
    function; where there is none it stays a gap, which was said before the change.
    """
    pairs = [Succession(int(old), int(new)) for old, new in json.loads(payload["successions"])]
    gone, along = {pair.old for pair in pairs} - zone_codes(), bool(payload.get("along"))
    effect = effect_of(pairs, gone, along=along)
    if effect.homes:
        move_posts(by=system_post(), homes=effect.homes, key=f"{key}:posts")
    wanted = [
        Assignment(DutyFunction(one.function), one.zone, one.post, one.deputy, one.escalation)
        for carried in effect.carried
        if (one := carried.after) is not None
    ]
    set_responsibilities(by=system_post(), assignments=wanted, key=key)
