"""From tonight's facts to scenarios that differ in nothing but the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bihuan.domain.profiles import DiseaseProfile, Names
from bihuan.domain.profiles.epidemiology import Model
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.check import BY_OTHER_SECTION, NO_CONTACT_EFFECT, check
from bihuan.domain.scenarios.overlaps import once
from bihuan.domain.scenarios.scenario import (
    Capacity,
    Detection,
    PlannedMeasure,
    Scenario,
    Screening,
    Seeds,
)
from bihuan.domain.scenarios.tonight import Choice, InForce, PlanKind, Tonight, Where
from bihuan.domain.zones import range_of

SAMPLING, OBSERVATION = "M15", "M13"
MOST_CHOSEN = 3
# Assumed until a city measures its own; every answer lists them.
ADHERENCE = 0.8
SAMPLES_A_DAY = 360
POOL = 10
STRAIN = 2.0
ROOMS_PER_CASE = 3
STAY_DAYS = 7
DETECTION = Detection(0.2, 1, {"household": 0.9, "school": 0.5, "work": 0.5}, 1)


def plans_of(
    tonight: Tonight, choice: Choice, profile: DiseaseProfile, codes: Iterable[int]
) -> Mapping[PlanKind, Scenario] | Refusal:
    """Return the scenario of every plan, or why one of them may not be tried.

    Parameters
    ----------
    codes
        Codes of the communities in the territory that is simulated.
    """
    refusal = _why_not(tonight, choice, profile)
    if refusal is not None:
        return refusal
    known = tuple(sorted(codes))
    made = {}
    for kind in choice.plans:
        asked = _scenario(kind, tonight, choice, profile)
        made[kind] = replace(asked, measures=once(asked.measures, known))
    for scenario in made.values():
        for problem in check(scenario, profile, known):
            said = {name: str(value) for name, value in problem.params.items()}
            return Refusal(problem.code, said)
    return made


def _why_not(tonight: Tonight, choice: Choice, profile: DiseaseProfile) -> Refusal | None:
    if profile.epidemiology.model is not Model.RESPIRATORY_AGENTS:
        return Refusal("no_validated_model", {"profile": profile.reference})
    if not 0 < len(set(choice.kinds) - {PlanKind.LIFT}) <= MOST_CHOSEN:
        return Refusal("plans_to_compare", {"most": MOST_CHOSEN})
    if PlanKind.ANOTHER in choice.kinds and not choice.another:
        return Refusal("another_measure_missing")
    if choice.where is Where.FOUND and not inside(tonight.found, tonight):
        return Refusal("nothing_found_lately")
    return _why_not_smaller(tonight, choice) if PlanKind.SMALLER in choice.kinds else None


def _why_not_smaller(tonight: Tonight, choice: Choice) -> Refusal | None:
    standing = set(tonight.zones_in_force())
    if not choice.smaller:
        return Refusal("smaller_zones_missing")
    outside = [code for code in choice.smaller if not _lies_in(code, standing)]
    return Refusal("smaller_zone_without_measure", {"zone": outside[0]}) if outside else None


def _lies_in(code: int, zones: set[int]) -> bool:
    return any(range_of(one).covers(range_of(code)) for one in zones)


def modelled(tonight: Tonight, profile: DiseaseProfile) -> tuple[InForce, ...]:
    """Return the measures in force whose effect on contacts the profile gives."""
    effects = profile.epidemiology.effects
    return tuple(one for one in tonight.in_force if one.code in effects)


def not_modelled(tonight: Tonight, profile: DiseaseProfile) -> tuple[str, ...]:
    """Return the types in force that change nothing in the model, by code."""
    known = {one.code for one in modelled(tonight, profile)} | BY_OTHER_SECTION
    return tuple(sorted({one.code for one in tonight.in_force} - known))


def further_measures(profile: DiseaseProfile) -> list[tuple[str, str]]:
    """Return type and tier of every measure whose effect on contacts the profile gives."""
    apart = NO_CONTACT_EFFECT | BY_OTHER_SECTION
    return [
        (code, tier)
        for code, tiers in sorted(profile.epidemiology.effects.items())
        if code not in apart
        for tier in tiers
    ]


def _scenario(
    kind: PlanKind, tonight: Tonight, choice: Choice, profile: DiseaseProfile
) -> Scenario:
    lifted = kind is PlanKind.LIFT
    measures = [] if lifted else _renewed(kind, tonight, choice, profile)
    given = (choice.low_percent / 100, choice.high_percent / 100)
    return Scenario(
        names=Names(kind.value, kind.value),
        profile=profile.id,
        facts=tonight.circumstances,
        days=choice.days,
        residents=0,
        seeds=Seeds(choice.infections, _seeded(tonight, choice), 0.0),
        reproduction_number=given if choice.fit else None,
        vaccinated=0.0,
        measures=tuple(measures),
        screening=() if lifted else _screening(kind, tonight, choice),
        detection=DETECTION,
        capacity=_capacity(tonight, choice),
    )


def _renewed(
    kind: PlanKind, tonight: Tonight, choice: Choice, profile: DiseaseProfile
) -> list[PlannedMeasure]:
    """Return the measures in force, prolonged; in the smaller plan only where they are kept."""
    made = []
    for one in modelled(tonight, profile):
        zones = _kept(one.zones, choice.smaller) if kind is PlanKind.SMALLER else one.zones
        zones = inside(zones, tonight)
        until = min(one.days_left + choice.renew_days, choice.days)
        if zones and until > 0:
            tiers = profile.epidemiology.effects[one.code]
            tier = choice.tier if choice.tier in tiers else next(iter(tiers))
            made.append(PlannedMeasure(one.code, tier, zones, 0, until, ADHERENCE))
    if kind is PlanKind.ANOTHER:
        code, _, tier = choice.another.partition("/")
        until = min(choice.renew_days, choice.days)
        made.append(PlannedMeasure(code, tier, (tonight.zone,), 0, until, ADHERENCE))
    return made


def _seeded(tonight: Tonight, choice: Choice) -> tuple[int, ...]:
    """Return the zones in which the infected live; none means anywhere in the territory."""
    if choice.where is Where.FOUND:
        return inside(tonight.found, tonight)
    standing = inside(tonight.zones_in_force(), tonight)
    return standing if choice.where is Where.UNDER_MEASURES else ()


def _kept(zones: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Return the finer of both where they overlap."""
    found = set()
    for zone in zones:
        for code in wanted:
            if range_of(zone).covers(range_of(code)):
                found.add(code)
            elif range_of(code).covers(range_of(zone)):
                found.add(zone)
    return tuple(sorted(found))


