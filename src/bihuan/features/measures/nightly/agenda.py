"""What of the measures the meeting has to look at."""

from datetime import datetime

from bihuan.features.measures import api
from bihuan.features.measures.nightly.facts import active_in, known_in
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import AgendaFact, AgendaKind, NightlyContext, Words

RENEWAL = ("，已申请延续", ", renewal asked")
PROPOSED = ("，建议提前解除", ", earlier lifting proposed")


def agenda(context: NightlyContext) -> list[AgendaFact]:
    """Put what ends soon on the agenda, and what somebody proposes to lift earlier."""
    known, until = known_in(context), context.window.until
    wished = [one for one in active_in(context) if _lifting_proposed(one, until)]
    renewing = dict.fromkeys(api.renewed(known), RENEWAL)
    items = {
        one.id: _item(one, until, renewing.get(one.id, ("", "")))
        for one in api.expiring(known, until)
    }
    # A proposal is decided before what ends by itself.
    items |= {one.id: _item(one, until, PROPOSED, weight=2) for one in wished}
    return list(items.values())


def _lifting_proposed(one: api.MeasureFacts, until: datetime) -> bool:
    return one.lift_proposed_at is not None and one.lift_proposed_at <= until


def _item(
    one: api.MeasureFacts, until: datetime, more: tuple[str, str], *, weight: int = 1
) -> AgendaFact:
    names, ends = api.catalogue().types[one.code].names, (one.ends_at or until).astimezone(LOCAL)
    title = Words(
        f"{one.code} {names.zh} {ends:%m-%d %H:%M} 到期{more[0]}",
        f"{one.code} {names.en} ends {ends:%m-%d %H:%M}{more[1]}",
    )
    return AgendaFact(AgendaKind.MEASURE, one.id, title, weight=weight, link=f"/measures/{one.id}")
