"""The rectification ledger: saved views, filters in the address, bulk acts, export, print."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.findings.states import BUCKET_OF, Bucket, State
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import ZoneCodeError, ZoneRange, range_of
from bihuan.features.supervision.api import (
    LedgerFilter,
    Seen,
    act_on_many,
    control_line,
    counts_of,
    every_row,
    finding_types,
    ledger_page,
)
from bihuan.features.supervision.labels import STATES
from bihuan.features.supervision.selectors.lines import lines_of
from bihuan.features.supervision.tables import LARGEST_EXPORT, ledger_workbook
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose, dates
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.paging import KeyedPage, read_key, write_key
from bihuan.platform.ui.parts import Filter, Option, SavedView

KEY_PARTS = 3
MOST_SELECTED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BULK = {
    "receive": LoopAct.RECEIVE,
    "start": LoopAct.START,
    "close": LoopAct.CLOSE,
    "file": LoopAct.FILE,
}


@dataclass(frozen=True, slots=True)
class View:
    """One saved view: its name in the address, its label, its filter."""

    name: str
    label: Promise
    wanted: LedgerFilter


def saved_views(by: ActingPost, now: datetime) -> tuple[View, ...]:
    """Return the saved views of a post."""
    day = now + timedelta(hours=24)
    return (
        View("open", gettext_lazy("All open"), LedgerFilter()),
        View("mine", gettext_lazy("My unit's"), LedgerFilter(handler_unit=by.actor.unit)),
        View("grave", gettext_lazy("S1–S2"), LedgerFilter(severities=(1, 2))),
        View("today", gettext_lazy("Due within 24 h"), LedgerFilter(due_before=day)),
        View("overdue", gettext_lazy("Overdue"), LedgerFilter(overdue_at=now)),
        View("over_control", gettext_lazy("Over-control"), LedgerFilter(over_control=True)),
        View(
            "look_back", gettext_lazy("Look-backs"), LedgerFilter(open_only=False, look_back=True)
        ),
        View("all", gettext_lazy("Everything"), LedgerFilter(open_only=False)),
    )


@page(Act.VIEW_LEDGER)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show one page of the ledger."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return render(request, "supervision/no_incident.html", status=409)
    by, now = request.by, incident.now()  # type: ignore[attr-defined]
    views = saved_views(by, now)
    view = next((one for one in views if one.name == request.GET.get("view")), views[0])
    wanted = narrowed(view.wanted, request.GET)
    key = read_key(request.GET.get("after", ""), KEY_PARTS)
    found = ledger_page(
        incident=incident.id,
        scope=by.scope,
        wanted=wanted,
        after=key,  # type: ignore[arg-type]
    )
    after = write_key(found.next_key) if found.next_key else ""
    rows = lines_of(found.rows, now)
    context = {
        "views": _tabs(views, view, by, incident.id),
        "view": view,
        "rows": rows,
        "page": KeyedPage(rows, after, key is None),
        "filters": _filters(request.GET, by),
        "control": control_line(incident=incident.id, scope=by.scope),
        "now": now,
        "query": request.GET.urlencode(),
        "bulk": BULK,
    }
    return render(request, "supervision/ledger.html", context)


def narrowed(wanted: LedgerFilter, said: Mapping[str, str]) -> LedgerFilter:
    """Narrow a view by the chips in the address; what is unknown there narrows nothing."""
    severity, state, kind = said.get("severity", ""), said.get("state", ""), said.get("type", "")
    if severity in ("1", "2", "3", "4"):
        wanted = replace(wanted, severities=(int(severity),))
    if state in set(State) - {State.NEW}:
        wanted = replace(wanted, states=(state,), open_only=BUCKET_OF[state] is Bucket.OPEN)
    if kind in finding_types():
        wanted = replace(wanted, types=(kind,))
    zone = _zone(said.get("zone", ""))
    return replace(wanted, zone=zone) if zone else wanted


def _zone(text: str) -> ZoneRange | None:
    try:
        return range_of(int(text))
    except (ValueError, ZoneCodeError):
        return None


def _tabs(views: tuple[View, ...], current: View, by: ActingPost, incident: int) -> list[SavedView]:
    counts = counts_of(incident=incident, scope=by.scope, wanted=[view.wanted for view in views])
    return [
        SavedView(str(view.label), "?" + urlencode({"view": view.name}), count, view is current)
        for view, count in zip(views, counts, strict=True)
    ]


def _filters(said: Mapping[str, str], by: ActingPost) -> list[Filter]:
    below = territory.children(by.actor.lo) or []
    zones = [Option(str(zone.code), str(zone.name)) for zone in below]
    severities = [Option(str(n), f"S{n}") for n in range(1, 5)]
    types = [
        Option(code, f"{code} {choose(kind.zh, kind.en)}") for code, kind in finding_types().items()
    ]
    states = [Option(s.value, str(STATES[s])) for s in State if s is not State.NEW]
    table = (
        ("zone", _("Zone"), zones),
        ("severity", _("Severity"), severities),
        ("type", _("Type"), types),
        ("state", _("State"), states),
    )
    return [Filter(name, label, options, said.get(name, "")) for name, label, options in table]


@page(Act.VIEW_LEDGER)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one act to the selected findings, each checked again for itself."""
    incident = request.incident  # type: ignore[attr-defined]
    act = BULK.get(request.POST.get("act", ""))
    picked = request.POST.getlist("finding")[:MOST_SELECTED]
    results = _results(request, act, incident.id, picked) if act and incident else []
    done = sum(isinstance(answer, Outcome) for _, answer in results)
    context = {
        "done": done,
        "left": [(name, sentence(no)) for name, no in results if not isinstance(no, Outcome)],
        "back": "/ledger?" + request.POST.get("query", ""),
    }
    return render(request, "supervision/bulk.html", context)


