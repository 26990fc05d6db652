"""Testing and isolation arithmetic from counted inputs: need, have, and the honest hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bihuan.domain.surveillance.capacity import Item
from bihuan.features.surveillance.models import CapacityCount

STANDARDS = (20, 40, 60)
WANTED_HOURS = 24
POOLS = (5, 10, 20)
STAFF_ROOMS = 50
PER_10K = 10_000
HOURS_A_DAY = 24
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Gap:
    """One need against what there is: needed, have, short, and what aid would still leave."""

    needed: int
    have: int
    aid: int = 0

    @property
    def short(self) -> int:
        """What is missing."""
        return max(0, self.needed - self.have)

    @property
    def short_with_aid(self) -> int:
        """What is missing with mutual aid."""
        return max(0, self.needed - self.have - self.aid)


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """One pool size at tonight's share of positives: tubes, retests, laboratory days."""

    size: int
    tubes: int
    retests: int
    hours: float | None

    @property
    def tests(self) -> int:
        """Tubes and retests together."""
        return self.tubes + self.retests


@dataclass(frozen=True, slots=True)
class Testing:
    """The arithmetic of a sampling campaign."""

    samplers_needed: int
    samplers: Gap | None
    sites: tuple[int, int]
    sites_have: int | None
    pools: tuple[PoolChoice, ...]
    chosen: PoolChoice | None
    best_pool: int
    utilisation: float | None
    steep: bool
    turnaround: tuple[float, float] | None
    tubes: Gap | None
    completion: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Isolation:
    """The reserve of rooms against the standards, and what is ready by 24, 48 and 72 hours."""

    per_10k: float
    standards: tuple[tuple[int, Gap], ...]
    readiness: tuple[tuple[int, Gap], ...]


class Entry(NamedTuple):
    """The newest count of an item: how many, the day it is of, and who reported it, "" unsaid."""

    value: int
    day: str
    source: str


def entries_of(*, incident: int, zone: int, day: str) -> Mapping[Item, Entry]:
    """Return the newest entry of each item up to a day."""
    found = CapacityCount.objects.filter(incident=incident, zone=zone, day__lte=day)
    rows = found.order_by("day").values_list("item", "value", "day", "source")
    return {Item(item): Entry(value, of, source) for item, value, of, source in rows}


def inputs_of(
    *, incident: int, zone: int, day: str
) -> tuple[Mapping[Item, int], Mapping[Item, str]]:
    """Return the newest value of each item up to a day, and the day it is of."""
    found = entries_of(incident=incident, zone=zone, day=day)
    values = {item: one.value for item, one in found.items()}
    return values, {item: one.day for item, one in found.items()}


def input_sources(*, incident: int, zone: int, day: str) -> Mapping[Item, str]:
    """Return where the newest value of each item up to a day was reported, if anybody said."""
    found = entries_of(incident=incident, zone=zone, day=day)
    return {item: one.source for item, one in found.items()}


def testing_of(values: Mapping[Item, int]) -> Testing | None:
    """Return the testing arithmetic; None before the people of the area are known."""
    from bihuan.science.capacity import CampaignRules, campaign_need
    from bihuan.science.pooling import best_pool

    people = values.get(Item.PEOPLE)
    if not people:
        return None
    prevalence = min(1.0, values.get(Item.POSITIVE_PER_10K, 0) / PER_10K)
    pool = max(1, values.get(Item.POOL, 10))
    need = campaign_need(people, prevalence, CampaignRules(pool=pool))
    choices = tuple(_choice(people, prevalence, size, values) for size in sorted({*POOLS, pool}))
    chosen = next(one for one in choices if one.size == pool)
    samplers, aid = values.get(Item.SAMPLERS), values.get(Item.AID_SAMPLERS, 0)
    daily = values.get(Item.TUBES_PER_DAY)
    utilisation, steep, turnaround = _laboratory(values, chosen.tests)
    sampled = values.get(Item.SAMPLED)
    return Testing(
        samplers_needed=need.samplers,
        samplers=None if samplers is None else Gap(need.samplers, samplers, aid),
        sites=need.sites,
        sites_have=values.get(Item.SITES),
        pools=choices,
        chosen=chosen,
        best_pool=best_pool(prevalence, POOLS),
        utilisation=utilisation,
        steep=steep,
        turnaround=turnaround,
        tubes=None if daily is None
        else Gap(chosen.tests, daily, values.get(Item.AID_TUBES_PER_DAY, 0)),
        completion=None if sampled is None else (sampled, people),
    )  # fmt: skip


def _choice(people: int, prevalence: float, size: int, values: Mapping[Item, int]) -> PoolChoice:
    from bihuan.science.capacity import CampaignRules, campaign_need, honest_hours

    need = campaign_need(people, prevalence, CampaignRules(pool=size))
    daily = values.get(Item.TUBES_PER_DAY)
    hours = None
    if daily is not None:
        found = honest_hours(need.tubes + need.retests, daily / HOURS_A_DAY, WANTED_HOURS).hours
        hours = float("inf") if found is None else found
    return PoolChoice(size, need.tubes, need.retests, hours)


def _laboratory(
    values: Mapping[Item, int], tests: int
) -> tuple[float | None, bool, tuple[float, float] | None]:
    """Return utilisation, whether turnaround grows without limit, and its median and P90 hours."""
    from bihuan.science.queues import STEEP_UTILISATION, turnaround_quantiles

    daily = values.get(Item.TUBES_PER_DAY)
    if not daily:
        return None, False, None
    utilisation = tests / daily
    lines, run = values.get(Item.LABORATORY_LINES), values.get(Item.RUN_MINUTES)
    turnaround = None
    if lines and run:
        fixed = (run + values.get(Item.TRANSPORT_MINUTES, 0)) / MINUTES
        batches = daily * run / (HOURS_A_DAY * MINUTES * lines)
        arrivals = tests / HOURS_A_DAY / max(batches, 1.0)
        middle, high = turnaround_quantiles(arrivals, MINUTES / run, lines, fixed=fixed)
        turnaround = (middle, high)
    return utilisation, utilisation > STEEP_UTILISATION, turnaround


def isolation_of(values: Mapping[Item, int], residents: int | None) -> Isolation | None:
    """Return the arithmetic of rooms; None without rooms or residents."""
    from bihuan.science.capacity import readiness, rooms_reserve

    rooms = values.get(Item.ROOMS)
    if rooms is None or not residents:
        return None
    aid = values.get(Item.AID_ROOMS, 0)
    reserve = rooms_reserve(rooms, residents, STANDARDS)
    ready = (values.get(Item.ROOMS_24H), values.get(Item.ROOMS_48H), values.get(Item.ROOMS_72H))
    due = readiness(reserve.needed[-1], ()).due
    return Isolation(
        reserve.per_10k,
        tuple(
            (standard, Gap(need, rooms, aid))
            for standard, need in zip(STANDARDS, reserve.needed, strict=True)
        ),
        tuple(
            (hours, Gap(want, have, aid))
            for hours, want, have in zip((24, 48, 72), due, ready, strict=True)
            if have is not None
        ),
    )
