"""Signals beside the counts: listed, entered one at a time or as a file with a dry run."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.signals import OF_PEOPLE, SHEET, SignalKind
from bihuan.features.surveillance import api
from bihuan.features.surveillance.forms import SignalFileForm, SignalForm
from bihuan.features.surveillance.labels import BANDS, SIGNALS
from bihuan.features.surveillance.views.place import Place, place_of
from bihuan.features.surveillance.views.record import NOTHING, sheet_of
from bihuan.features.territory.api import names
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.exchange.dry_runs import shown
from bihuan.platform.exchange.readers import Sheet
from bihuan.platform.exchange.uploads import fetch, keep
from bihuan.platform.ui.forms import go, key_of

MOST, FEW = 100, 40


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET", "POST"])
def signals(request: ActingRequest) -> HttpResponse:
    """List the newest signals; enter or correct one."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    if request.method != "POST":
        return _page(request, place)
    form = SignalForm(request.POST, zones=place.enterable())
    if not form.is_valid():
        return _page(request, place, form=form)
    answer = api.enter_signals(
        by=request.by, incident=place.view.id, rows=[form.line()],
        source=form.cleaned_data["source"], key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(_address(place))
    return _page(request, place, form=form, refusal=answer)


@page(Act.ENTER_SIGNALS)
@require_http_methods(["POST"])
def signal_file(request: ActingRequest) -> HttpResponse:
    """Try a file of signals; enter it when it was tried and is confirmed."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    if "confirm" in request.POST:
        return _enter(request, place)
    upload = SignalFileForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, place, upload=upload)
    content = upload.cleaned_data["file"].read()
    sheet = sheet_of(content)
    if isinstance(sheet, Refusal):
        return _page(request, place, upload=upload, refusal=sheet)
    report = _report(place, sheet)
    run = shown(report.comparison, report.problems, {SHEET: sheet.lines})
    ready = "" if report.problems or not report.lines else keep(content)
    source = upload.cleaned_data["source"]
    return _page(request, place, upload=upload, run=run, ready=ready, source=source)


def _report(place: Place, sheet: Sheet) -> api.SignalReport:
    return api.check_signals(
        view=place.view, lines=sheet.lines, header=sheet.header, scope=place.zone.code
    )


def _enter(request: ActingRequest, place: Place) -> HttpResponse:
    content = fetch(str(request.POST["confirm"]))
    sheet = Refusal("file_missing") if content is None else sheet_of(content)
    if isinstance(sheet, Refusal):
        return _page(request, place, refusal=sheet)
    report = _report(place, sheet)
    if report.problems:
        first = {"row": report.problems[0].row, "count": len(report.problems)}
        return _page(request, place, refusal=Refusal("cases_file_has_problems", first))
    answer = api.enter_signals(
        by=request.by, incident=place.view.id, rows=report.lines,
        source=str(request.POST.get("source", "")), key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return _page(request, place, refusal=answer)
    return go(_address(place))


def _told(place: Place, one: api.KindTotal) -> api.Reading:
    row = api.SignalRow(place.zone.code, one.day, one.kind, "", one.n, one.of, "", 1)
    told = api.readings([row], sees_small_cells=place.sees_small_cells)[0]
    covers = one.kind in OF_PEOPLE and one.small > 0 and not place.sees_small_cells
    return replace(told, per_100=None, covered=True) if covers and not told.hidden else told


def _address(place: Place) -> str:
    return f"{reverse('surveillance:signals')}?zone={place.zone.code}"


def _page(request: ActingRequest, place: Place, **more: Any) -> HttpResponse:
    scope, last = place.zone.range, place.today.isoformat()
    said = request.GET.get("kind", "")
    kind = next((one for one in SignalKind if one.value == said), None)
    rows = api.signals(
        incident=place.view.id, scope=scope, last=last, kind=kind, most=MOST if kind else FEW
    )
    totals = api.newest_by_kind(incident=place.view.id, scope=scope, last=last)
    called = names({row.zone for row in rows})
    context = {
        "place": place,
        "rows": [
            (
                called.get(one.row.zone, one.row.zone),
                SIGNALS[one.row.kind],
                one,
                BANDS.get(one.band),
            )
            for one in api.readings(rows, sees_small_cells=place.sees_small_cells)
        ],
        "totals": [
            (SIGNALS[one.kind], one, told, BANDS.get(told.band))
            for one in totals
            for told in [_told(place, one)]
        ],
        "kind": kind,
        "form": SignalForm(zones=place.enterable(), initial={"day": place.today}),
        "upload": SignalFileForm(),
        "may_enter": place.may(Act.ENTER_SIGNALS),
        "refusal": None,
    } | more
    wrong = context["refusal"] or any(
        getattr(context[name], "errors", None) for name in ("form", "upload")
    )
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "surveillance/signals.html", context, status=status)
