"""What of the measures the meeting has to look at."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.nightly.facts import active_in, known_in
from bihuan.features.territory import api as territory
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import AgendaFact, AgendaKind, NightlyContext, Words

RENEWAL = ("，已申请延续", ", renewal asked")
PROPOSED = ("，建议提前解除", ", earlier lifting proposed")
AHEAD = timedelta(days=7)
"""So long before a profile runs out the meeting hears of it: two offices sign the next one."""
OTHERWISE = Words(
    "不改用有效方案的，限制性措施到期后不能延续。",
    "Without a profile in force, what restricts people lapses and is not renewed.",
)


def agenda(context: NightlyContext) -> list[AgendaFact]:
    """Put what ends soon on the agenda, what somebody proposes to lift earlier, and the profile."""
    known, until = known_in(context), context.window.until
    wished = [one for one in active_in(context) if _lifting_proposed(one, until)]
    ending = api.expiring(known, until)
    renewing = dict.fromkeys(api.renewed(known), RENEWAL)
    said = {one.id: renewing.get(one.id, ("", "")) for one in ending}
    # A proposal is decided before what ends by itself.
    said |= {one.id: PROPOSED for one in wished}
    listed = {one.id: one for one in (*ending, *wished)}
    where = _where(listed.values())
    items = [_item(one, until, where[one.id], said[one.id]) for one in listed.values()]
    return [*_profile(context), *items]


def _profile(context: NightlyContext) -> Iterator[AgendaFact]:
    """Yield the profile that a live incident is on, where it runs out within days or has."""
    view = incidents.incident(context.incident)
    day = context.window.until.astimezone(LOCAL).date()
    last = None if view is None else incidents.ran_out(view, day + AHEAD)
    if view is None or last is None:
        return
    profile = view.adoption.profile
    past = day > last
    title = Words(
        f"病种方案{profile.names.zh} {profile.reference} {'已于' if past else '将于'} {last} 到期",
        f"Disease profile {profile.names.en} {profile.reference},"
        f" {'ran out on' if past else 'valid until'} {last}",
    )
    yield AgendaFact(
        AgendaKind.GAP, f"profile:{profile.reference}", title, otherwise=OTHERWISE, weight=3,
        link="/setup/profiles",
    )  # fmt: skip


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
