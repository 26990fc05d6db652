"""Scenarios: plans to be tried in the twin before anything is signed; read, then checked in law."""

from bihuan.domain.scenarios.check import check
from bihuan.domain.scenarios.parse import parse_scenario
from bihuan.domain.scenarios.scenario import (
    Capacity,
    Detection,
    Limit,
    PlannedMeasure,
    Scenario,
    Screening,
    Seeds,
)

__all__ = [
    "Capacity",
    "Detection",
    "Limit",
    "PlannedMeasure",
    "Scenario",
    "Screening",
    "Seeds",
    "check",
    "parse_scenario",
]
