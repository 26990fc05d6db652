"""The record: counts of a day, entered one at a time or as a file with a dry run."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.case_rows import SHEET
from bihuan.domain.zones import ZoneRange
from bihuan.features.surveillance import api
from bihuan.features.surveillance.forms import CaseForm, FileForm
from bihuan.features.surveillance.labels import ORIGINS, ROUTES, STATUSES
from bihuan.features.surveillance.views.place import Place, day_of, place_of
from bihuan.features.territory.api import names
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.exchange.dry_runs import shown
from bihuan.platform.exchange.readers import Sheet, read_file
from bihuan.platform.exchange.uploads import fetch, keep
from bihuan.platform.ui.forms import go, key_of

NOTHING = "surveillance/no_incident.html"
MOST_ROWS = 300


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def days(request: ActingRequest) -> HttpResponse:
    """List the days that have counts, the newest first."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    scope = ZoneRange(place.zone.range.lo, place.zone.range.hi)
    found = api.days_with_cases(incident=place.view.id, scope=scope)
    today = place.today.isoformat()
    context = {
        "place": place,
        "days": found,
        "today": today,
        "may_enter": place.may(Act.ENTER_CASES),
        "may_export": place.may(Act.EXPORT_CASES),
    }
    return render(request, "surveillance/record.html", context)


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET", "POST"])
def day(request: ActingRequest, day: str) -> HttpResponse:
    """Show the counts of a day; enter or revise one."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    said = day_of(place, day)
    if request.method != "POST":
        return _page(request, place, said)
    form = CaseForm(request.POST, zones=place.enterable())
    if not form.is_valid():
        return _page(request, place, said, form=form)
    draft = form.draft(said)
    answer = api.enter_cases(
        by=request.by, incident=place.view.id, rows=[draft], source=draft.source,
        reason=draft.reason, key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(_address(place, said))
    return _page(request, place, said, form=form, refusal=answer)


@page(Act.ENTER_CASES)
@require_http_methods(["POST"])
def case_file(request: ActingRequest, day: str) -> HttpResponse:
    """Try a file of counts; enter it when it was tried and is confirmed."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    said = day_of(place, day)
    if "confirm" in request.POST:
        return _enter(request, place, said)
    upload = FileForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, place, said, upload=upload)
    content = upload.cleaned_data["file"].read()
    sheet = sheet_of(content)
    if isinstance(sheet, Refusal):
        return _page(request, place, said, upload=upload, refusal=sheet)
    report = _report(place, sheet)
    run = shown(report.comparison, report.problems, {SHEET: sheet.lines})
    ready = "" if report.problems or not report.lines else keep(content)
    told = {name: upload.cleaned_data[name] for name in ("source", "reason")}
    return _page(request, place, said, upload=upload, run=run, ready=ready, told=told)


def sheet_of(content: bytes) -> Sheet | Refusal:
    """Return the first table of a file that has rows."""
    file = read_file(content, name=SHEET)
    if isinstance(file, Refusal):
        return file
    return next(sheet for sheet in file.sheets if sheet.lines)


def _report(place: Place, sheet: Sheet) -> api.CaseReport:
    return api.check_cases(
        view=place.view, lines=sheet.lines, header=sheet.header, scope=place.zone.code
    )


def _enter(request: ActingRequest, place: Place, day: str) -> HttpResponse:
    content = fetch(str(request.POST["confirm"]))
    sheet = Refusal("file_missing") if content is None else sheet_of(content)
    if isinstance(sheet, Refusal):
        return _page(request, place, day, refusal=sheet)
    report = _report(place, sheet)
    if report.problems:
        first = {"row": report.problems[0].row, "count": len(report.problems)}
        return _page(request, place, day, refusal=Refusal("cases_file_has_problems", first))
    answer = api.enter_cases(
        by=request.by, incident=place.view.id, rows=report.lines,
        source=str(request.POST.get("source", "")), reason=str(request.POST.get("reason", "")),
        key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return _page(request, place, day, refusal=answer)
    days = {line.day for line in report.lines}
    return go(_address(place, day if day in days else max(days)))


def _address(place: Place, day: str) -> str:
    query = urlencode({"zone": place.zone.code})
    return f"{reverse('surveillance:day', args=(day,))}?{query}"


def _page(request: ActingRequest, place: Place, day: str, **more: Any) -> HttpResponse:
    scope = place.zone.range
    rows = api.rows_of_days(incident=place.view.id, scope=scope, days=[day])
    changes = api.changes_of_day(incident=place.view.id, scope=scope, day=day)
    called = names({row.cell.zone for row in rows} | {one.zone for one in changes})
    visible = place.sees_small_cells
    lines = api.case_lines(rows, sees_small_cells=visible, covers=place.covers(rows))
    context = {
        "place": place,
        "day": day,
        "rows": [
            (called.get(row.cell.zone, row.cell.zone), ORIGINS[row.cell.origin],
             ROUTES[row.cell.route], STATUSES[row.cell.status], line[5], line[6], row)
            for row, line in zip(rows[:MOST_ROWS], lines, strict=False)
        ],
        "more": max(0, len(rows) - MOST_ROWS),
        "changes": [(called.get(one.zone, one.zone), one) for one in changes] if visible else [],
        "hidden_changes": 0 if visible else len(changes),
        "mixed": api.windows_differ(rows),
        "visible": visible,
        "form": CaseForm(zones=place.enterable()),
        "upload": FileForm(),
        "may_enter": place.may(Act.ENTER_CASES),
        "refusal": None,
    } | more  # fmt: skip
    wrong = context["refusal"] or any(
        getattr(context[name], "errors", None) for name in ("form", "upload")
    )
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "surveillance/day.html", context, status=status)