def _results(
    request: HttpRequest, act: LoopAct, incident: int, picked: list[str]
) -> list[tuple[str, Any]]:
    parts = [one.partition(":") for one in picked]
    each: list[tuple[Seen, Mapping[str, Any]]] = [
        (Seen(identity, incident, int(version) if version.isdigit() else None), {})
        for identity, _, version in parts
    ]
    key = request.POST.get("key", "")[:60]
    answers = act_on_many(by=request.by, act=act, each=each, key=key)  # type: ignore[attr-defined]
    return list(zip([identity for identity, _, _ in parts], answers, strict=True))


@page(Act.EXPORT_LEDGER)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Send the filtered ledger as a workbook; no cell of it is a formula."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return redirect("ledger")
    rows = _all_lines(request, LARGEST_EXPORT)
    about = [(_("Written"), dates.stamp(incident.now())), (_("Filter"), request.GET.urlencode())]
    response = HttpResponse(ledger_workbook(rows, about), content_type=XLSX)
    name = f"ledger-{incident.now():%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(Act.VIEW_LEDGER)
@require_GET
def print_ledger(request: HttpRequest) -> HttpResponse:
    """Show the filtered ledger as a sheet for A3 paper."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return redirect("ledger")
    context = {
        "rows": _all_lines(request, 1000),
        "now": incident.now(),
        "filters": request.GET.dict(),
        "control": control_line(incident=incident.id, scope=request.by.scope),  # type: ignore[attr-defined]
    }
    return render(request, "supervision/ledger_print.html", context)


def _all_lines(request: HttpRequest, most: int) -> list[Any]:
    incident, by = request.incident, request.by  # type: ignore[attr-defined]
    now = incident.now()
    views = saved_views(by, now)
    view = next((one for one in views if one.name == request.GET.get("view")), views[0])
    wanted = narrowed(view.wanted, request.GET)
    found = every_row(incident=incident.id, scope=by.scope, wanted=wanted)
    return lines_of([facts for _, facts in zip(range(most), found, strict=False)], now)
