"""What follows when boundaries change: duties go along with the zones that move."""

import json
from collections.abc import Mapping
from typing import Any

from bihuan.features.posts.api import (
    Assignment,
    DutyFunction,
    claims_on,
    set_responsibilities,
)
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.registry.subscriptions import on


@on("territory.zones_merged")
@on("territory.zones_split")
def carry_duties_over(payload: Mapping[str, Any], key: str) -> None:
    """Give each new zone the duties of the zone it succeeds, where nobody owns them yet.

    A post whose own zone does not contain the new one cannot take it: that stays a gap, for
    somebody to decide.
    """
    pairs = [(int(old), int(new)) for old, new in json.loads(payload["successions"])]
    claims = claims_on({code for pair in pairs for code in pair}, at=now())
    owned = {(claim.zone, claim.function) for claim in claims}
    wanted: dict[tuple[int, str], Assignment] = {}
    for old, new in pairs:
        for claim in claims:
            place = (new, claim.function)
            if claim.zone == old and place not in owned and place not in wanted:
                wanted[place] = Assignment(
                    DutyFunction(claim.function), new, claim.post, claim.deputy, claim.escalation
                )
    set_responsibilities(by=system_post(), assignments=list(wanted.values()), key=key)
