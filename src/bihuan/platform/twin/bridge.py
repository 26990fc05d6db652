"""From a profile and a scenario to the numbers of the twin."""

from collections.abc import Iterator

import numpy as np

from bihuan.domain.profiles import Delay, DiseaseProfile, Range
from bihuan.domain.scenarios import PlannedMeasure, Scenario
from bihuan.domain.zones import range_of
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.disease import Band, Disease, Duration
from bihuan.science.twin.laboratory import NO_LIMIT, Rounds
from bihuan.science.twin.layout import Layer
from bihuan.science.twin.plan import Effect, Plan

KINDS = {"M08": "school", "M09": "work", "M07": "place"}
# As the catalogue has them, so that a plan and the nightly figure count the same people.
RESTRICTIONS = frozenset({"M10", "M11", "M12", "M14"})
TRAVEL_ONLY = frozenset({"M12"})
MOST_TIERS = 8
ONE = Range(1.0, 1.0, "assumed")
HALF = Range(0.2, 0.2, "assumed")


def disease_ends(
    profile: DiseaseProfile, reproduction_number: tuple[float, float] | None
) -> tuple[Disease, Disease]:
    """Return the two ends between which every replicate draws its disease."""
    return (
        _disease(profile, 0, reproduction_number),
        _disease(profile, 1, reproduction_number),
    )


def _disease(profile: DiseaseProfile, end: int, given: tuple[float, float] | None) -> Disease:
    e = profile.epidemiology
    if e.reproduction_number is None or e.dispersion_k is None:
        raise ValueError("Expected a profile of the agent model.")
    shares, history = e.shares, e.natural_history
    r = e.reproduction_number
    reduction = _at(shares.get("isolation_reduction", HALF), end)
    return Disease(
        latent=_duration(history["latent"], end),
        presymptomatic=_duration(history["presymptomatic"], end),
        symptomatic=_duration(history["symptomatic"], end),
        asymptomatic=_duration(history["asymptomatic"], end),
        bands=tuple(
            Band(
                b.ages[0],
                _at(b.susceptibility, end),
                _at(b.symptomatic, end),
                _at(b.hospital, end),
                _at(b.death, end),
            )
            for b in e.severity
        ),
        reproduction_number=given[end] if given else _at(r, end),
        household_attack=_at(shares.get("household_attack", HALF), end),
        dispersion=_at(e.dispersion_k, end),
        asymptomatic_infectiousness=_at(shares.get("asymptomatic_infectiousness", ONE), end),
        to_hospital=_duration(history.get("onset_to_hospital"), end, 5.0),
        hospital_stay=_duration(history.get("hospital_stay"), end, 10.0),
        vaccine_susceptibility=_at(shares.get("vaccine_susceptibility", ONE), end),
        isolated_at_home=1.0 - reduction,
    )


def _at(r: Range, end: int) -> float:
    return float(r.hi if end else r.lo)


def _duration(delay: Delay | None, end: int, default: float = 1.0) -> Duration:
    if delay is None:
        return Duration("fixed", default, 0.0)
    return Duration(delay.family.value, _at(delay.mean, end), _at(delay.sd, end))


def plan_of(scenario: Scenario, profile: DiseaseProfile, zones: ZoneTable) -> Plan:
    """Return the scenario in the twin's words; zones become positions in the table."""
    effects = [_effect(m, profile, zones, scenario.days) for m in scenario.measures]
    return Plan(
        name=scenario.names.en,
        days=scenario.days,
        seeds=scenario.seeds.cases,
        seed_zones=positions(scenario.seeds.zones, zones) if scenario.seeds.zones else (),
        imports_per_day=scenario.seeds.imports_per_day,
        effects=tuple(e for e in effects if e is not None),
        rounds=tuple(_rounds(scenario, zones)),
        laboratories=scenario.laboratories,
        vaccinated=scenario.vaccinated,
        care_per_day=scenario.detection.care_per_day,
        delay_days=scenario.detection.delay_days,
        trace=tuple((Layer[k.upper()], v) for k, v in scenario.detection.trace.items()),
        trace_delay_days=scenario.detection.trace_delay_days,
        rooms=scenario.capacity.rooms,
        rooms_per_case=scenario.capacity.rooms_per_case,
        stay_days=scenario.capacity.stay_days,
        beds=scenario.capacity.beds,
        strain=scenario.capacity.strain,
        sensitivity=tuple((day, r.lo, r.hi) for day, r in profile.epidemiology.test_sensitivity)
        or ((0, 1.0, 1.0),),
    )


def _rounds(scenario: Scenario, zones: ZoneTable) -> Iterator[Rounds]:
    """Yield the rounds, each with the place of its laboratory among the scenario's."""
    for one, laboratory in zip(scenario.screening, scenario.laboratory_of(), strict=True):
        yield Rounds(
            zones=positions(one.zones, zones),
            first_day=one.first_day,
            until=min(one.until, scenario.days),
            every=one.every,
            samples_per_day=one.samples_per_day,
            pool=one.pool,
            delay_days=one.delay_days,
            laboratory=NO_LIMIT if laboratory is None else laboratory,
            limit=one.limit.value,
        )


def _effect(
    measure: PlannedMeasure, profile: DiseaseProfile, zones: ZoneTable, days: int
) -> Effect | None:
    tiers = profile.epidemiology.effects.get(measure.code)
    if tiers is None:
        return None
    ranges = tiers[measure.tier]
    multipliers = []
    for name, r in ranges.items():
        layer = Layer[name.upper()]
        if layer is not Layer.COMMUNITY or measure.code not in TRAVEL_ONLY:
            multipliers.append((layer, r.lo, r.hi))
        if layer is Layer.COMMUNITY:
            multipliers.append((Layer.TRAVEL, r.lo, r.hi))
    kind = "restriction" if measure.code in RESTRICTIONS else KINDS.get(measure.code, "")
    return Effect(
        number=int(measure.code[1:]) * MOST_TIERS + sorted(tiers).index(measure.tier),
        kind=kind,
        multipliers=tuple(multipliers),
        zones=positions(measure.zones, zones),
        first_day=measure.first_day,
        until=min(measure.until, days),
        adherence=measure.adherence,
    )


def positions(codes: tuple[int, ...], zones: ZoneTable) -> tuple[int, ...]:
    """Return the positions of the communities below the given zones; all when none is given."""
    if not codes:
        return tuple(range(len(zones.code)))
    inside = np.zeros(len(zones.code), dtype=bool)
    for code in codes:
        span = range_of(code)
        inside |= (zones.code >= span.lo) & (zones.code <= span.hi)
    return tuple(int(i) for i in np.flatnonzero(inside))
