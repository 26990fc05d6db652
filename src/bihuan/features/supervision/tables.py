"""The ledger as a workbook."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

from bihuan.features.supervision.selectors.lines import LedgerLine
from bihuan.platform.exchange.cells import neutral
from bihuan.platform.i18n import dates

LARGEST_EXPORT = 20_000
WIDTHS = (20, 8, 34, 60, 16, 36, 30, 24, 12, 18, 18, 18, 8, 8, 24)


def ledger_workbook(rows: Iterable[LedgerLine]) -> bytes:
    """Return a workbook of ledger lines; text that looks like a formula stays text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Ledger"))
    sheet.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[chr(64 + column)].width = width
    sheet.append(
        [
            _("Number"), _("Severity"), _("Type"), _("Facts"), _("Clause"), _("Zone"), _("Unit"),
            _("Post"), _("State"), _("Due"), _("Ordered"), _("Signed for"), _("Rework"),
            _("Returns"), _("Verifier"),
        ]
    )  # fmt: skip
    for row in rows:
        sheet.append([neutral(str(cell)) for cell in _cells(row)])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(row: LedgerLine) -> tuple[object, ...]:
    due = dates.stamp(row.clock.due) if row.clock else dates.ABSENT
    return (
        row.label, f"S{row.severity}", f"{row.type_code} {row.type_name}", row.text, row.clause,
        row.where, row.unit, row.post, row.state, due, dates.stamp(row.assigned_at),
        dates.stamp(row.received_at), row.rework, row.returns, row.verifier,
    )  # fmt: skip
