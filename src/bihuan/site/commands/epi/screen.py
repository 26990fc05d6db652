"""``bihuan epi screen``: what looks wrong in counts before anybody relies on them."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bihuan.science.import_screen import Flag, conversion_excess, screen, sums_that_differ
from bihuan.science.provenance import FloatArray
from bihuan.site.commands.epi.calendar import LONGEST, add_today, not_future, today
from bihuan.site.commands.epi.files import Row, Table, note, number_text, read_table, write_table
from bihuan.site.commands.epi.sentences import sentence

HELP = "what looks wrong in counts; changes nothing"
COLUMNS = ("date", "flag", "detail")
SPLITS = (
    ("managed", "community"),
    ("imported", "imported_related", "local_linked", "local_unlinked", "under_investigation"),
    ("confirmed", "asymptomatic", "pending"),
)
MISSING = ("缺报", "missing")
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class _Panel:
    """Rows by zone and day, and the rows that say a day twice."""

    first: date
    n_days: int
    zones: tuple[str, ...]
    places: tuple[tuple[Row, int, int], ...]
    doubled: tuple[tuple[Row, int, int], ...]

    @property
    def whole(self) -> int | None:
        """Return the zone without a name beside zones that have one: all of them together."""
        return 0 if len(self.zones) > 1 and not self.zones[0] else None

    def grid(self, column: str) -> FloatArray:
        """Return one column by zone and day, ``nan`` where nothing stands."""
        out = np.full((len(self.zones), self.n_days), np.nan)
        for row, zone, day in self.places:
            out[zone, day] = row.count(column)
        return out


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument(
        "--in",
        dest="source",
        required=True,
        metavar="S.csv",
        help="date,count[,zone][,cumulative], columns that split the count, converted",
    )
    parser.add_argument("--out", required=True, metavar="G.csv", help="one row a flag")
    add_today(parser)


def run(args: argparse.Namespace) -> int:
    """Screen and write."""
    table = read_table(args.source)
    table.require("date", "count")
    panel = _panel(table, today(args))
    flags = [(flag, "") for flag in _flags(panel, table)] + list(_missed_splits(panel, table))
    flags.sort(key=lambda found: (found[0].day, found[0].kind, found[0].zone))
    rows = [_line(flag, panel, split) for flag, split in flags]
    note("flags", flags=len(rows), rows=len(table.rows))
    write_table(args.out, COLUMNS, rows)
    return 0


def _panel(table: Table, limit: date) -> _Panel:
    table.require_rows()
    days = [row.day("date") for row in table.rows]
    for row, day in zip(table.rows, days, strict=True):
        not_future(row, day, limit)
    names = [row.cells.get("zone", "") for row in table.rows]
    zones, first = tuple(sorted(set(names))), min(days)
    n_days = (max(days) - first).days + 1
    if n_days > LONGEST or n_days * len(zones) > _LARGEST:
        row = table.rows[days.index(first)]
        raise row.complain("span_too_long", first=first, last=max(days))
    index = {zone: i for i, zone in enumerate(zones)}
    seen: set[tuple[int, int]] = set()
    places: list[tuple[Row, int, int]] = []
    doubled: list[tuple[Row, int, int]] = []
    for row, day, name in zip(table.rows, days, names, strict=True):
        place = (index[name], (day - first).days)
        (doubled if place in seen else places).append((row, *place))
        seen.add(place)
    return _Panel(first, n_days, zones, tuple(places), tuple(doubled))


def _flags(panel: _Panel, table: Table) -> Iterable[Flag]:
    counts = panel.grid("count")
    for row, zone, day in panel.doubled:
        yield Flag("duplicate_day", day, zone, row.count("count"), float(counts[zone, day]))
    running = panel.grid("cumulative") if "cumulative" in table.columns else None
    yield from screen(counts, running, whole=panel.whole)
    if "converted" in table.columns:
        held = "asymptomatic" if "asymptomatic" in table.columns else "count"
        yield from conversion_excess(panel.grid(held), panel.grid("converted"))


def _missed_splits(panel: _Panel, table: Table) -> Iterable[tuple[Flag, str]]:
    """Yield the days on which a split misses the total, with the columns of the split."""
    counts = panel.grid("count")
    for split in SPLITS:
        named = [name for name in split if name in table.columns]
        if len(named) > 1:
            parts = [panel.grid(name) for name in named]
            gone = "converted" in table.columns and "confirmed" in named
            parts += [-panel.grid("converted")] if gone else []
            columns = "+".join(named) + ("-converted" if gone else "")
            for flag in sums_that_differ(counts, np.stack(parts)):
                yield flag, f"{columns} "


def _line(flag: Flag, panel: _Panel, split: str) -> list[str]:
    found, against = (number_text(one) or MISSING for one in (flag.found, flag.against))
    said = {"found": found, "against": against, "split": split}
    detail = " / ".join(sentence(flag.kind, language, said) for language in ("zh", "en"))
    zone = panel.zones[flag.zone] if flag.zone >= 0 else ""
    day = panel.first + timedelta(days=flag.day)
    return [day.isoformat(), flag.kind, f"{zone}: {detail}" if zone else detail]
