"""Published counts: one at a time, or a bulletin's file with a dry run."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.review import api
from bihuan.features.review.forms import BulletinFileForm, FigureForm
from bihuan.features.review.labels import DIMENSIONS, MODES
from bihuan.features.review.views.evening import Evening, evening_of
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.exchange.dry_runs import shown
from bihuan.platform.exchange.readers import Sheet, read_file
from bihuan.platform.exchange.uploads import fetch, keep
from bihuan.platform.ui.forms import go, key_of, status_of

SHEET = "bulletin"


@page(Act.ENTER_BULLETIN_FIGURE)
@require_http_methods(["GET", "POST"])
def figures(request: ActingRequest, day: str) -> HttpResponse:
    """Show the night's published counts; enter or correct one."""
    evening = evening_of(request, day)
    form = FigureForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer = api.enter_figures(
            by=request.by, incident=evening.view.id, day=day, rows=[form.draft()],
            source=form.cleaned_data["source"], key=key_of(request),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("review:figures", args=(day,)))
        refusal = answer
    return _page(request, evening, form=form, refusal=refusal)


@page(Act.ENTER_BULLETIN_FIGURE)
@require_http_methods(["POST"])
def bulletin_file(request: ActingRequest, day: str) -> HttpResponse:
    """Try a bulletin's file; enter it when it was tried and is confirmed."""
    evening = evening_of(request, day)
    if "confirm" in request.POST:
        return _enter(request, evening)
    upload = BulletinFileForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, evening, upload=upload)
    content = upload.cleaned_data["file"].read()
    source = upload.cleaned_data["source"]
    sheet = _sheet(content)
    if isinstance(sheet, Refusal):
        return _page(request, evening, upload=upload, refusal=sheet)
    report = _report(evening, sheet)
    run = shown(report.comparison, report.problems, {SHEET: sheet.lines})
    ready = "" if report.problems or not report.lines else keep(content)
    return _page(request, evening, upload=upload, run=run, ready=ready, source=source)


def _sheet(content: bytes) -> Sheet | Refusal:
    file = read_file(content, name=SHEET)
    if isinstance(file, Refusal):
        return file
    return next(sheet for sheet in file.sheets if sheet.lines)


def _report(evening: Evening, sheet: Sheet) -> api.BulletinReport:
    return api.check_bulletin(
        view=evening.view, window=evening.window, lines=sheet.lines, header=sheet.header
    )


def _enter(request: ActingRequest, evening: Evening) -> HttpResponse:
    content = fetch(str(request.POST["confirm"]))
    sheet = Refusal("file_missing") if content is None else _sheet(content)
    if isinstance(sheet, Refusal):
        return _page(request, evening, refusal=sheet)
    report = _report(evening, sheet)
    answer = api.enter_bulletin(
        by=request.by, incident=evening.view.id, day=evening.day, report=report,
        source=request.POST.get("source", ""), key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return _page(request, evening, refusal=answer)
    return go(reverse("review:figures", args=(evening.day,)))


def _page(request: ActingRequest, evening: Evening, **more: Any) -> HttpResponse:
    rows = api.published(incident=evening.view.id, day=evening.day)
    context: dict[str, Any] = {
        "evening": evening,
        "rows": [(row, DIMENSIONS[row.dimension], MODES[row.mode]) for row in rows],
        "form": FigureForm(),
        "upload": BulletinFileForm(),
        "refusal": None,
    } | more
    status = status_of(context["refusal"], context["form"], context["upload"])
    return render(request, "review/figures.html", context, status=status)
