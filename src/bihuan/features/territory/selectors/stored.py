"""What commands and imports need of stored zones: plain rows, read inside the transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.boundaries import Tree
from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.registers.zones import KnownZone
from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.models import Zone
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

TABLE = "territory_zone"
COLUMNS = (
    "id", "code_hi", "parent_id", "level", "name_zh", "name_en", "official_name", "spelling",
    "initials", "fringe", "three_no", "courtyard", "rural", "residents", "households",
    "schematic", "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredZone:
    """A stored row: its columns by name, and its version."""

    columns: dict[str, Any]
    version: int

    @property
    def code(self) -> int:
        """The zone's code."""
        return int(self.columns["id"])

    @property
    def in_force(self) -> bool:
        """Tell whether the zone has not gone."""
        return self.columns["valid_to"] is None

    def begun(self, now: datetime) -> bool:
        """Tell whether the zone was in force before an instant, so that it can end then."""
        begins = self.columns["valid_from"]
        return begins is None or begins < micros(now)


def stored_zone(read: Reader, code: int) -> StoredZone | None:
    """Return the stored row of a code."""
    row = read.one(TABLE, ("version", *COLUMNS), id=code)
    return None if row is None else _zone(row)


def stored_zones(read: Reader, scope: ZoneRange) -> list[StoredZone]:
    """Return every stored row of a range, gone ones included, in code order."""
    listed = ", ".join(f'"{name}"' for name in ("version", *COLUMNS))
    sql = f'SELECT {listed} FROM "{TABLE}" WHERE "id" BETWEEN ? AND ? ORDER BY "id"'  # noqa: S608
    return [_zone(row) for row in read.session.all(sql, (scope.lo, scope.hi))]


def _zone(row: tuple[Any, ...]) -> StoredZone:
    return StoredZone(dict(zip(COLUMNS, row[1:], strict=True)), row[0])


def tree_of(zones: list[StoredZone]) -> Tree:
    """Return the codes in force and ever given among rows."""
    current = frozenset(zone.code for zone in zones if zone.in_force)
    return Tree(current, frozenset(zone.code for zone in zones))


_TAKEN_BACK = "SELECT DISTINCT at FROM ledger_event WHERE kind='territory.zones_undone'"


def known_zones(at: datetime) -> list[KnownZone]:
    """Return every stored zone as checks of a register need it at an instant.

    What ended because the file that had entered it was taken back may be entered again.
    """
    rows = list(Zone.objects.values_list("id", "name_zh", "valid_to"))
    ended = any(end is not None and end <= at for _, _, end in rows)
    back = {instant_of(row[0]) for row in Session().all(_TAKEN_BACK)} if ended else set()
    return [
        KnownZone(code, name, end, gone=end is not None and end <= at and end not in back)
        for code, name, end in rows
    ]
