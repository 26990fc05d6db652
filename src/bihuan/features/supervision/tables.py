"""The ledger as a workbook."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _

from bihuan.features.supervision.selectors.lines import LedgerLine
from bihuan.platform.exchange.cells import neutral
from bihuan.platform.i18n.dates import LOCAL

LARGEST_EXPORT = 20_000
WIDTHS = (20, 8, 34, 30, 60, 16, 36, 30, 24, 12, 18, 18, 18, 8, 8, 24)
Cell = str | int | datetime | None


def ledger_workbook(rows: Iterable[LedgerLine], about: Iterable[tuple[str, str]]) -> bytes:
    """Return a workbook of ledger lines and a sheet that says what they are.

    Numbers and instants stay what they are, so that they can be reckoned with; text that looks
    like a formula stays text.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Ledger"))
    sheet.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[chr(64 + column)].width = width
    sheet.append(
        [
            _("Number"), _("Severity"), _("Type"), _("Place"), _("Facts"), _("Clause"), _("Zone"),
            _("Unit"), _("Post"), _("State"), _("Due"), _("Ordered"), _("Signed for"),
            _("Rework"), _("Returns"), _("Verifier"),
        ]
    )  # fmt: skip
    last = 1
    for row in rows:
        sheet.append([_safe(cell) for cell in _cells(row)])
        last += 1
    sheet.auto_filter.ref = f"A1:{chr(64 + len(WIDTHS))}{last}"
    beside = book.create_sheet(_("About this list"))
    beside.column_dimensions["A"].width, beside.column_dimensions["B"].width = 24, 100
    for name, text in about:
        beside.append([neutral(name), neutral(text)])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _safe(cell: Cell) -> Cell:
    return neutral(cell) if isinstance(cell, str) else cell


def _cells(row: LedgerLine) -> tuple[Cell, ...]:
    return (
        row.label, f"S{row.severity}", f"{row.type_code} {row.type_name}", row.place or None,
        row.facts, row.clause, row.where, row.unit, row.post, str(row.state),
        _local(row.clock.due if row.clock else None), _local(row.assigned_at),
        _local(row.received_at), row.rework, row.returns, row.verifier,
    )  # fmt: skip


def _local(instant: datetime | None) -> datetime | None:
    """Return the local time as a workbook keeps it: without a zone, to the second."""
    if instant is None:
        return None
    return instant.astimezone(LOCAL).replace(tzinfo=None, microsecond=0)
