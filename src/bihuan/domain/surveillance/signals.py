"""Signals beside the counts: clinics, schools, wastewater, vectors, sites, tests."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.domain.registers.cells import Cells, Line, RowProblem, first_rows, parse_rows
from bihuan.domain.registers.personal import About, holds_personal_number
from bihuan.domain.surveillance.case_rows import column_problems, day_cell, zone_cell

SHEET = "signals"
COLUMNS = ("day", "zone", "kind", "site", "n", "of", "source")
NEEDED = ("day", "zone", "kind", "n", "of")
LARGEST = 10**8


class SignalKind(StrEnum):
    """What is watched; each has a part ``n`` of a whole ``of``."""

    FEVER_CLINIC = "fever_clinic"
    SCHOOL_ABSENCE = "school_absence"
    WASTEWATER = "wastewater"
    VECTOR = "vector"
    SENTINEL = "sentinel"
    SITES = "sites"
    TESTS = "tests"
    COVERAGE = "coverage"


# Containers may outnumber houses: the Breteau index has no ceiling.
UNBOUNDED = frozenset({SignalKind.VECTOR})
# Kinds whose part is people: a few of them could be recognised.
OF_PEOPLE = frozenset({SignalKind.FEVER_CLINIC, SignalKind.SCHOOL_ABSENCE, SignalKind.TESTS})
# Kinds that show that somebody looked.
LOOKING = frozenset(SignalKind) - {SignalKind.COVERAGE}


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal of a zone, a day and a site (empty for the zone as a whole)."""

    zone: int
    day: str
    kind: SignalKind
    site: str
    n: int
    of: int
    source: str = ""

    @property
    def place(self) -> tuple[int, str, str, str]:
        """What names the signal."""
        return (self.zone, self.day, self.kind.value, self.site)


def parse_signals(
    lines: Sequence[Line], header: Iterable[str], *, today: date, zones: Collection[int]
) -> tuple[list[SignalLine], list[RowProblem]]:
    """Read rows of signals, or name the rows and fields that are wrong."""
    problems = column_problems(SHEET, tuple(header), NEEDED, COLUMNS, (About.SPOT,))
    if problems:
        return [], problems
    found, wrong = parse_rows(SHEET, lines, lambda cells: _line(cells, today, zones))
    wrong += first_rows(SHEET, "", "case_row_twice", [(row, one.place) for row, one in found])
    return [one for _, one in found], sorted(wrong, key=lambda one: (one.row, one.column))


def impossible(kind: SignalKind, n: int, of: int) -> bool:
    """Tell whether a part cannot be of a whole; containers need a house that was looked at."""
    return n < 0 or (n > of and (kind not in UNBOUNDED or of == 0))


def _line(cells: Cells, today: date, zones: Collection[int]) -> SignalLine | None:
    if cells.text("day").startswith("#"):
        return None
    day, zone = day_cell(cells, "day", today), zone_cell(cells, zones)
    kind = cells.choice("kind", SignalKind, {one.value: one for one in SignalKind})
    n, of = cells.integer("n", largest=LARGEST), cells.integer("of", largest=LARGEST)
    site, source = cells.text("site", longest=60), cells.text("source")
    for column, said in (("site", site), ("source", source)):
        if holds_personal_number(said):
            cells.fault(column, "cell_holds_personal_number")
    if day is None or zone is None or kind is None or n is None or of is None:
        return None
    if impossible(kind, n, of):
        cells.fault("n", "signal_part_exceeds_whole", {"n": n, "of": of})
        return None
    return SignalLine(zone, day.isoformat(), kind, site, n, of, source)
