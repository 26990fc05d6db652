"""Ticks on the items of an order."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import finish_item
from bihuan.features.supervision.views.finding import case_of
from bihuan.features.supervision.views.order import context_of
from bihuan.platform.auth.access import page as declared
from bihuan.platform.ui.forms import number_said

NONE = "0"


@declared(Act.VIEW_ORDER)
@require_POST
def finish(request: HttpRequest, label: str) -> HttpResponse:
    """Say that one item is done."""
    case = case_of(request, label)
    position = request.POST.get("position", NONE)
    answer = finish_item(
        by=case.by,
        finding=case.facts.id,
        incident=case.facts.incident,
        position=number_said(position) or 0,
        version=number_said(request.POST.get("version", "")),
        key=f"{request.POST.get('key', '')}:item:{position[:4]}",
    )
    if isinstance(answer, Refusal):
        context = context_of(case) | {"item_refusal": answer}
        return render(
            request, "supervision/order.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return HttpResponseRedirect(reverse("order", args=[case.label]) + "#items", status=303)
