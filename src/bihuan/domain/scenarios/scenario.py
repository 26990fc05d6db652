"""A scenario as frozen values. Days are counted from 0; ``until`` is the first day without."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from bihuan.domain.profiles import Circumstances, Names

# The most people a site of the third-edition guide serves (2,000 to 3,000), in a day.
SAMPLES_A_SITE = 3000


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


class Limit(StrEnum):
    """What keeps rounds from taking more samples a day: too few of these."""

    SAMPLERS = "samplers"
    SITES = "sites"
    LABORATORY = "laboratory"
    RESIDENTS = "residents"


@dataclass(frozen=True, slots=True)
class Screening:
    """Rounds of sampling with the people, sites, tubes and days they need.

    ``tubes_per_day`` is what a laboratory of theirs takes; None is the scenario's one laboratory
    or, where it has none, one without a limit. ``sites`` None is no limit by sites.
    """

    zones: tuple[int, ...]
    first_day: int
    until: int
    every: int
    samplers: int
    samples_per_sampler: int
    pool: int
    tubes_per_day: int | None
    delay_days: int
    sites: int | None = None
    samples_per_site: int = SAMPLES_A_SITE

    @property
    def samples_per_day(self) -> int:
        """Samples a day that samplers and sites can take; none where no laboratory takes tubes.

        Tubes beyond the laboratory's day are taken and wait.
        """
        return self._tightest[0]

    @property
    def limit(self) -> Limit:
        """What keeps these rounds from more samples a day."""
        return self._tightest[1]

    @property
    def _tightest(self) -> tuple[int, Limit]:
        if self.tubes_per_day == 0:
            return 0, Limit.LABORATORY
        by_samplers = self.samplers * self.samples_per_sampler
        if self.sites is None or by_samplers <= self.sites * self.samples_per_site:
            return by_samplers, Limit.SAMPLERS
        return self.sites * self.samples_per_site, Limit.SITES


@dataclass(frozen=True, slots=True)
class Detection:
    """How the ill are found without screening, and how contacts are told."""

    care_per_day: float
    delay_days: int
    trace: Mapping[str, float]
    trace_delay_days: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """Rooms, beds and staff; ``strain`` is the loss of sampling for each share of ill people.

    ``tubes_per_day`` is what the one laboratory of all rounds takes; None where each has its own.
    """

    rooms: int
    rooms_per_case: int
    stay_days: int
    beds: int
    strain: float
    tubes_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A plan with its circumstances.

    ``vector_index`` scales the renewal model; None where nobody looked. ``temperature`` in °C sets
    its days from case to case; None leaves the profile's serial interval.
    """

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
    vector_index: float | None = None
    temperature: float | None = None

    @property
    def laboratories(self) -> tuple[int, ...]:
        """Tubes a day of each laboratory that has a limit."""
        shared = self.capacity.tubes_per_day
        if shared is not None:
            return (shared,)
        return tuple(one.tubes_per_day for one in self.screening if one.tubes_per_day)

    def laboratory_of(self) -> tuple[int | None, ...]:
        """Return for each round the place of its laboratory; None where nothing limits it."""
        if self.capacity.tubes_per_day is not None:
            return (0,) * len(self.screening)
        places = count()
        return tuple(next(places) if one.tubes_per_day else None for one in self.screening)
