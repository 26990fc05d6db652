"""Counts in and out for machines: a table with hashtags, a workbook to fill, JSON."""

import json
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import RowProblem
from bihuan.domain.surveillance.case_rows import COLUMNS, SHEET
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.features.incidents.api import incident
from bihuan.features.surveillance import api
from bihuan.features.surveillance.permissions import check_act
from bihuan.features.surveillance.views.place import Place, day_of, place_of
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.auth.services import takes_tokens
from bihuan.platform.exchange.writers import XLSX, OutSheet, write_workbook
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.forms import LONGEST_KEY, number_said


@page(Act.EXPORT_CASES)
@require_http_methods(["GET"])
def cases_csv(request: ActingRequest) -> HttpResponse:
    """Send the counts of one day, or of the last days, as a table with hashtags."""
    place = _place(request, Act.EXPORT_CASES)
    rows = _rows(place, request.GET.get("day", ""))
    visible = place.sees_small_cells
    text = api.case_table(rows, sees_small_cells=visible, covers=place.covers(rows))
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    name = f"cases-{place.zone.code}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(Act.ENTER_CASES)
@require_http_methods(["GET"])
def template(request: ActingRequest) -> HttpResponse:
    """Send an empty workbook of counts with its drop-downs."""
    place = _place(request, Act.ENTER_CASES)
    choices = {
        "zone": [str(code) for code, _ in place.enterable()],
        "origin": [one.value for one in Origin],
        "route": [one.value for one in Route],
        "status": [one.value for one in CaseStatus],
    }
    content = write_workbook([OutSheet(SHEET, COLUMNS, (), choices)])
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="cases.xlsx"'
    return answer


@page(Act.VIEW_SURVEILLANCE)
@takes_tokens
@require_http_methods(["GET", "POST"])
def cases_json(request: ActingRequest) -> HttpResponse:
    """Answer with the counts of a day, or enter rows; the policy is that of the pages."""
    try:
        place = _place(request, Act.VIEW_SURVEILLANCE)
        if request.method == "POST":
            return _enter(request, place)
        rows = _rows(place, request.GET.get("day", ""))
    except Http404:
        return _no(Refusal("cases_address_unknown"), HTTPStatus.NOT_FOUND)
    visible = place.sees_small_cells
    lines = api.case_lines(rows, sees_small_cells=visible, covers=place.covers(rows))
    names = COLUMNS[:-1]
    listed = [dict(zip(names, line, strict=True)) for line in lines]
    return JsonResponse({"incident": place.view.id, "zone": place.zone.code, "rows": listed})


def _place(request: ActingRequest, act: Act) -> Place:
    said = request.GET.get("incident")
    if said is not None:
        number = number_said(said)
        named = None if number is None else incident(number)
        if named is None:  # never another one instead: counts would go to the wrong place
            raise Http404("no such incident")
        request.incident = named  # type: ignore[attr-defined]
    place = place_of(request)
    if place is None or not place.may(act):
        raise Http404("nothing to see here")
    return place


def _rows(place: Place, day: str) -> list[api.CaseRow]:
    scope, incident = place.zone.range, place.view.id
    days = [day_of(place, day)] if day else api.days_with_cases(incident=incident, scope=scope)
    return api.rows_of_days(incident=incident, scope=scope, days=days)


def _enter(request: ActingRequest, place: Place) -> HttpResponse:
    refused = check_act(request.by, Act.ENTER_CASES, place.zone.code)
    if refused is not None:
        return _no(refused, HTTPStatus.FORBIDDEN)
    said = _said(request.body)
    if said is None:
        return _no(Refusal("json_unreadable"), HTTPStatus.BAD_REQUEST)
    lines, common = said
    header = dict.fromkeys(name for line in lines for name in line)
    report = api.check_cases(view=place.view, lines=lines, header=header, scope=place.zone.code)
    if report.problems:
        problems = [_problem(one) for one in report.problems]
        return JsonResponse({"problems": problems}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    rows = [replace(line, row=line.row - 1) for line in report.lines]
    answer = api.enter_cases(
        by=request.by, incident=place.view.id, rows=rows, source=common["source"],
        reason=common["reason"], key=common["key"],
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return _no(answer, HTTPStatus.CONFLICT)
    return JsonResponse(dict(answer.result), status=HTTPStatus.CREATED)


def _said(body: bytes) -> tuple[list[dict[str, str]], dict[str, str]] | None:
    """Return rows as texts and the common words; None for what is no such document."""
    try:
        said = json.loads(body)
        rows = [{str(k): _text(v) for k, v in row.items()} for row in said["rows"]]
        common = {name: str(said.get(name, "")) for name in ("source", "reason")}
        key = str(said["key"])[:LONGEST_KEY]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return (rows, {**common, "key": f"api:{key}"}) if key else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _problem(one: RowProblem) -> dict[str, Any]:
    # Rows of a list count from 1, those of a sheet have its header above.
    message = sentence(Refusal(one.code, one.params))
    return {"row": one.row - 1, "field": one.column, "code": one.code, "message": message}


def _no(refusal: Refusal, status: HTTPStatus) -> HttpResponse:
    said = {"code": refusal.code, "message": sentence(refusal)}
    return JsonResponse({"refused": said}, status=status)
