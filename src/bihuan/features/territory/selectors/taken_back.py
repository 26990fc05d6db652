"""What rests on zones that a file entered: asked before it is taken back."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.features.territory.permissions import check_import
from bihuan.features.territory.selectors.history import kept_names
from bihuan.platform.db.reader import Reader
from bihuan.platform.exchange.undo import Taking

ZONES = "territory_zone"
Use = Callable[[Reader, frozenset[int]], int]
_uses: list[Use] = []


def provide_zone_use(use: Use) -> None:
    """Register who counts what features keep of some zones: posts, findings, measures."""
    _uses.append(use)


def rests_on(read: Reader, begun: Mapping[str, frozenset[Any]]) -> Refusal | None:
    """Say what rests on zones that a file entered."""
    zones = begun.get(ZONES, frozenset())
    if not zones:
        return None
    below = [
        row
        for table, column in ((ZONES, "parent_id"), ("territory_place", "zone_id"))
        for row in naming(read, table, column, zones)
        if row not in zones
    ]
    used = len(below) + sum(use(read, zones) for use in _uses)
    return Refusal("zones_in_use", {"n": used}) if used else None


def naming(read: Reader, table: str, column: str, zones: frozenset[Any]) -> list[Any]:
    """Return the identities of a table's rows that name one of some zones in a column."""
    sql = f'SELECT "id" FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608
    return [row[0] for row in read.session.all(sql, (json.dumps(sorted(zones)),))]


TAKING = Taking(
    "territory.zones_entered",
    "territory.zones_undone",
    {ZONES: ("valid_from", "valid_to")},
    rests_on,
    check_import,
    kept_names,
)
