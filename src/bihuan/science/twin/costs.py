"""What a plan costs people, counted as carefully as infections."""

from dataclasses import dataclass

import numpy as np

from bihuan.science.twin.city import City
from bihuan.science.twin.layout import I64, NO_PLACE, Layer, State
from bihuan.science.twin.plan import Plan, sampling_of
from bihuan.science.twin.simulate import Run

HOURS_PER_SAMPLE = 1 / 45


@dataclass(frozen=True, slots=True)
class PlanCosts:
    """Costs that follow from the plan alone, the same in every run.

    Each resident under several restrictions on a day counts once; tubes are those of the pools and
    of the retests expected.
    """

    restriction_person_days: int
    school_days: int
    wage_days: int
    closure_zone_days: int
    tests: int
    tubes: int
    sampler_hours: float


def plan_costs(city: City, plan: Plan) -> PlanCosts:
    """Count what a plan costs, as a union over overlapping measures."""
    zone = city.zone_of().astype(np.int64)
    kinds = _kinds(city)
    zones = len(city.zones.code)
    pupils = np.bincount(zone[kinds == Layer.SCHOOL], minlength=zones)
    workers = np.bincount(zone[kinds == Layer.WORK], minlength=zones)
    campaigns = sampling_of(city, plan).campaigns
    tests = sum(one.taken * len(one.days) for one in campaigns)
    everyone = city.zones.residents
    return PlanCosts(
        restriction_person_days=_union(plan, zones, "restriction", everyone),
        school_days=_union(plan, zones, "school", pupils),
        wage_days=_union(plan, zones, "work", workers),
        closure_zone_days=_union(plan, zones, "place", np.ones(zones, dtype=np.int64)),
        tests=tests,
        tubes=sum(one.tubes * len(one.days) for one in campaigns),
        sampler_hours=tests * HOURS_PER_SAMPLE,
    )


def _kinds(city: City) -> I64:
    place = city.people.person[:, 1].astype(np.int64)
    kinds = np.append(city.people.place_kind, 0).astype(np.int64)
    out: I64 = kinds[np.where(place == NO_PLACE, len(kinds) - 1, place)]
    return out


def _union(plan: Plan, zones: int, kind: str, weight: I64) -> int:
    """Return the weight of the zones under a kind of measure, added up over the days."""
    covered = np.zeros((plan.days, zones), dtype=bool)
    for effect in plan.effects:
        if effect.kind == kind:
            days = np.arange(effect.first_day, min(effect.until, plan.days))
            covered[np.ix_(days, np.array(effect.zones))] = True
    return int(covered.sum(axis=0) @ weight)


def run_figures(run: Run, plan: Plan) -> dict[str, int]:
    """Return the headline figures of one run; whole numbers."""
    found = run.found.sum(axis=(0, 1))
    hospital = run.states[State.H]
    community = run.found[:, :, 0].sum(axis=1)
    return {
        "infections": int(run.infected.sum()),
        "found_community": int(found[0]),
        "found_managed": int(found[1]),
        "deaths": int(run.states[State.D, -1]),
        "peak_beds": int(hospital.max()),
        "unmet_bed_days": int(np.maximum(hospital - plan.beds, 0).sum()),
        "room_nights": int(run.rooms.sum()),
        "unmet_rooms": int(run.unmet_rooms.sum()),
        "last_infection_day": int(np.max(np.flatnonzero(run.infected.sum(axis=1)), initial=-1)),
        "clear_days_at_end": int(np.argmax(np.append(community[::-1] > 0, True))),
    }
