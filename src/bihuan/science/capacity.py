"""Testing and isolation arithmetic: what is needed, what there is, and the honest hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bihuan.science.pooling import dorfman

_PER_10K = 10_000.0


@dataclass(frozen=True, slots=True)
class CampaignRules:
    """Planning figures of a sampling campaign, from the profile or the city's plan.

    Parameters
    ----------
    people_per_sampler
        Residents one sampler serves in the campaign.
    people_per_site
        Residents a site serves: the most, and the least (few sites, many sites).
    pool
        Samples in a tube.
    """

    people_per_sampler: float = 360.0
    people_per_site: tuple[float, float] = (3_000.0, 2_000.0)
    pool: int = 10


@dataclass(frozen=True, slots=True)
class CampaignNeed:
    """What a campaign needs.

    Parameters
    ----------
    samplers
        People who take samples.
    sites
        Fewest and most sites.
    tubes
        Pooled tubes.
    retests
        Single tests of the people in positive pools, expected.
    """

    samplers: int
    sites: tuple[int, int]
    tubes: int
    retests: int


def campaign_need(people: int, prevalence: float, rules: CampaignRules) -> CampaignNeed:
    """Return samplers, sites, tubes and retests for a number of people, each rounded up."""
    if people < 0:
        raise ValueError("Expected a number of people that is not negative.")
    pooling = dorfman(prevalence, rules.pool)
    retests = people * pooling.p_pool_positive if rules.pool > 1 else 0.0
    most, least = rules.people_per_site
    return CampaignNeed(
        samplers=ceil(people / rules.people_per_sampler),
        sites=(ceil(people / most), ceil(people / least)),
        tubes=ceil(people / rules.pool),
        retests=ceil(retests),
    )


@dataclass(frozen=True, slots=True)
class HonestHours:
    """How long the work takes with what there is.

    Parameters
    ----------
    hours
        Hours to finish; None when there is no capacity at all.
    shortfall_per_hour
        Capacity missing to finish in the hours wanted; 0 when it suffices.
    """

    hours: float | None
    shortfall_per_hour: float


def honest_hours(work: float, capacity_per_hour: float, wanted_hours: float) -> HonestHours:
    """Return the hours that ``work`` really takes, and what is missing for the hours wanted."""
    if work < 0.0 or capacity_per_hour < 0.0 or wanted_hours <= 0.0:
        raise ValueError("Expected work and capacity not below 0 and hours above 0.")
    missing = max(0.0, work / wanted_hours - capacity_per_hour)
    if work == 0.0:
        return HonestHours(0.0, 0.0)
    return HonestHours(work / capacity_per_hour if capacity_per_hour else None, missing)


def completion_share(sampled: int, residents: int) -> float | None:
    """Return people sampled over people of the delimited area; None without people."""
    return sampled / residents if residents > 0 else None


@dataclass(frozen=True, slots=True)
class RoomsReserve:
    """Isolation rooms against a reserve standard.

    Parameters
    ----------
    needed
        Rooms of each standard, in its order.
    short
        Rooms missing to each standard.
    per_10k
        Rooms per 10,000 residents.
    """

    needed: tuple[int, ...]
    short: tuple[int, ...]
    per_10k: float


def rooms_reserve(
    rooms: int, residents: int, standards: Sequence[float] = (20.0, 40.0, 60.0)
) -> RoomsReserve:
    """Return the reserve against standards in rooms per 10,000 residents."""
    if residents <= 0 or rooms < 0:
        raise ValueError("Expected residents above 0 and rooms not below 0.")
    needed = tuple(int(residents * rate / _PER_10K + 0.5) for rate in standards)
    short = tuple(max(0, need - rooms) for need in needed)
    return RoomsReserve(needed, short, rooms * _PER_10K / residents)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Rooms ready by each hour against the share of the reserve due by then."""

    hours: tuple[int, ...]
    due: tuple[int, ...]
    ready: tuple[int, ...]
    short: tuple[int, ...]


READINESS_HOURS = (24, 48, 72)
READINESS_SHARES = (1.0 / 3.0, 0.5, 1.0)


def readiness(
    reserve: int,
    rooms_by_activation_hours: Sequence[tuple[int, float]],
    shares: Sequence[float] = READINESS_SHARES,
    hours: Sequence[int] = READINESS_HOURS,
) -> Readiness:
    """Return what is ready after 24, 48 and 72 hours.

    Parameters
    ----------
    reserve
        Rooms that must be ready in the end.
    rooms_by_activation_hours
        Pairs (rooms, hours until they can take people) of every facility.
    shares, hours
        Share of the reserve due by each hour.
    """
    due = tuple(ceil(reserve * share - 1e-9) for share in shares)
    ready = tuple(
        sum(rooms for rooms, needed in rooms_by_activation_hours if needed <= hour)
        for hour in hours
    )
    short = tuple(max(0, want - have) for want, have in zip(due, ready, strict=True))
    return Readiness(tuple(hours), due, ready, short)
