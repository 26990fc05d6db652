"""Official papers of orders as PDF: one, or a batch of which each order is checked again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.states import State
from bihuan.domain.policy.acts import Act
from bihuan.features.supervision.api import (
    FindingPage,
    Letterhead,
    RecordLine,
    feedback_paper,
    finding_page,
    letterhead,
    order_paper,
    orders_of,
    supervision_label,
    supervision_paper,
)
from bihuan.features.supervision.labels import STATES
from bihuan.features.supervision.views.finding import Case, case_of
from bihuan.features.supervision.views.names import type_name
from bihuan.platform.auth.access import page as declared
from bihuan.platform.clock import now
from bihuan.platform.ui.print.documents import pdf
from bihuan.platform.ui.print.installed import city_fonts, origin, printed_address
from bihuan.platform.ui.print.values import Document

MOST = 50
SUPERVISION = "supervision"
PDF = "application/pdf"


@declared(Act.VIEW_ORDER)
@require_GET
def order_pdf(request: HttpRequest, label: str) -> HttpResponse:
    """Return the assignment order; before it is served, a draft without number."""
    case, page, head = _desk(request, label)
    if case.facts.handler_post is None:
        raise Http404(label)
    return _pdf([order_paper(page, head, case.now)], f"{case.label}.pdf")


@declared(Act.VIEW_ORDER)
@require_GET
def feedback_pdf(request: HttpRequest, label: str) -> HttpResponse:
    """Return the unit's feedback."""
    case, page, head = _desk(request, label)
    paper = feedback_paper(page, head)
    if paper is None:
        raise Http404(label)
    return _pdf([paper], f"{case.label}-feedback.pdf")


@declared(Act.VIEW_ORDER)
@require_GET
def supervision_pdf(request: HttpRequest, label: str, number: str) -> HttpResponse:
    """Return a supervision order by its number (DB-2022-0041)."""
    case, page, head = _desk(request, label)
    for record in page.records:
        if record.kind == "supervision_order" and number == supervision_label(case.facts, record):
            return _pdf([supervision_paper(page, record, head)], f"{number}.pdf")
    raise Http404(number)


@dataclass(frozen=True, slots=True)
class Printable:
    """One order of a batch: whether it can be printed, and if not, why."""

    label: str
    served: bool
    lacking: str
    filed: bool
    what: str


@declared(Act.VIEW_ORDER)
@require_GET
def batch(request: HttpRequest) -> HttpResponse:
    """Say which of the chosen orders can be printed, and lead to one PDF of them."""
    paper = _paper(request)
    found = [(case, finding_page(case.facts)) for case in _chosen(request)]
    listed = [
        Printable(
            case.label,
            bool(_records(page, paper)),
            _lacking(case, page),
            case.facts.ledger_number is not None,
            type_name(case.facts),
        )
        for case, page in found
    ]
    labels = [one.label for one in listed if one.served]
    said = urlencode({"paper": paper, "ids": ",".join(labels)})
    address = f"{reverse('orders_print_pdf')}?{said}" if labels else ""
    context = {
        "orders": listed,
        "address": address,
        "count": len(labels),
        "most": MOST,
        "supervision": paper == SUPERVISION,
    }
    return render(request, "supervision/orders_print.html", context)


@declared(Act.VIEW_ORDER)
@require_GET
def batch_pdf(request: HttpRequest) -> HttpResponse:
    """Return one PDF of the chosen orders that were served, each on pages of its own."""
    paper = _paper(request)
    made: list[Document] = []
    for case in _chosen(request):
        page = finding_page(case.facts)
        records = _records(page, paper)
        if not records:
            continue
        head = _head(request, case, page)
        if paper == SUPERVISION:
            made.append(supervision_paper(page, records[-1], head))
        else:
            made.append(order_paper(page, head, case.now))
    if not made:
        raise Http404("ids")
    return _pdf(made, "orders.pdf")


def _paper(request: HttpRequest) -> str:
    return SUPERVISION if request.GET.get("paper") == SUPERVISION else "order"


def _records(page: FindingPage, paper: str) -> Sequence[RecordLine]:
    """Return what was served: assignment orders, or supervision orders."""
    if paper == SUPERVISION:
        return [one for one in page.records if one.kind == "supervision_order"]
    return orders_of(page)


def _lacking(case: Case, page: FindingPage) -> str:
    """Say what there is not, where nothing can be printed."""
    if orders_of(page):
        return _("ordered, but no supervision order was issued")
    state = STATES[State(state_as_of(case.facts, case.now))]
    return _("no order was issued: %(state)s") % {"state": state}


def _chosen(request: HttpRequest) -> Iterable[Case]:
    """Return the orders named in the address that this post may see; others are as if absent."""
    labels = [label for label in request.GET.get("ids", "").split(",") if label]
    for label in list(dict.fromkeys(labels))[:MOST]:
        try:
            yield case_of(request, label)
        except Http404:
            continue


def _desk(request: HttpRequest, label: str) -> tuple[Case, FindingPage, Letterhead]:
    case = case_of(request, label)
    page = finding_page(case.facts)
    return case, page, _head(request, case, page)


def _head(request: HttpRequest, case: Case, page: FindingPage) -> Letterhead:
    path = reverse("order", args=[case.label])
    return letterhead(page, link=printed_address(request, path), origin=origin())


def _pdf(documents: Sequence[Document], name: str) -> HttpResponse:
    body = pdf(*documents, made_at=now(), city_fonts=city_fonts())
    response = HttpResponse(body, content_type=PDF)
    response["Content-Disposition"] = "inline; filename*=UTF-8''" + quote(name)
    return response
