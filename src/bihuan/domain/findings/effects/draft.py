"""A step while it is put together: changed columns, side rows, numbers, flows."""

from typing import Any

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.step import Record, RecordKind, Series, SeriesCode


class Draft:
    """Collects what an act amounts to; ``decide`` makes the frozen step of it."""

    __slots__ = ("case", "changes", "flows", "numbers", "records", "target")

    def __init__(self, case: Case, target: str) -> None:
        self.case = case
        self.target = target
        self.changes: dict[str, Any] = {}
        self.records: list[Record] = []
        self.numbers: list[Series] = []
        self.flows: list[str] = []

    def set(self, **columns: Any) -> None:
        """Set columns of the finding's row."""
        self.changes.update(columns)

    def record(self, kind: RecordKind, key: str = "", **values: Any) -> str:
        """Add a side row and return its key; the default key is the row's version."""
        facts = self.case.facts
        full = key or f"{kind.value}:{facts.id}:{facts.version}:{len(self.records)}"
        self.records.append(Record(kind, full, values))
        return full

    def number(self, code: SeriesCode, column: str, record: str = "") -> int:
        """Ask for the next number of a series and return the year it counts in."""
        case = self.case
        year = case.rules.calendar.date_of(case.now).year
        self.numbers.append(Series(code, year, case.facts.drill, column, record))
        return year

    def flow(self, *names: str) -> None:
        """Count events of the review day."""
        self.flows.extend(names)
