"""Plans against a vector-borne disease: a model without places tries them on the whole zone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bihuan.domain.profiles import DiseaseProfile, Model, Names
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.check import check
from bihuan.domain.scenarios.plans import ADHERENCE, inside, plans_of
from bihuan.domain.scenarios.scenario import (
    Capacity,
    Detection,
    PlannedMeasure,
    Scenario,
    Seeds,
)
from bihuan.domain.scenarios.tonight import Choice, PlanKind, Tonight
from bihuan.domain.zones import range_of

KINDS = (PlanKind.RENEW, PlanKind.ANOTHER, PlanKind.LIFT)


class Kept(NamedTuple):
    """A measure that goes on in a plan, from the first day until the first day without it.

    ``tier`` is None where the measure in force says none.
    """

    code: str
    tier: str | None
    zones: tuple[int, ...]
    until: int


def plans_to_try(
    tonight: Tonight, choice: Choice, profile: DiseaseProfile, codes: Iterable[int]
) -> Mapping[PlanKind, Scenario] | Refusal:
    """Return the scenario of every plan in the words of the profile's model, or why not."""
    if profile.epidemiology.model is Model.VECTOR_RENEWAL:
        return renewal_plans(tonight, choice, profile, tuple(codes))
    return plans_of(tonight, choice, profile, codes)


def renewal_plans(
    tonight: Tonight, choice: Choice, profile: DiseaseProfile, codes: tuple[int, ...]
) -> Mapping[PlanKind, Scenario] | Refusal:
    """Return the scenario of every plan, or why one of them may not be tried.

    Parameters
    ----------
    codes
        Codes of the communities in the zone that the question is about.
    """
    refusal = _why_not(choice)
    if refusal is not None:
        return refusal
    made = {}
    for kind in choice.plans:
        scenario = _scenario(kind, tonight, choice, profile, codes)
        if isinstance(scenario, Refusal):
            return scenario
        for problem in check(scenario, profile, codes):
            return Refusal(problem.code, {k: str(v) for k, v in problem.params.items()})
        made[kind] = scenario
    return made


def _why_not(choice: Choice) -> Refusal | None:
    if not set(choice.kinds) - {PlanKind.LIFT}:
        return Refusal("plans_to_compare", {"most": len(KINDS) - 1})
    if not set(choice.kinds) <= set(KINDS):
        return Refusal("plan_needs_places")
    if PlanKind.ANOTHER in choice.kinds and not choice.another:
        return Refusal("another_measure_missing")
    return None


def kept(kind: PlanKind, tonight: Tonight, choice: Choice) -> list[Kept]:
    """Return every measure of a plan, whether the model knows its effect or not."""
    if kind is PlanKind.LIFT:
        return []
    made = []
    for one in tonight.in_force:
        zones, until = inside(one.zones, tonight), one.days_left + choice.renew_days
        if zones and until > 0:
            made.append(Kept(one.code, None, zones, min(until, choice.days)))
    if kind is PlanKind.ANOTHER:
        code, _, tier = choice.another.partition("/")
        made.append(Kept(code, tier, (tonight.zone,), min(choice.renew_days, choice.days)))
    return made


def until_by_community(measures: Iterable[Kept], codes: Iterable[int]) -> dict[int, int]:
    """Return for each community the first day on which none of the measures covers it."""
    ordered = sorted(codes)
    found = dict.fromkeys(ordered, 0)
    for one in measures:
        for span in map(range_of, one.zones):
            for code in ordered[bisect_left(ordered, span.lo) : bisect_right(ordered, span.hi)]:
                found[code] = max(found[code], one.until)
    return found


def campaigns_in_part(
    tonight: Tonight, profile: DiseaseProfile, codes: tuple[int, ...]
) -> tuple[str, ...]:
    """Return the types with an effect that are in force in a part of the zone only, by code."""
    return tuple(code for code, whole in _standing(tonight, profile, codes).items() if not whole)


def campaigns_in_force(
    tonight: Tonight, profile: DiseaseProfile, codes: tuple[int, ...]
) -> tuple[str, ...]:
    """Return the types with an effect that are in force in all of the zone, by code."""
    return tuple(code for code, whole in _standing(tonight, profile, codes).items() if whole)


def _standing(tonight: Tonight, profile: DiseaseProfile, codes: tuple[int, ...]) -> dict[str, bool]:
    """Return of each type with an effect that is in force here whether it covers all of it."""
    found = {}
    for code in sorted(profile.epidemiology.effects):
        standing = [one for one in tonight.in_force if one.code == code]
        parts = [Kept(code, None, inside(one.zones, tonight), 1) for one in standing]
        covered = until_by_community(parts, codes).values()
        if any(covered):
            found[code] = all(covered)
    return found


def _scenario(
    kind: PlanKind,
    tonight: Tonight,
    choice: Choice,
    profile: DiseaseProfile,
    codes: tuple[int, ...],
) -> Scenario | Refusal:
    measures = _measures(kept(kind, tonight, choice), profile, codes)
    if isinstance(measures, Refusal):
        return measures
    return Scenario(
        names=Names(kind.value, kind.value),
        profile=profile.id,
        facts=tonight.circumstances,
        days=choice.days,
        residents=0,
        seeds=Seeds(choice.infections, (), 0.0),
        reproduction_number=None,
        vaccinated=0.0,
        measures=measures,
        screening=(),
        detection=Detection(0.0, 1, {}, 1),
        capacity=Capacity(0, 0, 0, 0, 0.0),
        vector_index=choice.index,
        temperature=choice.celsius,
    )


def _measures(
    going_on: list[Kept], profile: DiseaseProfile, codes: tuple[int, ...]
) -> tuple[PlannedMeasure, ...] | Refusal:
    """Return the measures that the model knows, each as long as it covers the whole zone."""
    effects, made = profile.epidemiology.effects, []
    for code in sorted({one.code for one in going_on}):
        alike = [one for one in going_on if one.code == code]
        said = [one.tier for one in alike if one.tier is not None]
        if code not in effects and not said:
            continue
        until = min(until_by_community(alike, codes).values(), default=0)
        if until == 0:
            return Refusal("campaign_in_part", {"measure": code})
        tier = said[0] if said else next(iter(effects[code]))
        made.append(PlannedMeasure(code, tier, (), 0, until, ADHERENCE))
    return tuple(made)
