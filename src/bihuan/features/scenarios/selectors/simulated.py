"""From a run's basis to the engine's task: the city's real territory, the plans, the disease."""

import numpy as np

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios import Scenario
from bihuan.domain.scenarios.plans import plans_of
from bihuan.domain.scenarios.renewal import renewal_plans
from bihuan.domain.scenarios.series import fit_scenarios
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents.api import incident
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.features.scenarios.selectors.tonight import communities, counties_of, not_simulable
from bihuan.features.territory.api import population, zone_of, zones_in
from bihuan.platform.twin.bridge import disease_ends, plan_of, positions
from bihuan.platform.twin.renewal import RenewalTask, renewal_task
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.ensemble import Task
from bihuan.science.twin.zones import spread_residents

CITY_SEED = 1


class CannotRunError(RuntimeError):
    """What the run was asked no longer fits registers or profile."""


def task_of(run: RunView) -> tuple[Task, DiseaseProfile]:
    """Return the engine's task of a run and the profile it is about.

    Raises
    ------
    CannotRunError
        With the code of the refusal.
    """
    profile, zones = _profile(run), zone_table(run.zone)
    scenarios = _scenarios(run, profile, zones)
    low, high = disease_ends(profile, scenarios[0].reproduction_number)
    plans = tuple(plan_of(one, profile, zones) for one in scenarios)
    return Task(zones, low, high, plans, run.seed), profile


def renewal_of(run: RunView) -> tuple[RenewalTask, DiseaseProfile, ZoneTable]:
    """Return the renewal model's task of a run, its profile, and the communities with people.

    Raises
    ------
    CannotRunError
        With the code of the refusal.
    """
    profile, zones = _profile(run), zone_table(run.zone)
    made = renewal_plans(run.tonight, run.choice, profile, tuple(zones.code.tolist()))
    if isinstance(made, Refusal):
        raise CannotRunError(made.code)
    return renewal_task(profile, list(made.values()), run.seed), profile, zones


def _profile(run: RunView) -> DiseaseProfile:
    view = incident(run.incident)
    if view is None or view.adoption.profile.reference != run.profile:
        raise CannotRunError("profile_changed")
    return view.adoption.profile


def _scenarios(run: RunView, profile: DiseaseProfile, zones: ZoneTable) -> list[Scenario]:
    if run.series is not None:
        asked = run.tonight, run.choice, run.series
        return list(fit_scenarios(asked, profile, zones.code.tolist()).values())
    made = plans_of(run.tonight, run.choice, profile, zones.code.tolist())
    if isinstance(made, Refusal):
        raise CannotRunError(made.code)
    return list(made.values())


def zone_table(code: int) -> ZoneTable:
    """Return the communities of a zone with their residents.

    Only counties' residents are figures; they are spread over their communities.

    Raises
    ------
    CannotRunError
        When the zone has no community, or a county no residents.
    """
    zone = zone_of(code)
    lacks = Refusal("no_communities") if zone is None else not_simulable(zone)
    if zone is None or lacks is not None:
        raise CannotRunError(lacks.code if lacks else "no_communities")
    wanted = communities(zone)
    residents: dict[int, int] = {}
    codes: list[int] = []
    for county in counties_of(wanted):
        residents[county] = population(county).residents or 0
        below = zones_in(scope=range_of(county), level=Level.COMMUNITY)
        codes += [one.code for one in below]
    table = spread_residents(np.array(codes, dtype=np.int64), residents, CITY_SEED)
    inside = np.isin(table.code, np.array(wanted, dtype=np.int64))
    return ZoneTable(table.code[inside], table.residents[inside])


def residents_in(zone: int, codes: tuple[int, ...]) -> int:
    """Return the people of the twin in parts of a zone; in all of it when none is named."""
    table = zone_table(zone)
    return int(table.residents[list(positions(codes, table))].sum())
