"""One act on an order: its small form, and what becomes of it."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import check_loop
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import (
    FindingPage,
    Seen,
    act_on,
    finding_facts,
    finding_page,
    label_of,
    may_view,
    pictures_for,
)
from bihuan.features.supervision.forms.act_form import ActForm, act_form
from bihuan.features.supervision.forms.fields import Asking
from bihuan.features.supervision.labels import EVENTS, STATES, VERBS
from bihuan.features.supervision.views.buttons import (
    IRREVERSIBLE,
    act_of,
    buttons,
    forbidden_by,
    obstacle_of,
    who_can,
)
from bihuan.features.supervision.views.choosing import choices_for
from bihuan.features.supervision.views.finding import Case, case_of, next_after, order_text_of
from bihuan.features.supervision.views.names import names_of, type_name
from bihuan.features.supervision.views.panels import ribbons
from bihuan.platform.auth.access import page as declared
from bihuan.platform.ui.parts import Difference

BEHIND = frozenset({"changed_meanwhile", "not_in_this_state"})
DONE = 303


def chosen(field: BoundField, value: str) -> str:
    """Return what a choice is called on the form; a text stays as it is."""
    pairs: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field.field, "choices", ()))
    named = {str(key): str(name) for key, name in pairs if value}
    return named.get(value, value)


@declared(Act.VIEW_ORDER)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, label: str, slug: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    wanted = act_of(slug)
    case = case_of(request, label)
    if wanted is None:
        raise Http404(slug)
    desk = _Desk(request, case, wanted)
    refusal = check_loop(wanted, case.by.actor, case.facts)
    if refusal is not None and refusal.code in forbidden_by(wanted):
        return desk.show(desk.form(), refusal, HTTPStatus.FORBIDDEN)
    if request.method == "GET":
        return desk.offered()
    form = desk.form(bound=True)
    if not form.is_valid():
        return desk.show(form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    seen = Seen(case.facts.id, case.facts.incident, said["version"])
    answer = act_on(by=case.by, act=wanted, seen=seen, key=said["key"], said=form.said())
    if isinstance(answer, Refusal):
        return desk.refused(form, answer)
    messages.success(request, _("%(verb)s: done.") % {"verb": VERBS[wanted]})
    return HttpResponseRedirect(_next_address(case), status=DONE)


def _next_address(case: Case) -> str:
    """Return the order's page; the first screen when the order has left the post's reach."""
    facts = finding_facts(case.facts.id)
    if facts is None or not may_view(case.by, facts):
        return reverse("home")
    return reverse("order", args=[label_of(facts)])


class _Desk:
    """One act before one post: draws its page with a form, a refusal or a conflict."""

    def __init__(self, request: HttpRequest, case: Case, act: LoopAct) -> None:
        self.request = request
        self.case = case
        self.act = act
        self.page: FindingPage = finding_page(case.facts)

    def form(self, *, bound: bool = False) -> ActForm:
        """Return the act's form, with what was sent when ``bound``."""
        case = self.case
        choices = choices_for(self.act, case.facts, case.now)
        items = [item.text for item in self.page.items]
        asking = Asking(self.act, case.facts, choices, order_text_of(self.page), items)
        data = self.request.POST if bound else None
        shown = pictures_for(self.act, case.facts)
        return act_form(asking, pictures=shown, data=data)

    def offered(self) -> HttpResponse:
        """Show the empty form, or why the act is not possible now."""
        listed = {one.act: one for one in buttons(self.case, self.page)}
        button = listed.get(self.act)
        if button is None:
            refusal = obstacle_of(self.act, self.case, self.page)
            return self.show(self.form(), refusal, HTTPStatus.CONFLICT)
        if button.why:
            return self.show(self.form(), None, HTTPStatus.CONFLICT, why=button.why)
        form = self.form()
        return self.show(form, None, HTTPStatus.OK, why=self._nothing_to_choose(form))

    def _nothing_to_choose(self, form: ActForm) -> str:
        """Say why a form whose one choice is empty is not worth filling in."""
        older = form.fields.get("target")
        if older is None or any(key for key, _name in getattr(older, "choices", ())):
            return ""
        return _("No older finding of this type is open at this place: nothing to merge into.")

    def refused(self, form: ActForm, refusal: Refusal) -> HttpResponse:
        """Show a refusal beside its field, keep what was typed; offer to send it again."""
        if refusal.code in BEHIND:
            now = case_of(self.request, self.case.facts.id)
            self.case, self.page = now, finding_page(now.facts)
            form.renewed(now.facts.version)
            listed = {one.act: one for one in buttons(self.case, self.page)}
            button = listed.get(self.act)
            over = button is None or bool(button.why)
            return self.show(
                form, refusal, HTTPStatus.CONFLICT, differences=self.differences(form), over=over
            )
        if refusal.code == "key_used_for_something_else":
            form.renewed(self.case.facts.version)
        beside = form.refuse(refusal)
        forbidden = refusal.code in forbidden_by(self.act)
        status = HTTPStatus.FORBIDDEN if forbidden else HTTPStatus.UNPROCESSABLE_ENTITY
        return self.show(form, None if beside else refusal, status)

    def differences(self, form: ActForm) -> list[Difference]:
        """Set what somebody else did beside what was typed here."""
        facts = self.case.facts
        theirs = self._theirs()
        found = [Difference(_("State"), str(STATES.get(facts.state, "")), str(VERBS[self.act]))]  # type: ignore[call-overload]
        for field in form.visible_fields():
            mine = str(form.data.get(field.name, ""))
            mine = "\n".join(line.strip() for line in mine.splitlines())
            stored = theirs.get(field.name, "")
            found.append(Difference(str(field.label), chosen(field, stored), chosen(field, mine)))
        return found

    def _theirs(self) -> dict[str, str]:
        """Return what is stored now, by the names of the form's fields."""
        facts, page = self.case.facts, self.page
        latest = [one for one in page.records if one.at == facts.updated_at]
        said = {name: str(value) for record in latest for name, value in record.body.items()}
        if "text" in said:
            said.setdefault("order_text", said["text"])
        if page.items:
            said["items"] = "\n".join(item.text for item in page.items)
        return {"severity": str(facts.severity), "clause": facts.clause, **said}

    def show(
        self, form: ActForm, refusal: Refusal | None, status: HTTPStatus, **more: Any
    ) -> HttpResponse:
        """Draw the page."""
        facts = self.case.facts
        names = names_of(self.page)
        last = next((one for one in reversed(self.page.timeline) if one.to_state), None)
        context = {
            "case": self.case,
            "facts": facts,
            "label": self.case.label,
            "names": names,
            "type_name": type_name(facts),
            "verb": VERBS[self.act],
            "ribbons": ribbons(self.page, names, self.case.now, self.case.by),
            "form": form,
            "refusal": refusal,
            "who": who_can(self.act) if status == HTTPStatus.FORBIDDEN else "",
            "possible": status != HTTPStatus.FORBIDDEN
            and not more.get("why")
            and not more.get("over")
            and not (status == HTTPStatus.CONFLICT and self.request.method == "GET"),
            "grave": self.act in IRREVERSIBLE,
            "next": next_after(self.act, facts, self.case.now),
            "order_now": self.case.now,
            "last_by": names.post(last.post) if last else "",
            "last_at": last.at if last else None,
            "last_event": EVENTS.get(last.event, "") if last else "",
            **more,
        }
        return render(self.request, "supervision/act.html", context, status=status)
