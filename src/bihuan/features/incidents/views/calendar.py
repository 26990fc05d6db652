"""Working days (工作日历): the table of a year's holidays and make-up days."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.domain.calendar_years import CalendarDay, DayKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents import api
from bihuan.features.incidents.forms import DayForm, YearForm
from bihuan.features.incidents.labels import DAY_KINDS
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.ui.forms import go, key_of

EMPTY_LINES = 4
MOST_LINES = 120
FIRST_YEAR, LAST_YEAR = 2000, 2100


@page(Act.VIEW_SETUP)
def calendar(request: ActingRequest) -> HttpResponse:
    """Show a year; whoever may change it gets a table to edit."""
    this = now().astimezone(LOCAL).year
    year = _year_or_404(request.GET.get("year", ""), this)
    may = can(Act.SET_CALENDAR, request.by.actor)
    stands = api.calendar_year(year)
    propose = may and "propose" in request.GET
    days = api.proposed_year(year) if propose else (stands.days if stands else ())
    lines = _lines(request, days)
    source = YearForm(request.POST or None, initial={"source": stands.source if stands else ""})
    refusal: Refusal | None = None
    if request.method == "POST" and may and lines.is_valid() and source.is_valid():
        answer = api.set_calendar_year(
            by=request.by, year=year, days=_days(lines), source=source.cleaned_data["source"],
            key=key_of(request),
        )  # fmt: skip
        if not isinstance(answer, Refusal):
            messages.success(request, _("The year %(year)s is entered.") % {"year": year})
            return go(f"{reverse('calendar')}?year={year}")
        refusal = answer
    context = {
        "year": year, "this": this, "stands": stands, "may": may, "propose": propose,
        "years": sorted({this, this + 1, year, *api.calendar_years()}),
        "lines": lines, "source": source, "refusal": refusal, "key": key_of(request),
        "listed": [(one, DAY_KINDS[one.kind]) for one in days],
    }  # fmt: skip
    wrong = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "incidents/calendar.html", context, status=status)


def _lines(request: ActingRequest, days: Any) -> "BaseFormSet[DayForm]":
    made = formset_factory(DayForm, extra=EMPTY_LINES, max_num=MOST_LINES)
    if request.method == "POST":
        return made(request.POST)
    return made(initial=[
        {"day": one.day, "kind": one.kind.value, "name": one.name} for one in days
    ])  # fmt: skip


def _days(lines: "BaseFormSet[DayForm]") -> list[CalendarDay]:
    """Return the lines that name a day."""
    return [
        CalendarDay(said["day"], DayKind(said["kind"] or DayKind.HOLIDAY), said["name"].strip())
        for said in (line.cleaned_data for line in lines)
        if said.get("day")
    ]


def _year_or_404(said: str, this: int) -> int:
    if not said:
        return this
    if not (said.isascii() and said.isdigit() and FIRST_YEAR <= int(said[:9]) <= LAST_YEAR):
        raise Http404("no such year")
    return int(said)