def inside(zones: tuple[int, ...], tonight: Tonight) -> tuple[int, ...]:
    """Return the zones within the simulated territory; one around it becomes the territory."""
    found = {code for code in zones if tonight.scope.covers(range_of(code))}
    if any(range_of(code).covers(tonight.scope) for code in zones):
        found = {tonight.zone}
    return tuple(sorted(found))


def _screening(kind: PlanKind, tonight: Tonight, choice: Choice) -> tuple[Screening, ...]:
    standing = any(one.code == SAMPLING for one in tonight.in_force)
    samplers = (tonight.samplers or 0) if standing else 0
    if kind is PlanKind.SAMPLERS:
        samplers += choice.samplers
    if not samplers:
        return ()
    until = min(1 + choice.renew_days, choice.days)
    sites, tubes = sampled_with(tonight, choice)
    pool = tonight.pool or POOL
    return (
        Screening((tonight.zone,), 0, until, 1, samplers, SAMPLES_A_DAY, pool, tubes, 1, sites),
    )


def sampled_with(tonight: Tonight, choice: Choice) -> tuple[int | None, int | None]:
    """Return sites and tubes a day: as chosen, else as entered; None where nothing limits."""
    sites = tonight.sites if choice.sites is None else choice.sites
    return sites, tonight.tubes_per_day if choice.tubes is None else choice.tubes


def _capacity(tonight: Tonight, choice: Choice) -> Capacity:
    """Return rooms where observation is in force, and the beds that were said."""
    observed = any(one.code == OBSERVATION for one in tonight.in_force)
    rooms = (tonight.rooms or 0) if observed else 0
    return Capacity(rooms, ROOMS_PER_CASE if rooms else 0, STAY_DAYS, choice.beds, STRAIN)
