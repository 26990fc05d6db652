"""The rectification ledger (整改台账): the one list that everything is reconciled against."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.policy.acts import Act
from bihuan.features.incidents.api import IncidentView
from bihuan.features.supervision.api import (
    MOST_COUNTED,
    PAGE,
    KeptView,
    LedgerFilter,
    control_line,
    counts_of,
    drop_view,
    keep_view,
    kept_views,
    ledger_page,
    lines_of,
)
from bihuan.features.supervision.views.bulk import bulk_acts
from bihuan.features.supervision.views.ledger_lists import (
    COLUMNS,
    Chosen,
    chips_of,
    chosen_of,
    said_of,
    views_of,
    without,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.paging import KeyedPage, read_key, write_key
from bihuan.platform.ui.parts import Filter, SavedView

KEY_PARTS = 3
# Rows with many columns weigh more; the page stays under its budget.
MANY_COLUMNS, FEWER = 4, 20
SEE_OTHER = 303


@page(Act.VIEW_LEDGER)
@require_GET
@asks_once
def ledger(request: HttpRequest) -> HttpResponse:
    """Show one page of the ledger."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return render(request, "supervision/no_incident.html", status=409)
    by, now = request.by, incident.now()  # type: ignore[attr-defined]
    chosen = chosen_of(said_of(request.GET), by, now)
    if len(request.GET.getlist("columns")) > 1:  # as a form sends them; the address stays short
        return redirect(f"{reverse('ledger')}?{chosen.query}")
    key = read_key(request.GET.get("after", ""), KEY_PARTS)
    found = ledger_page(
        incident=incident.id,
        scope=by.ground,
        wanted=chosen.wanted,
        after=key,  # type: ignore[arg-type]
        size=PAGE if len(chosen.columns) < MANY_COLUMNS else FEWER,
    )
    rows = lines_of(found.rows, now)
    after = write_key(found.next_key) if found.next_key else ""
    chips = chips_of(chosen, by, rows)
    kept = kept_views(by=by)
    tabs, total = _tabs(chosen, by, incident, kept)
    context = {
        "views": tabs,
        "chosen": chosen,
        "view": chosen.view,
        "rows": rows,
        "page": KeyedPage(rows, after, key is None),
        "total": total,
        "filters": chips,
        "columns": [(name, label, name in chosen.columns) for name, label in COLUMNS.items()],
        "shown": chosen.columns,
        "kept": [one for one in kept if one.query == chosen.query],
        "control": control_line(incident=incident.id, scope=by.ground),
        "now": now,
        "query": chosen.query,
        "bulk": bulk_acts(by),
        "responsible": () if rows else _responsible(request, chips),
    }
    return render(request, "supervision/ledger.html", context)


def _tabs(
    chosen: Chosen, by: ActingPost, incident: IncidentView, kept: Sequence[KeptView]
) -> tuple[list[SavedView], int]:
    """Return the tabs with their live counts, and the count of what is shown: one statement."""
    now = incident.now()
    views = views_of(by, now)
    wanted = [view.wanted for view in views] + [_filter(one, by, now) for one in kept]
    counts = counts_of(incident=incident.id, scope=by.ground, wanted=[*wanted, chosen.wanted])
    saved = next((one for one in kept if one.query == chosen.query), None)
    tabs = [
        _tab(str(view.label), f"view={view.name}", n, current=saved is None and view == chosen.view)
        for view, n in zip(views, counts, strict=False)
    ]
    tabs += [
        _tab(one.name, one.query, n, current=one is saved)
        for one, n in zip(kept, counts[len(views) :], strict=False)
    ]
    return tabs, counts[-1]


def _tab(label: str, query: str, count: int, *, current: bool) -> SavedView:
    return SavedView(label, f"?{query}", count, current, count >= MOST_COUNTED)


def _filter(kept: KeptView, by: ActingPost, now: datetime) -> LedgerFilter:
    return chosen_of(dict(parse_qsl(kept.query)), by, now).wanted


def _responsible(request: HttpRequest, chips: Sequence[Filter]) -> list[tuple[Filter, int]]:
    """Return each chip that is set, and how many findings there would be without it."""
    incident, by = request.incident, request.by  # type: ignore[attr-defined]
    said, now = said_of(request.GET), incident.now()
    set_ones = [chip for chip in chips if chip.chosen]
    wanted = [without(said, chip.name, by, now) for chip in set_ones]
    counts = counts_of(incident=incident.id, scope=by.ground, wanted=wanted)
    return list(zip(set_ones, counts, strict=True))


@page(Act.VIEW_LEDGER)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is shown as a view of the person or of the post."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return redirect("ledger")
    said = dict(parse_qsl(request.POST.get("query", "")))
    query = chosen_of(said, request.by, incident.now()).query  # type: ignore[attr-defined]
    refusal = keep_view(
        by=request.by,  # type: ignore[attr-defined]
        name=request.POST.get("name", ""),
        query=query,
        shared=request.POST.get("for") == "post",
        key=request.POST.get("key", "")[:64] or uuid4().hex,
    )
    if refusal is None:
        messages.success(request, _("The view was kept."))
    else:
        messages.error(request, sentence(refusal))
    return HttpResponseRedirect(f"{reverse('ledger')}?{query}", status=SEE_OTHER)


@page(Act.VIEW_LEDGER)
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Drop a saved view."""
    drop_view(by=request.by, key=request.POST.get("view", "")[:64])  # type: ignore[attr-defined]
    messages.success(request, _("The view was dropped."))
    return HttpResponseRedirect(reverse("ledger"), status=SEE_OTHER)
