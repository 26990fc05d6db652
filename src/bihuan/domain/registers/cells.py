"""Cells of a table as values, or the problem that names sheet, row and column."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from bihuan.domain.registers.personal import About, about_of, is_personal_column
from bihuan.domain.texts import hidden, seen

LOCAL = ZoneInfo("Asia/Shanghai")
Line = Mapping[str, str]
Params = Mapping[str, str | int]
LONGEST_TEXT = 120
ON_PERSONS = "column_of_persons"
NOT_TAKEN = "column_unknown"
LARGEST_COUNT = 10**10
FORMULA = "\x05="
"""What a reader of files puts into a cell that holds a formula and no result."""

# Without signs between them only eight digits name one day: 2026112 would name two.
_DATE = re.compile(r"^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$")
_INTEGER = re.compile(r"^-?[0-9]+(\.0+)?$")
_PHONE = re.compile(r"^[0-9+][0-9 ()#*-]{2,24}$")
# A spreadsheet's "never" is the last day there is; what lies further out no clock can show.
_FIRST = datetime(1900, 1, 1, tzinfo=LOCAL)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row of a table.

    Parameters
    ----------
    sheet
        Name of the table.
    row
        Row number as a spreadsheet shows it: the header is row 1.
    column
        Name of the column, empty when the whole row is meant.
    code
        Stable name of the fact: ``zone_code_malformed``.
    params
        Values for its sentence.
    """

    sheet: str
    row: int
    column: str
    code: str
    params: Params = field(default_factory=dict)


Member = TypeVar("Member", bound=Enum)


class Cells:
    """The cells of one row; collects a problem for each that cannot be read."""

    def __init__(self, sheet: str, row: int, line: Line) -> None:
        self.sheet, self.row = sheet, row
        self._line = line
        self.problems: list[RowProblem] = []
        self.numbers: dict[str, int] = {}

    def fault(self, column: str, code: str, params: Params | None = None) -> None:
        """Note a problem of this row, once however often the cell is read."""
        problem = RowProblem(self.sheet, self.row, column, code, params or {})
        if problem not in self.problems:
            self.problems.append(problem)

    def given(self, column: str) -> bool:
        """Tell whether the cell holds anything."""
        return bool((self._line.get(column) or "").strip())

    def text(self, column: str, *, longest: int = LONGEST_TEXT) -> str:
        """Return the text without outer spaces and without control characters."""
        raw = (self._line.get(column) or "").strip()
        if raw == FORMULA:
            self.fault(column, "cell_formula")
            return ""
        if unseen := hidden(raw):
            self.fault(column, "cell_control_character")
            raw = raw.translate(dict.fromkeys(map(ord, unseen)))
        if raw and not seen(raw):
            self.fault(column, "cell_control_character")
            raw = ""
        if len(raw) > longest:
            self.fault(column, "cell_too_long", {"longest": longest, "length": len(raw)})
            return raw[:longest]
        return raw

    def required(self, column: str, *, longest: int = LONGEST_TEXT) -> str:
        """Return the text; an empty cell is a problem."""
        said = self.text(column, longest=longest)
        if not said and not self.given(column):
            self.fault(column, "cell_missing")
        return said

    def integer(
        self, column: str, *, smallest: int = 0, largest: int = LARGEST_COUNT
    ) -> int | None:
        """Return a whole number of the range, or None for an empty or unreadable cell."""
        said = self.text(column).replace(",", "")
        if not said:
            return None
        if not said.isascii() or not _INTEGER.match(said):
            self.fault(column, "cell_not_a_whole_number", {"value": said})
            return None
        number = int(said.split(".")[0])
        if not smallest <= number <= largest:
            code = "cell_number_too_small" if number < smallest else "cell_number_too_large"
            params: Params = {"value": said, "smallest": smallest, "largest": largest}
            self.fault(column, code, params)
            return None
        self.numbers[column] = number
        return number

    def identity(self, column: str) -> int | None:
        """Return a number that names something: required, above 0."""
        if not self.given(column):
            self.fault(column, "cell_missing")
            return None
        return self.integer(column, smallest=1, largest=10**18)

    def phone(self, column: str) -> str:
        """Return a telephone number, or an empty text."""
        said = self.text(column)
        if said and not _PHONE.match(said):
            self.fault(column, "cell_not_a_phone_number", {"value": said})
            return ""
        return said

    def instant(self, column: str) -> datetime | None:
        """Return the start of a civil day in local time, or a full instant with its offset."""
        said = self.text(column)
        if not said:
            return None
        found = instant_from(said)
        if found is None:
            self.fault(column, "cell_impossible_date", {"value": said})
        return found

    def choice(
        self, column: str, kinds: type[Member], words: Mapping[str, Member]
    ) -> Member | None:
        """Return the member that a word names; words are the codes and their labels."""
        said = self.required(column)
        if not said:
            return None
        found = words.get(said.lower()) or words.get(said)
        if found is None:
            # Only what may be entered, each by the first of its words: no list says 1 for city.
            first: dict[Member, str] = {}
            for word, kind in words.items():
                first.setdefault(kind, word)
            allowed = ", ".join(first[kind] for kind in kinds if kind in first)
            self.fault(column, "cell_not_a_choice", {"value": said, "allowed": allowed})
        return found


