"""Reads of incidents, and of the disease profiles they are on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.chain.roots import LIVE_SERIES
from bihuan.domain.profiles import DiseaseProfile, parse
from bihuan.platform.clock.incident import LOCAL, IncidentClock, clock_of
from bihuan.platform.clock.system import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import said_of
from bihuan.platform.registry.rulefiles import RuleFileError, read_rules, read_text, told

# One statement, as every page asks it.
_COLUMNS = (
    "SELECT i.id, i.name_zh, i.name_en, i.zone, i.level, i.day_zero, i.opened_at, i.closed_at,"  # noqa: S608
    " (SELECT max(wall_at) FROM ledger_head),"
    f" (SELECT max(day) FROM ledger_root WHERE series={LIVE_SERIES}),"
    " c.chain, c.wall_at, c.incident_at, c.speed, c.cut_off_minutes, c.earlier_cut_offs,"
    " a.profile, a.major, a.digest"
    " FROM incidents_incident i LEFT JOIN incidents_adoption a ON a.id=i.id"
    " LEFT JOIN incident_clock c ON c.id=i.id"
)
_WITH_CLOCKS = f"{_COLUMNS} WHERE i.closed_at IS {{}} NULL ORDER BY i.drill, i.id"
_ONE = f"{_COLUMNS} WHERE i.id=?"


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident as pages and other features see it; ``adopted`` is profile, major, digest.

    ``recorded`` is the wall time of the ledger's last entry: a clock that was set back revives
    no deadline and no measure that has passed. ``root_day`` is the last night whose root seals
    the live chains.
    """

    id: int
    name_zh: str
    name_en: str
    zone: int
    level: int
    day_zero: date
    opened_at: datetime
    closed_at: datetime | None
    recorded: datetime
    root_day: date | None
    clock: IncidentClock
    adopted: tuple[str, bool, str] | None

    @property
    def adoption(self) -> "Adoption":
        """Return what it is on; one that adopted nothing is an unknown cluster."""
        name, major, digest = self.adopted or (UNTOLD, False, "")
        return Adoption(_as_adopted(self.id, name, digest), major)

    @property
    def drill(self) -> bool:
        """Tell whether this is a drill (演练)."""
        return self.clock.drill

    def now(self) -> datetime:
        """Return the time on the incident's clock; it never runs behind what is recorded."""
        return self.clock.moment(max(now(), self.recorded)).incident

    @property
    def last_night(self) -> date | None:
        """The review day that an ended incident's last hour belongs to; None while it is open."""
        return self.clock.review_day(self.closed_at) if self.closed_at else None

    def day_number(self) -> int:
        """Return which day of the incident it is; day zero counts as 1."""
        return (self.now().astimezone(LOCAL).date() - self.day_zero).days + 1


def incidents(*, closed: bool = False) -> Sequence[IncidentView]:
    """Return the open incidents (or the closed ones), live before drills, oldest first."""
    rows = Session().all(_WITH_CLOCKS.format("NOT" if closed else ""))
    return [_view(row) for row in rows]


def _clock(columns: tuple) -> tuple | None:  # type: ignore[type-arg]
    return None if columns[0] is None else columns


def _instant(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)


def incident(number: int) -> IncidentView | None:
    """Return one incident, open or closed."""
    row = Session().one(_ONE, (number,))
    return None if row is None else _view(row)


def _view(row: tuple) -> IncidentView:  # type: ignore[type-arg]
    (
        number,
        zh,
        en,
        zone,
        level,
        day_zero,
        opened,
        closed,
        recorded,
        root,
        *clock,
        profile,
        major,
        digest,
    ) = row
    own = clock_of(number, _clock(tuple(clock)))
    adopted = None if profile is None else (str(profile), bool(major), str(digest))
    day = date.fromisoformat(day_zero)
    instants = instant_of(opened), _instant(closed), instant_of(recorded or 0)
    sealed = date.fromisoformat(root) if root else None
    return IncidentView(number, zh, en, zone, level, day, *instants, sealed, own, adopted)


FOLDER = Path(__file__).parents[1] / "profiles"


@lru_cache(maxsize=1)
def profiles() -> Mapping[str, DiseaseProfile]:
    """Return every shipped profile by its id.

    Raises
    ------
    RuleFileError
        A profile says something it must not; the message names file, line and field.
    """
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        read = parse(read_rules(path))
        if not isinstance(read, DiseaseProfile):
            raise RuleFileError(told(path, read))
        found[read.id] = read
    return found


def profile_named(identity: str) -> DiseaseProfile | None:
    """Return a profile by its id."""
    return profiles().get(identity)


@dataclass(frozen=True, slots=True)
class Adoption:
    """The profile an incident is on, and whether the epidemic counts as major in law."""

    profile: DiseaseProfile
    major: bool


UNTOLD = "unknown-cluster"
_kept: dict[str, DiseaseProfile] = {}


def _as_adopted(number: int, name: str, digest: str) -> DiseaseProfile:
    """Return a profile as an incident adopted it; its text is read once for each digest."""
    if not digest:
        return profiles()[name]
    if digest not in _kept:
        row = Session().one("SELECT content FROM incidents_adoption WHERE id=?", (number,))
        _kept[digest] = _read(row[0] if row else "", name)
    return _kept[digest]


@lru_cache(maxsize=32)
def _read(text: str, name: str) -> DiseaseProfile:
    found = parse(read_text(text))
    if not isinstance(found, DiseaseProfile):
        raise RuleFileError(f"the adopted text of {name} is not a profile any more")
    return found


def adopted_profiles(number: int) -> list[tuple[datetime, DiseaseProfile]]:
    """Return every profile that an incident has been on, and since when by its own clock.

    One that adopted nothing yet was an unknown cluster before.
    """
    texts = said_of(Session(), str(number), "incidents_adoption", "content")
    return [(at, _read(str(text), str(number))) for at, text in texts]
