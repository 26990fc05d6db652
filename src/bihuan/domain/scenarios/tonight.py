"""Tonight's facts and what was chosen, as values that freeze: whole numbers and texts only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bihuan.domain.profiles import Circumstances, ResponseLevel
from bihuan.domain.zones import ZoneRange, range_of


class PlanKind(StrEnum):
    """What becomes of the measures in force; the last one always stands beside the others."""

    RENEW = "renew"
    SMALLER = "smaller"
    SAMPLERS = "samplers"
    ANOTHER = "another"
    LIFT = "lift"


class Where(StrEnum):
    """Where the infected live at the start."""

    FOUND = "found"
    UNDER_MEASURES = "under_measures"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class InForce:
    """A measure in force at the snapshot: type, codes of its zones, whole days left."""

    code: str
    zones: tuple[int, ...]
    days_left: int


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the frozen snapshot and the registers say at its cut-off; None is not known.

    ``found`` names the zones in which cases were found in the last week, the finest on record;
    ``finer`` the types in force in single compounds, which the model is too coarse for.
    """

    zone: int
    day: str
    snapshot: str
    sha256: str
    profile: str
    level: str
    major: int
    orders: tuple[str, ...]
    training: int
    in_force: tuple[InForce, ...]
    cases: int | None
    samplers: int | None
    pool: int | None
    tubes_per_day: int | None
    rooms: int | None
    found: tuple[int, ...] = ()
    finer: tuple[str, ...] = ()
    sites: int | None = None

    @property
    def scope(self) -> ZoneRange:
        """The territory that is simulated."""
        return range_of(self.zone)

    @property
    def circumstances(self) -> Circumstances:
        """What the law asks about, as a profile asks it."""
        return Circumstances(
            level=ResponseLevel(self.level),
            major_epidemic=bool(self.major),
            superior_orders=frozenset(self.orders),
            training=bool(self.training),
        )

    def zones_in_force(self) -> tuple[int, ...]:
        """Return the zones under any measure, each once, by code."""
        return tuple(sorted({code for one in self.in_force for code in one.zones}))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose to compare, and what he assumed.

    Parameters
    ----------
    kinds
        The plans beside the one in which everything is lifted; at most three.
    days, renew_days
        The horizon, and how long measures go on in plans that renew them.
    tier
        The gate tier whose effects stand for the gate plans in force.
    smaller
        Zones that keep their measures in the smaller plan.
    samplers
        Samplers added in the plan with more of them.
    another
        Type of a further measure, tier behind a slash; "" for none.
    infections, where
        People infected at the start, found or not, and where they live.
    beds
        Hospital beds free for this disease.
    fit
        Id of an approved fit that narrows the reproduction number; "" for the profile's range.
    sites, tubes
        Sampling sites, and tubes a day that the laboratories take; None is what is entered
        tonight, and no limit where nothing is.
    index
        Vector index of the zone, for the renewal model; None where nobody looked.
    celsius
        Mean temperature, for the renewal model; None leaves the profile's serial interval.
    """

    kinds: tuple[PlanKind, ...]
    days: int = 28
    renew_days: int = 7
    tier: str = ""
    smaller: tuple[int, ...] = ()
    samplers: int = 50
    another: str = ""
    infections: int = 1
    where: Where = Where.ANYWHERE
    beds: int = 0
    fit: str = ""
    low_percent: int = 0
    high_percent: int = 0
    sites: int | None = None
    tubes: int | None = None
    index: int | None = None
    celsius: int | None = None

    @property
    def plans(self) -> tuple[PlanKind, ...]:
        """Return the plans in the order in which they are shown."""
        return tuple(kind for kind in PlanKind if kind in {*self.kinds, PlanKind.LIFT})


def basis_of(tonight: Tonight, choice: Choice) -> dict[str, Any]:
    """Return the canonical form of what a run was asked."""
    return {"tonight": plain(asdict(tonight)), "choice": plain(asdict(choice))}


def asked(basis: Mapping[str, Any]) -> tuple[Tonight, Choice]:
    """Return the values of the canonical form."""
    told, chosen = dict(basis["tonight"]), dict(basis["choice"])
    told["in_force"] = tuple(
        InForce(one["code"], tuple(one["zones"]), one["days_left"]) for one in told["in_force"]
    )
    told["orders"] = tuple(told["orders"])
    told["found"] = tuple(told.get("found", ()))  # runs asked before it was kept
    told["finer"] = tuple(told.get("finer", ()))
    chosen["kinds"] = tuple(PlanKind(one) for one in chosen["kinds"])
    chosen["where"] = Where(chosen["where"])
    chosen["smaller"] = tuple(chosen["smaller"])
    return Tonight(**told), Choice(**chosen)


def plain(value: Any) -> Any:
    """Return a value in whole numbers, texts, lists and mappings."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value
