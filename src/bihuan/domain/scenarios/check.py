"""What no single field of a scenario can say: law, model, effects and zones."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from bihuan.domain.profiles import DiseaseProfile, Model, offer
from bihuan.domain.reading import Path, Problem
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.overlaps import twice
from bihuan.domain.scenarios.scenario import PlannedMeasure, Scenario
from bihuan.domain.zones import ZoneCodeError, range_of

NO_CONTACT_EFFECT = frozenset({"M03", "M16", "M17", "M18", "M19", "M20"})
BY_OTHER_SECTION = frozenset({"M13", "M15"})


def check(scenario: Scenario, profile: DiseaseProfile, codes: Iterable[int]) -> tuple[Problem, ...]:
    """Check a scenario against its profile and the communities of the city.

    Parameters
    ----------
    codes
        Codes of the communities that the twin knows.

    Returns
    -------
    tuple of Problem
        Empty when the scenario may run.
    """
    if profile.epidemiology.model is Model.NONE:
        return (Problem(("profile",), "no_validated_model", {"profile": profile.reference}),)
    known = tuple(sorted(codes))
    problems = [*_zones(("seeds",), scenario.seeds.zones, known)]
    for i, measure in enumerate(scenario.measures):
        problems += _zones(("measures", i), measure.zones, known)
        problems += _measure(("measures", i), measure, scenario, profile)
    problems += _twice(scenario, known)
    for i, round_ in enumerate(scenario.screening):
        problems += _zones(("screening", i), round_.zones, known)
        problems += _lawful(("screening", i), "M15", scenario, profile)
    if scenario.capacity.rooms > 0:
        problems += _lawful(("capacity", "rooms"), "M13", scenario, profile)
    if profile.epidemiology.model is Model.VECTOR_RENEWAL:
        problems += _beyond_renewal(scenario, profile, known)
    else:
        problems += _only_in_renewal(scenario)
    return tuple(problems)


def _twice(scenario: Scenario, known: tuple[int, ...]) -> Iterator[Problem]:
    for i, other, zone in twice(scenario.measures, known):
        params = {"measure": scenario.measures[i].code, "other": f"{other}", "zone": f"{zone}"}
        yield Problem(("measures", i), "measure_twice", params)


def _only_in_renewal(scenario: Scenario) -> Iterator[Problem]:
    for name in ("vector_index", "temperature"):
        if getattr(scenario, name) is not None:
            yield Problem((name,), "only_in_renewal")


def _beyond_renewal(
    scenario: Scenario, profile: DiseaseProfile, known: tuple[int, ...]
) -> Iterator[Problem]:
    """Yield what the renewal model has no place for: parts of the area, imports, vaccinated."""
    for i, measure in enumerate(scenario.measures):
        if measure.code in profile.epidemiology.effects and _in_part(measure.zones, known):
            yield Problem(("measures", i, "zones"), "campaign_in_part", {"measure": measure.code})
    if scenario.seeds.imports_per_day:
        yield Problem(("seeds", "imports_per_day"), "not_in_renewal")
    if scenario.vaccinated:
        yield Problem(("vaccinated",), "not_in_renewal")
    yield from _temperature(scenario.temperature, profile)


def _temperature(celsius: float | None, profile: DiseaseProfile) -> Iterator[Problem]:
    """Yield that the profile knows no extrinsic incubation at a temperature."""
    vector = profile.epidemiology.vector
    if celsius is None or vector is None:
        return
    known = [degrees for degrees, _ in vector.extrinsic_days_at_celsius]
    if not known:
        yield Problem(("temperature",), "no_temperatures", {"profile": profile.reference})
    elif not min(known) <= celsius <= max(known):
        params = {"got": f"{celsius:g}", "lo": f"{min(known):g}", "hi": f"{max(known):g}"}
        yield Problem(("temperature",), "temperature_unknown", params)


def _in_part(zones: tuple[int, ...], known: tuple[int, ...]) -> bool:
    try:
        spans = [range_of(code) for code in zones]
    except ZoneCodeError:
        return False  # told as such already
    return bool(spans) and not all(any(s.lo <= one <= s.hi for s in spans) for one in known)


def _zones(path: Path, zones: tuple[int, ...], known: tuple[int, ...]) -> list[Problem]:
    problems = []
    for i, code in enumerate(zones):
        try:
            span = range_of(code)
            at = bisect_left(known, span.lo)
            found = at < len(known) and known[at] <= span.hi
        except ZoneCodeError:
            found = False
        if not found:
            problems.append(Problem((*path, "zones", i), "zone_unknown", {"zone": code}))
    return problems


def _lawful(path: Path, code: str, scenario: Scenario, profile: DiseaseProfile) -> list[Problem]:
    answer = offer(profile, code, scenario.facts)
    return [Problem(path, answer.code, answer.params)] if isinstance(answer, Refusal) else []


def _measure(
    path: Path, measure: PlannedMeasure, scenario: Scenario, profile: DiseaseProfile
) -> list[Problem]:
    problems = _lawful((*path, "code"), measure.code, scenario, profile)
    if measure.code in BY_OTHER_SECTION:
        return [*problems, Problem((*path, "code"), "by_other_section", {"measure": measure.code})]
    if problems:
        return problems
    effects = profile.epidemiology.effects.get(measure.code)
    if effects is None and measure.code in NO_CONTACT_EFFECT:
        effects = {"": {}}
    if effects is None:
        return [Problem((*path, "code"), "no_known_effect", {"measure": measure.code})]
    if measure.tier not in effects:
        params = {"got": measure.tier, "choices": ", ".join(effects) or "—"}
        return [Problem((*path, "tier"), "not_a_choice", params)]
    return []
