"""What of the measures the meeting has to look at."""

from collections.abc import Collection
from datetime import datetime

from bihuan.features.measures import api
from bihuan.features.measures.nightly.facts import active_in, known_in
from bihuan.features.territory import api as territory
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import AgendaFact, AgendaKind, NightlyContext, Words

RENEWAL = ("，已申请延续", ", renewal asked")
PROPOSED = ("，建议提前解除", ", earlier lifting proposed")


def agenda(context: NightlyContext) -> list[AgendaFact]:
    """Put what ends soon on the agenda, and what somebody proposes to lift earlier."""
    known, until = known_in(context), context.window.until
    wished = [one for one in active_in(context) if _lifting_proposed(one, until)]
    ending = api.expiring(known, until)
    renewing = dict.fromkeys(api.renewed(known), RENEWAL)
    said = {one.id: renewing.get(one.id, ("", "")) for one in ending}
    # A proposal is decided before what ends by itself.
    said |= {one.id: PROPOSED for one in wished}
    listed = {one.id: one for one in (*ending, *wished)}
    where = _where(listed.values())
    return [_item(one, until, where[one.id], said[one.id]) for one in listed.values()]


def _where(listed: Collection[api.MeasureFacts]) -> dict[str, Words]:
    """Name the first zone or place of each scope, and how many more there are."""
    zones = {zone.lo for one in listed for zone in one.around.covered.whole}
    names = territory.names(zones)
    found = {}
    for one in listed:
        covered = one.around.covered
        parts = [
            Words(names[zone.lo].zh, names[zone.lo].en or names[zone.lo].zh)
            for zone in covered.whole
        ]
        parts += [Words(place.zh, place.en or place.zh) for place in covered.places]
        more = (f"等{len(parts)}处", f" and {len(parts) - 1} more") if len(parts) > 1 else ("", "")
        first = parts[0] if parts else Words("", "")
        found[one.id] = Words(f"{first.zh}{more[0]}", f"{first.en}{more[1]}")
    return found


def _lifting_proposed(one: api.MeasureFacts, until: datetime) -> bool:
    return one.lift_proposed_at is not None and one.lift_proposed_at <= until


def _item(
    one: api.MeasureFacts, until: datetime, where: Words, more: tuple[str, str]
) -> AgendaFact:
    names, ends = api.catalogue().types[one.code].names, (one.ends_at or until).astimezone(LOCAL)
    title = Words(
        f"{one.code} {names.zh} {where.zh} {ends:%m-%d %H:%M} 到期{more[0]}",
        f"{one.code} {names.en}, {where.en}, ends {ends:%m-%d %H:%M}{more[1]}",
    )
    weight = 2 if more == PROPOSED else 1
    return AgendaFact(AgendaKind.MEASURE, one.id, title, weight=weight, link=f"/measures/{one.id}")
