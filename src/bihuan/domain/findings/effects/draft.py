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

    def ledger_number(self) -> None:
        """Ask for the next ledger number (JB) for the finding."""
        self.set(ledger_year=self._number(SeriesCode.LEDGER, "ledger_number"))

    def order_number(self, record: str) -> None:
        """Ask for the next document number, for an order in force and for the finding's row."""
        year = self._number(SeriesCode.DOCUMENT, "document_number", record, on_row=True)
        self.set(document_year=year)

    def record_number(self, code: SeriesCode, column: str, record: str) -> int:
        """Ask for a number that only a side row takes; return the year it counts in."""
        return self._number(code, column, record)

    def _number(
        self, code: SeriesCode, column: str, record: str = "", *, on_row: bool | None = None
    ) -> int:
        case = self.case
        year = case.rules.calendar.date_of(case.now).year
        takes = not record if on_row is None else on_row
        self.numbers.append(Series(code, year, case.facts.drill, column, record, takes))
        return year

    def flow(self, *names: str) -> None:
        """Count events of the review day."""
        self.flows.extend(names)
