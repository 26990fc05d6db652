"""The order on one page (交办单页): everything about one number."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from bihuan.domain.findings.ahead import levels_ahead
from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.states import RECTIFY_RUNNING, State
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.supervision.api import (
    FindingPage,
    clause_of,
    document_mark,
    document_number,
    face_of,
    facts_said,
    finding_page,
    may_add_evidence,
    may_finish_items,
    measure_behind,
    running_clock,
    standing_text,
    supervision_label,
)
from bihuan.features.supervision.labels import CLOCKS, STATES, TONES
from bihuan.features.supervision.selectors.loop_rules import rules_to_show
from bihuan.features.supervision.views.buttons import buttons
from bihuan.features.supervision.views.finding import Case, case_of, next_step, order_text_of
from bihuan.features.supervision.views.names import Names, names_of, type_name
from bihuan.features.supervision.views.panels import clock_rows, hands, ribbons, steps
from bihuan.features.supervision.views.timeline import happenings, help_lines
from bihuan.platform.auth.access import page as declared
from bihuan.platform.i18n.dates import for_paper
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.print.documents import qr_for_page
from bihuan.platform.ui.print.installed import printed_address

# Beside the primary act, what a hand on a phone must reach at once.
QUICK = frozenset({LoopAct.ASK_HELP})


@declared(Act.VIEW_ORDER)
@require_GET
@asks_once
def order(request: HttpRequest, label: str) -> HttpResponse:
    """Show one order."""
    case = case_of(request, label)
    return render(request, "supervision/order.html", context_of(case) | {"qr": _qr(request, case)})


@declared(Act.VIEW_ORDER)
@require_GET
@asks_once
def order_on_paper(request: HttpRequest, label: str) -> HttpResponse:
    """Show one order to be printed by the browser."""
    case = case_of(request, label)
    plain = {"on_paper": True, "theme": "light", "may_finish": False, "may_add_evidence": False}
    with for_paper():
        context = context_of(case) | plain | {"qr": _qr(request, case)}
        return render(request, "supervision/order_print.html", context)


def _qr(request: HttpRequest, case: Case) -> str:
    """Return the order's own address as QR code, for paper."""
    return qr_for_page(printed_address(request, reverse("order", args=[case.label])))


def context_of(case: Case) -> dict[str, Any]:
    """Return everything the page shows."""
    page = finding_page(case.facts)
    names = names_of(page)
    facts, now = case.facts, case.now
    state = State(state_as_of(facts, now))
    listed = buttons(case, page)
    return {
        "case": case,
        "facts": facts,
        "said": facts_said(facts, {n: post.label for n, post in names.posts.items()}),
        "measure": measure_behind(facts),
        "order_now": now,
        "label": case.label,
        "names": names,
        "type_name": type_name(facts),
        "clause": clause_of(facts),
        "document": document_number(facts, document_mark(names.chain)),
        "state": STATES[state],
        "tone": TONES[state],
        "next": next_step(facts, now),
        "steps": steps(facts, now),
        "ribbons": ribbons(page, names, now, case.by),
        "buttons": listed,
        "quick": [one for one in listed if not one.why and (one.primary or one.act in QUICK)],
        "key": uuid4().hex,
        **_sides(case, page, names),
    }


def _sides(case: Case, page: FindingPage, names: Names) -> dict[str, Any]:
    facts, now = case.facts, case.now
    line = running_clock(facts, now)
    return {
        "clock": face_of(facts, line, now) if line else None,
        "clock_name": CLOCKS[line.name] if line else "",
        "clocks": clock_rows(facts, now, line.name if line else ""),
        "ahead": levels_ahead(facts, now, rules_to_show(facts.severity)),
        "hands": hands(facts, names),
        "help": help_lines(page, names),
        "items": [replace(item, text=standing_text(item.text)) for item in page.items],
        "items_done": sum(item.done_at is not None for item in page.items),
        "may_finish": facts.state in RECTIFY_RUNNING and may_finish_items(case.by, facts),
        "evidence": [(one, names.post(one.post)) for one in page.evidence],
        "may_add_evidence": may_add_evidence(case.by, facts),
        "happenings": happenings(page, names),
        "order_text": standing_text(order_text_of(page)),
        "supervision_orders": _supervision_orders(page),
        "has_feedback": any(
            one.kind == "rectification" and not one.body.get("on_site") for one in page.records
        ),
    }


def _supervision_orders(page: FindingPage) -> list[str]:
    labels = (
        supervision_label(page.facts, one)
        for one in page.records
        if one.kind == "supervision_order"
    )
    return [label for label in labels if label]
