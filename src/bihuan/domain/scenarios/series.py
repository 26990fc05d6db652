"""The series a fit is made to, with the measures that were in force while it was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bihuan.domain.profiles import Circumstances, DiseaseProfile, Names, ResponseLevel
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.overlaps import once
from bihuan.domain.scenarios.plans import ADHERENCE, DETECTION, STAY_DAYS, STRAIN, inside
from bihuan.domain.scenarios.scenario import Capacity, PlannedMeasure, Scenario, Seeds
from bihuan.domain.scenarios.tonight import Choice, Tonight, plain

MISSING = -1
DAYS, HELD_OUT = 28, 7
FEWEST_BEFORE, FEWEST_HELD_OUT = 10, 4
# How many may have been infected at the start, as multiples of what was said.
STARTS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Past:
    """A measure that was in force on some days of the series."""

    code: str
    zones: tuple[int, ...]
    first_day: int
    until: int


@dataclass(frozen=True, slots=True)
class Series:
    """Cases found in the community by day, ``MISSING`` where none were reported."""

    first: str
    counts: tuple[int, ...]
    past: tuple[Past, ...]


def series_form(series: Series) -> dict[str, Any]:
    """Return the canonical form."""
    return dict(plain(asdict(series)))


def series_of(said: Mapping[str, Any]) -> Series:
    """Return the series of its canonical form."""
    past = tuple(
        Past(one["code"], tuple(one["zones"]), one["first_day"], one["until"])
        for one in said["past"]
    )
    return Series(said["first"], tuple(said["counts"]), past)


def why_not_fit(series: Series) -> Refusal | None:
    """Say whether the record knows too few days for a fit and for the week that tests it."""
    before = sum(n != MISSING for n in series.counts[:-HELD_OUT])
    later = sum(n != MISSING for n in series.counts[-HELD_OUT:])
    if before < FEWEST_BEFORE or later < FEWEST_HELD_OUT:
        said: dict[str, str | int] = {"before": before, "needed": FEWEST_BEFORE}
        return Refusal("too_few_days_to_fit", said | {"later": later, "test": FEWEST_HELD_OUT})
    return None


def disagrees(inside: int, held_out: int) -> bool:
    """Tell whether most known days of the held-out week lie outside 5 to 95 % of a fit."""
    return 2 * inside < held_out


def fit_scenarios(
    run: tuple[Tonight, Choice, Series], profile: DiseaseProfile, codes: Iterable[int]
) -> Mapping[int, Scenario]:
    """Return a scenario for each number that may have been infected at the start.

    What was in force is played as it was; whether it was lawful is not asked again.
    """
    tonight, choice, series = run
    facts = Circumstances(ResponseLevel(tonight.level), bool(tonight.major))
    played = [_played(one, tonight, choice, profile) for one in series.past
              if one.code in profile.epidemiology.effects]  # fmt: skip
    measures = once([one for one in played if one.zones], tuple(sorted(codes)))
    return {
        choice.infections * times: Scenario(
            names=Names(str(times), str(times)),
            profile=profile.id,
            facts=facts,
            days=len(series.counts),
            residents=0,
            seeds=Seeds(choice.infections * times, (), 0.0),
            reproduction_number=None,
            vaccinated=0.0,
            measures=measures,
            screening=(),
            detection=DETECTION,
            capacity=Capacity(0, 0, STAY_DAYS, choice.beds, STRAIN),
        )
        for times in STARTS
    }


def _played(one: Past, tonight: Tonight, choice: Choice, profile: DiseaseProfile) -> PlannedMeasure:
    tiers = profile.epidemiology.effects[one.code]
    tier = choice.tier if choice.tier in tiers else next(iter(tiers))
    zones = inside(one.zones, tonight)
    return PlannedMeasure(one.code, tier, zones, one.first_day, one.until, ADHERENCE)
