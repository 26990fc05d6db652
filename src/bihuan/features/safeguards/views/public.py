"""Appeal without an account, and read the result by its code. No script is needed."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.domain.registers.personal import masked
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api as measures
from bihuan.features.posts import api as posts
from bihuan.features.safeguards import api
from bihuan.features.safeguards.forms import AppealForm, CodeForm
from bihuan.features.safeguards.labels import RULINGS
from bihuan.features.territory import api as territory
from bihuan.platform.auth import anybody
from bihuan.platform.auth.access import public
from bihuan.platform.auth.tries import WAIT, WAIT_STATUS, too_many
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import key_of

WRONG_CODES, APPEALS = 20, 30
"""Tries from one address in a quarter of an hour."""


@public
def appeal(request: HttpRequest, measure: str) -> HttpResponse:
    """Take an appeal against a published measure and show its code, once."""
    known = measures.measure_of(measure)
    view = None if known is None else incidents.incident(known.incident)
    notice = None if view is None else measures.notice_of(measure, view.now())
    if notice is None:
        raise Http404("no such notice")
    form = AppealForm(request.POST or None)
    context: dict[str, Any] = {"one": notice, "form": form, "key": key_of(request),
                               "large": "large" in request.GET}  # fmt: skip
    if request.method != "POST":
        return render(request, "safeguards/appeal.html", context)
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    if too_many(request, "appeal", APPEALS):
        context["refusal"], status = WAIT, WAIT_STATUS
    elif form.is_valid():
        key = key_of(request)
        answer = api.file_appeal(
            by=anybody(), measure=measure, text=form.cleaned_data["text"], key=key
        )
        if isinstance(answer, Outcome):
            code = api.code_for(key)
            filed = api.appeal_by_code(code)
            said = {
                "large": context["large"],
                "one": notice,
                "code": f"{code[:5]}-{code[5:]}",
                "appeal": filed,
            }
            said["body"] = _body(filed)
            return render(request, "safeguards/appeal_sent.html", said)
        context["refusal"] = answer
    return render(request, "safeguards/appeal.html", context, status=status)


@public
def look_up(request: HttpRequest) -> HttpResponse:
    """Show an appeal's state and result to whoever types its code."""
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "large": "large" in request.GET}
    status = HTTPStatus.OK
    if request.method == "POST":
        if too_many(request, "code", WRONG_CODES, count=False):
            return render(request, "safeguards/look_up.html", context | {"refusal": WAIT},
                          status=WAIT_STATUS)  # fmt: skip
        found = api.appeal_by_code(form.cleaned_data["code"]) if form.is_valid() else None
        if found is None:
            too_many(request, "code", WRONG_CODES)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            context["unknown"] = form.is_valid()
        else:
            context |= {
                "appeal": found, "body": _body(found), "ruling": RULINGS.get(found.ruling, ""),
                "reason": masked(found.reason, territory.zones_said(found.reason)),
            }  # fmt: skip
    return render(request, "safeguards/look_up.html", context, status=status)


def _body(found: api.AppealView | None) -> str:
    post = None if found is None else found.decided_post or found.hearing_post
    return "" if post is None else posts.post_label(post)
