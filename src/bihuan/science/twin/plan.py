"""A plan in the twin's own words: effects on contacts, rounds of sampling, detection, imports."""

from dataclasses import dataclass, field

import numpy as np

from bihuan.science.twin.city import City
from bihuan.science.twin.kernel_course import numbers
from bihuan.science.twin.laboratory import Rounds, Sampling, sample
from bihuan.science.twin.layout import BINS, F64, I32, I64, U16, U32, Layer, Policy
from bihuan.science.twin.philox import TWO_32, Purpose, philox, words

FIRST_EFFECT_DRAW = 1000


@dataclass(frozen=True, slots=True)
class Effect:
    """What one measure does to contacts in some zones on some days.

    Parameters
    ----------
    number
        Number of measure and tier; plans that share it share the drawn multiplier.
    kind
        What it costs people: ``restriction``, ``school``, ``work``, ``place`` or empty.
    multipliers
        By layer, the range of the contact multiplier.
    zones
        Positions of the zones it covers.
    first_day, until
        First day, and first day without.
    adherence
        Share of people who keep to it; who they are is fixed by their propensity.
    """

    number: int
    kind: str
    multipliers: tuple[tuple[Layer, float, float], ...]
    zones: tuple[int, ...]
    first_day: int
    until: int
    adherence: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one plan changes; the name is what people read.

    ``laboratories`` holds the tubes a day of each; rounds name theirs by its place.
    """

    name: str
    days: int
    seeds: int
    seed_zones: tuple[int, ...] = ()
    imports_per_day: float = 0.0
    effects: tuple[Effect, ...] = ()
    rounds: tuple[Rounds, ...] = ()
    laboratories: tuple[int, ...] = ()
    vaccinated: float = 0.0
    care_per_day: float = 0.0
    delay_days: int = 1
    trace: tuple[tuple[Layer, float], ...] = ()
    trace_delay_days: int = 1
    rooms: int = 0
    rooms_per_case: int = 0
    stay_days: int = 0
    beds: int = 0
    strain: float = 0.0
    sensitivity: tuple[tuple[int, float, float], ...] = field(default=((0, 1.0, 1.0),))


def largest_multipliers(plans: tuple[Plan, ...]) -> F64:
    """Return the largest multiplier any of the plans may reach, by layer, shape (6,)."""
    out = np.ones(len(Layer))
    for plan in plans:
        reach = np.ones(len(Layer))
        for effect in plan.effects:
            for layer, _, high in effect.multipliers:
                reach[layer] *= max(1.0, high)
        out = np.maximum(out, reach)
    return out


def build_policy(city: City, plan: Plan, largest: F64, bands: int, key: tuple[int, int]) -> Policy:
    """Return the tables of a plan for one replicate; multipliers are drawn from their ranges."""
    group, groups = _groups(city, plan)
    period, starts = _periods(plan)
    accept = _accepted(plan, starts, group, groups, key)
    plain = (accept == 1.0).all(axis=(1, 2, 3)) & bool((largest == 1.0).all())
    accept /= largest[None, :, None, None]
    screen, delay = _screening(city, plan, group, groups)
    watched = bool(plan.care_per_day or plan.rounds or plan.trace)
    plain &= not watched
    return Policy(
        period=period,
        group=group,
        accept=accept,
        plain=plain.astype(np.uint8) * 2,
        vaccinated=np.full(bands, plan.vaccinated),
        watch=np.full(plan.days, int(watched), dtype=np.uint8),
        care=np.full((plan.days, groups), plan.care_per_day),
        screen=screen,
        result_delay=delay,
        sensitivity=_sensitivity(plan, key),
        trace=_traced(plan),
        rooms=np.full(plan.days, plan.rooms, dtype=np.int64),
        room_rule=np.array(
            (
                plan.rooms_per_case,
                plan.stay_days,
                plan.trace_delay_days,
                plan.strain,
                plan.delay_days,
            ),
            dtype=float,
        ),
        imports=_imports(plan, key),
        import_reach=_import_reach(city, plan),
    )


def _accepted(plan: Plan, starts: I64, group: U16, groups: int, key: tuple[int, int]) -> F64:
    """Return the share of contacts kept, by period, layer, group of zones and bin of people."""
    accept = np.ones((len(starts), len(Layer), groups, BINS))
    for effect in plan.effects:
        during = (starts >= effect.first_day) & (starts < effect.until)
        inside = np.unique(group[list(effect.zones)])
        covered = np.clip(effect.adherence * BINS - np.arange(BINS), 0.0, 1.0)
        for layer, low, high in effect.multipliers:
            m = low + _uniform(FIRST_EFFECT_DRAW + effect.number * 8 + layer, key) * (high - low)
            factor = 1.0 - covered * (1.0 - m)
            accept[np.ix_(np.flatnonzero(during), np.array([int(layer)]), inside)] *= factor
    return accept


def _traced(plan: Plan) -> F64:
    """Return the share of contacts that are traced, by layer."""
    trace = np.zeros(8)
    for layer, share in plan.trace:
        trace[layer] = share
    trace[Layer.TRAVEL] = trace[Layer.COMMUNITY]
    return trace


def _uniform(draw: int, key: tuple[int, int]) -> float:
    zero = np.uint64(0)
    counter = (np.uint64(draw), zero, np.uint64(Purpose.PARAMETER), zero)
    return float(philox(counter, (np.uint64(key[0]), np.uint64(key[1])))[0] + 0.5) / TWO_32


def _groups(city: City, plan: Plan) -> tuple[U16, int]:
    """Group the zones that every part of the plan treats alike."""
    parts = [e.zones for e in plan.effects] + [r.zones for r in plan.rounds]
    inside = np.zeros((max(1, len(parts)), len(city.zones.code)), dtype=bool)
    for row, zones in enumerate(parts):
        inside[row, list(zones)] = True
    _, group = np.unique(inside, axis=1, return_inverse=True)
    group = group.reshape(-1)
    return group.astype(np.uint16), int(group.max()) + 1


def _periods(plan: Plan) -> tuple[U16, I64]:
    """Return the period of each day and the first day of each period."""
    ends = {d for e in plan.effects for d in (e.first_day, e.until) if 0 < d < plan.days}
    starts = np.array(sorted({0} | ends), dtype=np.int64)
    at = np.searchsorted(starts, np.arange(plan.days), side="right") - 1
    return at.astype(np.uint16), starts


def _screening(city: City, plan: Plan, group: U16, groups: int) -> tuple[F64, U16]:
    """Return the share sampled and the days to a result, by day and group.

    Where rounds overlap, the days are the mean over those sampled, to the nearest, halves up.
    """
    screen, waited = np.zeros((plan.days, groups)), np.zeros((plan.days, groups))
    sampling = sampling_of(city, plan)
    for one in sampling.campaigns:
        inside = np.unique(group[list(one.rounds.zones)])
        for day in one.days:
            screen[day, inside] += one.share
            waited[day, inside] += one.share * sampling.delay(one, day)
    delay = np.floor(waited / np.where(screen > 0.0, screen, 1.0) + 0.5)
    # A result after the last day is nobody's, however late.
    return np.minimum(screen, 1.0), np.minimum(delay, plan.days).astype(np.uint16)


def sampling_of(city: City, plan: Plan) -> Sampling:
    """Return what the rounds of a plan take, and the queues of its laboratories.

    Retests are reckoned from the cases of the first day as if they stayed, and join the queue with
    their pools; how many the plan leaves infected is known only in a run.
    """
    residents = city.zones.residents
    seeded = np.zeros(len(residents), dtype=np.int64)
    home = list(plan.seed_zones) or slice(None)
    seeded[home] = residents[home]
    rounds = []
    for one in plan.rounds:
        people = int(residents[list(one.zones)].sum())
        cases = plan.seeds * seeded[list(one.zones)].sum() / seeded.sum()
        rounds.append((one, people, min(1.0, float(cases) / people) if people else 0.0))
    return sample(rounds, plan.laboratories, plan.days)


def _sensitivity(plan: Plan, key: tuple[int, int]) -> F64:
    u = _uniform(FIRST_EFFECT_DRAW - 1, key)
    days = [day for day, _, _ in plan.sensitivity]
    values = [low + u * (high - low) for _, low, high in plan.sensitivity]
    return np.interp(np.arange(days[-1] + 1), days, values)


def _imports(plan: Plan, key: tuple[int, int]) -> I32:
    """Return imported cases by day; the first cases come on day 0."""
    out = np.zeros(plan.days, dtype=np.int64)
    counters = np.zeros((plan.days, 4), dtype=np.uint64)
    counters[:, 0], counters[:, 1] = 0xFFFFFFFF, np.arange(plan.days)
    counters[:, 2] = int(Purpose.IMPORT)
    word = words(counters, np.array(key, dtype=np.uint64))[:, 0].astype(np.uint32)
    mean = np.full(plan.days, plan.imports_per_day)
    numbers(mean, word, plan.days, (np.zeros(plan.days), np.zeros(plan.days), out))
    out[0] += plan.seeds
    return out.astype(np.int32)


def _import_reach(city: City, plan: Plan) -> U32:
    """Return the ranges of persons among whom cases are imported."""
    if not plan.seed_zones:
        return np.array([[0, city.n]], dtype=np.uint32)
    return city.people.reach[0, list(plan.seed_zones)]
