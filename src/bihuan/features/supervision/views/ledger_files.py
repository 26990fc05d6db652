"""The ledger to take away: a workbook, and a sheet for A3 paper."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.acts import Act
from bihuan.features.supervision.api import control_line, every_row, lines_of
from bihuan.features.supervision.tables import LARGEST_EXPORT, ledger_workbook
from bihuan.features.supervision.views.ledger_lists import chips_of, chosen_of, in_words, said_of
from bihuan.platform.auth.access import page
from bihuan.platform.i18n import dates
from bihuan.platform.ledger.marks import asks_once

MOST_PRINTED = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Act.EXPORT_LEDGER)
@require_GET
@asks_once
def export(request: HttpRequest) -> HttpResponse:
    """Send the filtered ledger as a workbook; no cell of it is a formula."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return redirect("ledger")
    listed = _listed(request, LARGEST_EXPORT)
    return _workbook(listed["rows"], _about(listed), incident.now())


def _about(listed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a workbook says about itself."""
    line = listed["control"]
    control = _(
        "Reported %(reported)s = open %(open)s + closed %(closed)s + rejected %(rejected)s"
        " + withdrawn %(withdrawn)s + merged %(merged)s"
    ) % {
        "reported": line.reported,
        "open": line.open,
        "closed": line.closed,
        "rejected": line.rejected,
        "withdrawn": line.withdrawn,
        "merged": line.merged,
    }
    rows = str(len(listed["rows"]))
    if listed.get("cut"):
        rows = _("%(rows)s, and more that did not fit: narrow the filter") % {"rows": rows}
    return [
        (_("Written"), dates.stamp(listed["now"])),
        (_("Times"), "Asia/Shanghai (UTC+8)"),
        (_("Filter"), listed["words"]),
        (_("Rows"), rows),
        (_("Control line"), control + (" ✓" if line.holds else " ✗")),
    ]


def _workbook(rows: Any, about: list[tuple[str, str]], now: datetime) -> HttpResponse:
    """Return rows of the ledger as a workbook to be saved."""
    response = HttpResponse(ledger_workbook(rows, about), content_type=XLSX)
    name = f"ledger-{dates.local(now):%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(Act.VIEW_LEDGER)
@require_GET
@asks_once
def print_ledger(request: HttpRequest) -> HttpResponse:
    """Show the filtered ledger as a sheet for A3 paper."""
    if request.incident is None:  # type: ignore[attr-defined]
        return redirect("ledger")
    listed = _listed(request, MOST_PRINTED)
    return render(request, "supervision/ledger_print.html", listed)


def _listed(request: HttpRequest, most: int) -> dict[str, Any]:
    incident, by = request.incident, request.by  # type: ignore[attr-defined]
    now = incident.now()
    chosen = chosen_of(said_of(request.GET), by, now)
    found = every_row(incident=incident.id, scope=by.ground, wanted=chosen.wanted)
    rows = lines_of(list(islice(found, most)), now)
    return {
        "rows": rows,
        "cut": next(iter(found), None) is not None,
        "now": now,
        "words": in_words(chosen, chips_of(chosen, by)),
        "control": control_line(incident=incident.id, scope=by.ground),
    }


def selection_workbook(request: HttpRequest, found: Sequence[FindingFacts]) -> HttpResponse:
    """Return the selected findings as a workbook."""
    incident, by = request.incident, request.by  # type: ignore[attr-defined]
    now = incident.now()
    listed = {
        "rows": lines_of(list(found), now),
        "now": now,
        "words": _("Selected by hand"),
        "control": control_line(incident=incident.id, scope=by.ground),
    }
    return _workbook(listed["rows"], _about(listed), now)
