"""The duty book as a workbook: out, mended, tried, entered."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.posts import api
from bihuan.features.posts.forms import FileForm
from bihuan.features.posts.views.duty import shown_zone
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.exchange.dry_runs import shown
from bihuan.platform.exchange.marked import marked
from bihuan.platform.exchange.readers import read_file
from bihuan.platform.exchange.register import Entered
from bihuan.platform.exchange.undo import entered_file, recent
from bihuan.platform.exchange.uploads import fetch, keep_tried
from bihuan.platform.exchange.writers import XLSX, write_workbook


@page(Act.EXPORT_DUTY_BOOK)
def workbook(request: ActingRequest) -> HttpResponse:
    """Send the duty book of a zone as a workbook with drop-downs."""
    zone = shown_zone(request.by, request.GET.get("zone", ""))
    if zone is None:
        raise Http404("no zone")
    require(request.by, Act.EXPORT_DUTY_BOOK, zone.range)
    content = write_workbook(api.duty_sheets(scope=zone.range))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="duty-{zone.code}.xlsx"'
    return answer


@page(Act.IMPORT_REGISTER)
def book(request: ActingRequest) -> HttpResponse:
    """Show the form, or what became of the workbook: its dry run, or its import."""
    if request.method != "POST":
        return _answer(request)
    for word, what in (("undo", _take_back), ("confirm", _enter)):
        if word in request.POST:
            return what(request, str(request.POST[word])[:64])
    file = request.FILES.get("file")
    if file is None:
        return _answer(request, refusal=Refusal("file_missing"))
    content = file.read()
    tables = _tables(content)
    if isinstance(tables, Refusal):
        return _answer(request, refusal=tables)
    report = api.check_duty(tables, by=request.by)
    lines = {name: table[1] for name, table in tables.items()}
    run = shown(report.comparison, report.problems, lines)
    kept = keep_tried(content, report.problems)
    return _answer(request, run=run, **{"faulty" if report.problems else "ready": kept})


@page(Act.IMPORT_REGISTER)
def faults(request: ActingRequest, fingerprint: str) -> HttpResponse:
    """Send a file that was tried back as a workbook with what is wrong in it."""
    content = fetch(fingerprint)
    tables = Refusal("file_missing") if content is None else _tables(content)
    if isinstance(tables, Refusal):
        return _answer(request, refusal=tables)
    report = api.check_duty(tables, by=request.by)
    answer = HttpResponse(
        write_workbook(marked(tables, report.problems, api.CHOICES)), content_type=XLSX
    )
    answer["Content-Disposition"] = 'attachment; filename="duty-to-mend.xlsx"'
    return answer


def _tables(content: bytes) -> api.Tables | Refusal:
    file = read_file(content, name="")
    return file if isinstance(file, Refusal) else api.tables_of(file)


def _enter(request: ActingRequest, fingerprint: str) -> HttpResponse:
    content = fetch(fingerprint)
    tables = Refusal("file_missing") if content is None else _tables(content)
    if isinstance(tables, Refusal):
        return _answer(request, refusal=tables)
    answer = api.import_duty(by=request.by, tables=tables, key=fingerprint)
    if not isinstance(answer, Entered):
        lines = {name: table[1] for name, table in tables.items()}
        return _answer(request, run=shown(answer.comparison, answer.problems, lines))
    refusal = answer.refusals[0] if answer.refusals else None
    at, scope = now(), request.by.scope
    report = api.gaps_kept(at=at, scope=scope)
    weak = api.weak_spots(by=request.by.actor, at=at, scope=scope)
    return _answer(request, entered=answer, refusal=refusal, report=report, weak=weak)


def _take_back(request: ActingRequest, file: str) -> HttpResponse:
    entered = entered_file(Session(), file, api.DUTY_BOOK)
    if entered is None:
        return _answer(request, refusal=Refusal("import_not_there"))
    reason, key = request.POST.get("reason", "")[:200], f"undo:{file}:{entered.at.isoformat()}"
    answer = api.undo_duty(by=request.by, file=file, reason=reason, key=key)
    if isinstance(answer, Refusal):
        return _answer(request, refusal=answer, reason=reason)
    return _answer(request, undone=answer.result)


def _answer(request: ActingRequest, **context: object) -> HttpResponse:
    wrong = context.get("refusal") is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    at = now()
    shown_too = {
        "form": FileForm(), "recent": recent(api.DUTY_BOOK, at),
        "alone": not api.others_confirm(request.by.person, at=at),
    }  # fmt: skip
    return render(request, "posts/book.html", {**shown_too, **context}, status=status)
