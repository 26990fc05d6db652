"""The parts of a disease profile as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bihuan.domain.profiles.epidemiology import Epidemiology
from bihuan.domain.profiles.names import Names

MEASURE_CODES = tuple(f"M{n:02d}" for n in range(1, 21))


class LegalClass(StrEnum):
    """Class of a disease in law; changes come by notice, so a class has a first day."""

    A = "A"
    B = "B"
    C = "C"
    OTHER = "other"
    UNKNOWN = "unknown"


class ResponseLevel(StrEnum):
    """Level of the response; I is the highest."""

    I = "I"  # noqa: E741 - the law writes Roman numerals
    II = "II"
    III = "III"
    IV = "IV"


class Standing(StrEnum):
    """What a profile may be used for."""

    OPERATIONS = "operations"
    DRILL = "drill"
    TRAINING = "training"


class Permission(StrEnum):
    """What a profile says about a measure type."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    FORBIDDEN = "forbidden"


class Need(StrEnum):
    """A circumstance of law that a conditional measure waits for."""

    MANAGED_AS_A = "managed_as_A"
    MAJOR_EPIDEMIC = "major_epidemic"
    SUPERIOR_ORDER = "superior_order"


class ObjectiveKind(StrEnum):
    """Kind of objective an incident may have."""

    ZERO_COMMUNITY = "zero_community"
    INCIDENCE_BELOW = "incidence_below"
    INDEX_BELOW = "index_below"
    NO_NEW_CLUSTERS = "no_new_clusters"
    SERVICES_RESTORED = "services_restored"
    DRILL_OBJECTIVES = "drill_objectives"


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day of a profile, and who signed it; an empty signature is unconfirmed."""

    first: date
    last: date
    signed_cdc: str
    signed_legal: str


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """What the profile says about one measure type."""

    permission: Permission
    levels: frozenset[ResponseLevel]
    needs: frozenset[Need] = frozenset()
    condition: Names | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its unit, the bounds of its bands and its window in hours."""

    code: str
    names: Names
    unit: str
    bands: tuple[float, ...]
    goal: str
    window_h: int


@dataclass(frozen=True, slots=True)
class CaseDefinition:
    """One case definition (suspected, probable, confirmed, …)."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class EndRule:
    """When the incident may be ended: a coded rule, days, and what else must hold."""

    code: str
    days: int
    also: Names | None
    source: str


@dataclass(frozen=True, slots=True)
class CommunityZero:
    """The community-zero rule (社会面清零): supported or not, days, the rate of "basically"."""

    supported: bool
    days: int
    basic_per_100k: float
    replaced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """The kind of objective a profile starts with."""

    kind: ObjectiveKind
    names: Names


@dataclass(frozen=True, slots=True)
class DiseaseProfile:
    """Versioned rules of one disease or drill (病种方案).

    ``superseded`` marks a policy of the past: it may be replayed and trained with, never put
    in force. ``aliases`` are further words for the disease, which no code may contain.
    """

    id: str
    version: str
    names: Names
    aliases: tuple[str, ...]
    standing: Standing
    superseded: Names | None
    validity: Validity
    legal_class: LegalClass
    class_source: Names
    managed_as_a: bool
    provisional_a: bool
    routes: tuple[str, ...]
    incubation_days: tuple[float, float, float]
    incubation_source: str
    case_definitions: tuple[CaseDefinition, ...]
    indicators: tuple[Indicator, ...]
    objective: Objective
    end_rule: EndRule
    community_zero: CommunityZero
    report_h: int
    cluster_report_h: int
    measures: Mapping[str, MeasureRule]
    epidemiology: Epidemiology
    zones: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    checklists: tuple[str, ...] = ()
    workforce: Mapping[str, float] = field(default_factory=dict)
    facility_uses: tuple[str, ...] = ()
    pool_size: int = 1
    testing: bool = False
    messages: tuple[Names, ...] = ()
    vulnerable: tuple[str, ...] = ()
    small_cell: int = 5
    cost_panel: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """Return the name under which incidents hold it: ``id@version``."""
        return f"{self.id}@{self.version}"
