"""Enter a register of zones: upload, dry run, then one click."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.territory.api import (
    ZONE_REGISTER,
    check_zones,
    import_zones,
    register_lines,
    undo_zones,
    zone_notes,
)
from bihuan.features.territory.forms import FileForm
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.exchange.dry_runs import shown
from bihuan.platform.exchange.marked import marked
from bihuan.platform.exchange.readers import Sheet, read_file
from bihuan.platform.exchange.register import Entered
from bihuan.platform.exchange.undo import entered_file, recent
from bihuan.platform.exchange.uploads import fetch, keep_tried
from bihuan.platform.exchange.writers import XLSX, OutSheet, write_workbook

SHEET = "zones"


@page(Act.IMPORT_REGISTER)
def register(request: ActingRequest) -> HttpResponse:
    """Show the form, or what became of the file: its dry run, or its import."""
    if request.method != "POST":
        return _answer(request)
    for word, what in (("undo", _take_back), ("confirm", _enter)):
        if word in request.POST:
            return what(request, str(request.POST[word])[:64])
    file = request.FILES.get("file")
    if file is None:
        return _answer(request, refusal=Refusal("file_missing"))
    content = file.read()
    sheet = _sheet(content)
    if isinstance(sheet, Refusal):
        return _answer(request, refusal=sheet)
    report = check_zones(sheet.lines, sheet.header)
    run = shown(report.comparison, report.problems, {SHEET: sheet.lines})
    kept = keep_tried(content, report.problems)
    return _answer(request, run=run, **{"faulty" if report.problems else "ready": kept})


@page(Act.IMPORT_REGISTER)
def faults(request: ActingRequest, fingerprint: str) -> HttpResponse:
    """Send a file that was tried back as a workbook with what is wrong in it."""
    content = fetch(fingerprint)
    sheet = Refusal("file_missing") if content is None else _sheet(content)
    if isinstance(sheet, Refusal):
        return _answer(request, refusal=sheet)
    report = check_zones(sheet.lines, sheet.header)
    sheets = marked({SHEET: (sheet.header, sheet.lines)}, report.problems)
    answer = HttpResponse(write_workbook(sheets), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="zones-to-mend.xlsx"'
    return answer


@page(Act.IMPORT_REGISTER)
def workbook(request: ActingRequest) -> HttpResponse:  # noqa: ARG001
    """Send the register as a workbook: what is stored, to be mended and sent back."""
    header, lines = register_lines()
    rows = ([line[column] for column in header] for line in lines)
    content = write_workbook([OutSheet(SHEET, header, rows), zone_notes()])
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="zones.xlsx"'
    return answer


def _sheet(content: bytes) -> Sheet | Refusal:
    table = read_file(content, name=SHEET)
    if isinstance(table, Refusal):
        return table
    named = [sheet for sheet in table.sheets if sheet.name == SHEET]
    return (named or list(table.sheets))[0]


def _enter(request: ActingRequest, fingerprint: str) -> HttpResponse:
    content = fetch(fingerprint)
    sheet = Refusal("file_missing") if content is None else _sheet(content)
    if isinstance(sheet, Refusal):
        return _answer(request, refusal=sheet)
    answer = import_zones(by=request.by, lines=sheet.lines, header=sheet.header, key=fingerprint)
    if isinstance(answer, Entered):
        refusal = answer.refusals[0] if answer.refusals else None
        return _answer(request, entered=answer, refusal=refusal)
    return _answer(request, run=shown(answer.comparison, answer.problems, {SHEET: sheet.lines}))


def _take_back(request: ActingRequest, file: str) -> HttpResponse:
    entered = entered_file(Session(), file, ZONE_REGISTER)
    if entered is None:
        return _answer(request, refusal=Refusal("import_not_there"))
    reason, key = request.POST.get("reason", "")[:200], f"undo:{file}:{entered.at.isoformat()}"
    answer = undo_zones(by=request.by, file=file, reason=reason, key=key)
    if isinstance(answer, Refusal):
        return _answer(request, refusal=answer, reason=reason)
    return _answer(request, undone=answer.result)


def _answer(request: ActingRequest, **context: object) -> HttpResponse:
    wrong = context.get("refusal") is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    shown_too = {"form": FileForm(), "recent": recent(ZONE_REGISTER, now())}
    return render(request, "territory/register.html", {**shown_too, **context}, status=status)
