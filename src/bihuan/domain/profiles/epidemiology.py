"""What a profile says about the spread of a disease: ranges with sources, never single truths."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bihuan.domain.profiles.names import Names


class Basis(StrEnum):
    """How well a range is founded; shown beside every figure that rests on it."""

    CITED = "cited"
    UNCONFIRMED = "unconfirmed"
    ASSUMED = "assumed"


class Model(StrEnum):
    """The simulation a profile may be used with."""

    NONE = "none"
    RESPIRATORY_AGENTS = "respiratory_agents"
    VECTOR_RENEWAL = "vector_renewal"


class Family(StrEnum):
    """Family of a duration's distribution."""

    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    WEIBULL = "weibull"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of a parameter with its source; a point is a range of no width."""

    lo: float
    hi: float
    source: str

    @property
    def basis(self) -> Basis:
        """Return how the range is founded: the first word of its source says so."""
        word = self.source.split(maxsplit=1)[0].strip(":;,.").lower() if self.source else ""
        return Basis(word) if word in {b.value for b in Basis} else Basis.CITED


@dataclass(frozen=True, slots=True)
class Delay:
    """A duration in days: family, and ranges of its mean and standard deviation."""

    family: Family
    mean: Range
    sd: Range


@dataclass(frozen=True, slots=True)
class SeverityBand:
    """Severity and susceptibility of one age band, both ages included."""

    ages: tuple[int, int]
    susceptibility: Range
    symptomatic: Range
    hospital: Range
    death: Range


@dataclass(frozen=True, slots=True)
class VectorModel:
    """What the renewal model of a vector-borne disease needs."""

    intrinsic_days: Delay
    viraemia_days: Range
    extrinsic_days_at_celsius: tuple[tuple[float, Range], ...]
    index_at_reference: Range


@dataclass(frozen=True, slots=True)
class Epidemiology:
    """Ranges read by indicators, Rt, forecast and twin.

    ``natural_history`` holds delays by state name; ``shares`` holds proportions by name;
    ``effects`` holds, by measure code and tier (``""`` when it has none), the range of the
    contact multiplier of each layer.
    """

    model: Model
    model_note: Names
    serial_interval_mean: Range | None = None
    serial_interval_sd: Range | None = None
    reproduction_number: Range | None = None
    dispersion_k: Range | None = None
    ascertainment: Range | None = None
    natural_history: Mapping[str, Delay] = field(default_factory=dict)
    shares: Mapping[str, Range] = field(default_factory=dict)
    severity: tuple[SeverityBand, ...] = ()
    effects: Mapping[str, Mapping[str, Mapping[str, Range]]] = field(default_factory=dict)
    test_sensitivity: tuple[tuple[int, Range], ...] = ()
    vector: VectorModel | None = None
