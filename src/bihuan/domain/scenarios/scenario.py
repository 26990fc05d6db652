"""A scenario as frozen values. Days are counted from 0; ``until`` is the first day without."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.domain.profiles import Circumstances, Names


@dataclass(frozen=True, slots=True)
class Seeds:
    """First cases and where they live; no zone means the whole city."""

    cases: int
    zones: tuple[int, ...]
    imports_per_day: float


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One measure of a plan: code, tier, zones, days and the share of people who keep to it."""

    code: str
    tier: str
    zones: tuple[int, ...]
    first_day: int
    until: int
    adherence: float


@dataclass(frozen=True, slots=True)
class Screening:
    """Rounds of sampling with the people, tubes and days they need."""

    zones: tuple[int, ...]
    first_day: int
    until: int
    every: int
    samplers: int
    samples_per_sampler: int
    pool: int
    tubes_per_day: int
    delay_days: int


@dataclass(frozen=True, slots=True)
class Detection:
    """How the ill are found without screening, and how contacts are told."""

    care_per_day: float
    delay_days: int
    trace: Mapping[str, float]
    trace_delay_days: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """Rooms, beds and staff; ``strain`` is the loss of sampling for each share of ill people."""

    rooms: int
    rooms_per_case: int
    stay_days: int
    beds: int
    strain: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """A plan with its circumstances."""

    names: Names
    profile: str
    facts: Circumstances
    days: int
    residents: int
    seeds: Seeds
    reproduction_number: tuple[float, float] | None
    vaccinated: float
    measures: tuple[PlannedMeasure, ...]
    screening: tuple[Screening, ...]
    detection: Detection
    capacity: Capacity