def instant_from(said: str) -> datetime | None:
    """Read ``2026-08-02``, ``2026/8/2``, ``20260802``, ``2026年8月2日`` or an ISO instant."""
    found = _DATE.match(said)
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            instant = datetime.combine(date(year, month, day), time(), LOCAL)
        else:
            instant = datetime.fromisoformat(said)
    except ValueError:
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=LOCAL)
    return aware if _FIRST <= aware <= _LAST else None


def header_problems(
    sheet: str,
    header: Iterable[str],
    needed: Sequence[str],
    known: Collection[str],
    fine: Collection[About] = (),
) -> tuple[RowProblem, ...]:
    """Return what is wrong with a header: columns not taken, then needed ones it lacks.

    A column that the table does not know is passed over, unless it reads like data on persons or
    holds what whoever filled it in would miss: a spot, a telephone on duty. ``fine`` is what
    belongs to no person in this table.
    """
    listed = tuple(header)
    absent = [column for column in needed if column not in listed]
    taken = ", ".join(known)
    problems = []
    for name in (name for name in listed if name not in known):
        if is_personal_column(name, fine):
            problems.append(RowProblem(sheet, 1, name, ON_PERSONS, {"name": name}))
        elif about_of(name) is not None:
            params = {"name": name, "known": taken}
            problems.append(RowProblem(sheet, 1, name, NOT_TAKEN, params))
    return (*problems, *(RowProblem(sheet, 1, column, "column_missing") for column in absent))


def first_rows(
    sheet: str, column: str, code: str, keys: Iterable[tuple[int, object]]
) -> list[RowProblem]:
    """Return a problem for each key that an earlier row has already given; None never clashes."""
    seen: dict[object, int] = {}
    problems = []
    for row, key in keys:
        if key is None:
            continue
        if key in seen:
            problems.append(RowProblem(sheet, row, column, code, {"first_row": seen[key]}))
        else:
            seen[key] = row
    return problems


Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Broken:
    """A row with problems, as far as it can be read: the numbers in its cells.

    What they point to is looked at all the same, so that a row is told everything at once and
    rows that point to it are told nothing that is not wrong with them.
    """

    numbers: Mapping[str, int]

    def __getattr__(self, column: str) -> int | None:
        """Return the number of a cell, None where none could be read."""
        return self.numbers.get(column)


def parse_rows(
    sheet: str,
    lines: Sequence[Line],
    parse: Callable[[Cells], Parsed | None],
    broken: list[tuple[int, Broken]] | None = None,
) -> tuple[list[tuple[int, Parsed]], list[RowProblem]]:
    """Parse each line (row numbers from 2); a row with problems yields no value.

    What could be read of such a row is appended to ``broken``.
    """
    values: list[tuple[int, Parsed]] = []
    problems: list[RowProblem] = []
    for row, line in enumerate(lines, start=2):
        if not any((cell or "").strip() for cell in line.values()):
            continue
        cells = Cells(sheet, row, line)
        value = parse(cells)
        problems += cells.problems
        if value is not None and not cells.problems:
            values.append((row, value))
        elif broken is not None:
            broken.append((row, Broken(cells.numbers)))
    return values, problems
