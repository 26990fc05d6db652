"""Enter a register of zones: every problem, or one entry for each chain."""

from collections.abc import Iterable, Mapping, Sequence

from bihuan.domain.registers.cells import Line
from bihuan.domain.registers.zones import parse_zones
from bihuan.features.territory.permissions import check_import
from bihuan.features.territory.selectors.history import kept_names
from bihuan.features.territory.selectors.register import ZoneReport, zone_rows
from bihuan.features.territory.selectors.stored import known_zones
from bihuan.features.territory.selectors.taken_back import TAKING
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.exchange.register import (
    Comparison,
    Entered,
    EnterRegister,
    Rows,
    by_chain,
    enter,
)
from bihuan.platform.exchange.undo import times_undone


def import_zones(
    *, by: ActingPost, lines: Sequence[Line], header: Iterable[str], key: str
) -> Entered | ZoneReport:
    """Enter a register of zones, or return its problems and change nothing.

    Parameters
    ----------
    by
        The acting post.
    lines, header
        Rows below the header as mappings from column to cell, and the columns.
    key
        Fingerprint of the file, hexadecimal: the same file again changes nothing.
    """
    columns = list(header)
    drafts, problems = parse_zones(lines, columns, known_zones(now()))
    if problems:
        return ZoneReport(len(lines), tuple(problems), Comparison(0, 0, 0))
    rows = zone_rows(drafts, columns)
    kind, event = "territory.import_zones", "territory.zones_entered"
    commands = [
        EnterRegister(kind, event, key, chain, (part,), check_import, beside=kept_names)
        for chain, part in sorted(by_chain(rows, lambda row: int(row[0])).items())
    ]
    undone = times_undone(Session(), key, TAKING)
    return enter(commands, by=by, rows=len(rows.rows), undone=undone)


def import_readings(*, by: ActingPost, readings: Mapping[str, str], city: int, key: str) -> Entered:
    """Enter the local readings of place names; characters to pinyin."""
    listed = tuple(sorted(readings.items()))
    rows = Rows("territory_reading", ("id", "pinyin"), listed, frozenset({"pinyin"}))
    kind, event = "territory.import_readings", "territory.readings_entered"
    command = EnterRegister(kind, event, key, city, (rows,), check_import)
    return enter([command], by=by, rows=len(listed))
