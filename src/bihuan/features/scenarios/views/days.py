"""The map by day: every plan's mean new infections of one day, on one scale, and as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bihuan.domain.policy.acts import Act
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.scenarios import api
from bihuan.features.scenarios.labels import PLANS
from bihuan.features.scenarios.views.result import run_asked
from bihuan.features.territory.api import Outline, framed, names, outlines
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.ui.forms import number_said

BANDS = 4
STEP = 3  # a band reaches three times as high as the one before: days early and late both show
LETTERS = 26  # numbers across a map, so that they have one size at every level
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the territory: its number on the maps, its name, its outline if there is one."""

    number: int
    code: int
    name: Any
    outline: Outline | None

    @property
    def middle(self) -> tuple[str, str]:
        """Where the number is written: the middle of the box around the outline."""
        return ("0", "0") if self.outline is None else self.outline.middle


@dataclass(frozen=True, slots=True)
class Sketch:
    """One plan's map of the day: the parts with their band, and the sum."""

    plan: Any
    areas: list[tuple[Part, int, str]]
    total: str


@page(Act.VIEW_SCENARIOS)
@require_GET
def by_day(request: ActingRequest, number: int) -> HttpResponse:
    """Show the maps of one day; the address has it, counted from the first simulated one."""
    found = run_asked(request, number, Act.VIEW_SCENARIOS)
    answer, _ = api.answer_of(found)
    if answer is None or "days" not in answer.body.get("plans", [{}])[0]:
        raise Http404("no answer by day")
    plans = answer.body["plans"]
    parts, last = _parts(plans[0]["days"]), found.choice.days
    day = min(max(number_said(request.GET.get("day", "")) or 1, 1), last)
    first = date.fromisoformat(found.tonight.day)
    context = {
        "run": found,
        "zone": names([found.zone]).get(found.zone),
        "day": day,
        "date": first + timedelta(days=day),
        "days": [(n, first + timedelta(days=n)) for n in range(1, last + 1)],
        "before": day - 1,
        "after": day + 1 if day < last else 0,
        "sketches": _sketches(plans, parts, day),
        "parts": parts,
        "rows": [(part, [_said(plan["days"][str(part.code)][day - 1]) for plan in plans])
                 for part in parts],
        "runs": answer.runs,
        "ends": [(at, _said(end)) for at, end in enumerate(_ends(_top(plans)), start=1)],
        **_frame(parts),
    }  # fmt: skip
    return render(request, "scenarios/days.html", context)


def _parts(days: Mapping[str, Any]) -> list[Part]:
    codes = sorted(int(code) for code in days)
    called, shapes = names(codes), outlines(codes)
    return [
        Part(at, code, called.get(code, code), shapes.get(code))
        for at, code in enumerate(codes, start=1)
    ]


def _sketches(plans: list[dict[str, Any]], parts: list[Part], day: int) -> list[Sketch]:
    """Return a map for every plan."""
    top, made = _top(plans), []
    for plan in plans:
        values = [(part, plan["days"][str(part.code)][day - 1]) for part in parts]
        areas = [(part, _band(value, top), _said(value)) for part, value in values]
        total = _said(sum(value for _, value in values))
        made.append(Sketch(PLANS[PlanKind(plan["kind"])], areas, total))
    return made


def _top(plans: list[dict[str, Any]]) -> int:
    """Return the largest value of all plans and all days: they share one scale."""
    return max((max(values) for plan in plans for values in plan["days"].values()), default=0)


def _band(value: int, top: int) -> int:
    """Return the band of a value; 0 is a band of its own."""
    return sum(value > end for end in (0, *_ends(top)[:-1]))


def _ends(top: int) -> list[int]:
    """Return where the bands end, in tenths: at the largest value, a third of it, and so on."""
    return [round(top / STEP**k) for k in reversed(range(BANDS))]


def _said(tenths: int) -> str:
    return f"{tenths / TENTHS:,.1f}"


def _frame(parts: list[Part]) -> dict[str, Any]:
    drawn = [part.outline for part in parts if part.outline is not None]
    box = framed(drawn)
    return {
        "drawn": bool(drawn),
        "view_box": " ".join(f"{side:g}" for side in box),
        "letter": f"{max(box[2:]) / LETTERS:g}",
        "schematic": any(one.schematic for one in drawn),
    }
