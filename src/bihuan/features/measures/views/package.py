"""One package on one page: its measures and what stands in their way, its tasks, the signature."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.signing import standing_in_the_way
from bihuan.domain.measures.tasks import TASK
from bihuan.domain.measures.together import BEFORE, wants
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import ActForm, local_text
from bihuan.features.measures.forms.package import SignForm
from bihuan.features.measures.labels.articles import article_said
from bihuan.features.measures.labels.names import ACTS, PACKAGE_STATES, STATES, TASK_STATES
from bihuan.features.measures.permissions import can_act, check_act
from bihuan.features.measures.selectors.packages import (
    DRAFT,
    PackageFacts,
    mark_of_measures,
    measures_of_package,
)
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.selectors.tasks import (
    TaskLine,
    implementation,
    task_in,
    task_lines,
    tasks_of,
)
from bihuan.features.measures.views.measure import Typed, must_of
from bihuan.features.measures.views.said import decide_by, signed_of, waits_for, where_of
from bihuan.features.measures.views.wizard import LONGEST_MARK, UNREAD, package_found, version_of
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now as wall
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.i18n import choose, refusal_texts
from bihuan.platform.ui.forms import go, key_of, status_of

MOST_TASKS, LEVEL = 80, "decider_level_too_low"
SIGN, DISCARD = "sign", "discard"
OWN_ACTS = {SIGN: Act.DECIDE_MEASURE, DISCARD: Act.SUBMIT_MEASURE}
"""What is done to a package itself, by what may be done to its measures."""


@page(Act.VIEW_MEASURES)
def package(request: ActingRequest, identity: str) -> HttpResponse:
    """Show a package; one that is still being drafted goes on where it stopped."""
    one = package_found(request, identity)
    if one.state == DRAFT and can_act(request.by, Act.DRAFT_MEASURE, one.zone):
        return go(reverse("measures:step", args=[identity, "lines" if one.lines else "where"]))
    return _page(request, one)


def _page(
    request: ActingRequest, one: PackageFacts, refusal: Refusal | None = None,
    form: SignForm | Typed | None = None, typed: Mapping[str, Mapping[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    incident: Any = getattr(request, "incident", None)
    at = incident.now()
    measures = measures_of_package(one.id)
    tasks = task_lines(tasks_of(one.id), one.template, now=at, wall=wall())
    names = territory.names({*one.zones, *(line.facts.zone for line in tasks)})
    rows = _measures(request, measures, at, names)
    shown = sorted(
        tasks,
        key=lambda line: (
            line.facts.zone not in range_of(request.by.scope.lo),
            line.facts.state != "OPEN",
            line.facts.due_at,
        ),
    )
    context = {
        "package": one, "title": choose(one.rules.names.zh, one.rules.names.en),
        "state": PACKAGE_STATES[one.state],
        "zones": [names.get(zone) for zone in one.zones],
        "lines": [
            line | {"done": implementation([t for t in tasks if t.facts.line == line["number"]])}
            for line in _lines(request, one, rows, shown[:MOST_TASKS], names, typed or {})
        ],
        "done": implementation(tasks), "hidden": max(0, len(tasks) - MOST_TASKS),
        "force": sum(row["in_force"] for row in rows), "measures": len(measures),
        "blocked": sum(bool(row["why"]) for row in rows),
        "acts": _acts(request, one, measures, form), "decide_by": decide_by(measures, at),
        "sign": _sign(request, one, measures, form),
        "refusal": refusal, "now": at, "drill": one.drill, "seen": mark_of_measures(measures),
    }  # fmt: skip
    return render(request, "measures/package.html", context, status=status_of(refusal))


def _measures(
    request: ActingRequest, measures: Sequence[MeasureFacts], at: Any, names: Any
) -> list[dict[str, Any]]:
    known = names | names_up_from(r.lo for one in measures for r in one.around.scope)
    rows = []
    for one in measures:
        state = api.state_as_of(one, at)
        why: Sequence[Refusal] = ()
        if one.state in BEFORE and state != "EXPIRED":
            found = standing_in_the_way(one, request.by.actor, at, {"reason": "—"})
            head = can_act(request.by, Act.DECIDE_MEASURE, one.zone)
            why = [no for no in found if head or no.code != LEVEL]  # a reader is no decider
        elif state == "SUSPENDED":
            why = api.blocking(one, at)
        rows.append({
            "one": one, "state": STATES[state], "in_force": api.in_force(one, at),
            "where": where_of(one.around.covered, known),
            "waits": waits_for(request.by, one), "basis": article_said(one.basis),
            **signed_of(one),
            "why": [(refusal_texts.sentence(no), refusal_texts.rule_said(no.clause)) for no in why],
        })  # fmt: skip
    return rows


def _lines(
    request: ActingRequest, one: PackageFacts, rows: Sequence[dict[str, Any]],
    tasks: Sequence[TaskLine], names: Any, typed: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:  # fmt: skip
    types = api.catalogue().types
    head = can_act(request.by, Act.DECIDE_MEASURE, one.zone)
    found = []
    for line in one.rules.lines:
        kind = types.get(line.measure)
        here = [
            _task(request, task, names) | {"typed": typed.get(task.facts.id)}
            for task in tasks
            if task.facts.line == line.number
        ]
        found.append({
            "line": line, "number": line.number, "name": choose(line.names.zh, line.names.en),
            "type": choose(kind.names.zh, kind.names.en) if kind else "",
            "measures": [row for row in rows if row["one"].code == line.measure],
            "tasks": here,
            # A phone folds the rest away; a head may report every task and looks at the counts.
            "stays": any(task["typed"] or (task["acts"] and not head) for task in here),
        })  # fmt: skip
    return found


def _task(request: ActingRequest, task: TaskLine, names: Any) -> dict[str, Any]:
    facts, kind = task.facts, task.kind
    known = TASK.acts_in(facts.state)
    return {
        "facts": facts, "owner": task.owner, "late": task.late, "where": names.get(facts.zone),
        "name": choose(kind.names.zh, kind.names.en) if kind else facts.code,
        "wanted": choose(kind.evidence.zh, kind.evidence.en) if kind else "",
        "state": TASK_STATES[facts.state],
        "acts": [(act, ACTS[act]) for act in known if can_act(request.by, act, facts.zone)],
        "may_report": Act.REPORT_TASK in known,
    }  # fmt: skip


def _acts(
    request: ActingRequest, one: PackageFacts, measures: Sequence[MeasureFacts], typed: Any
) -> list[dict[str, Any]]:
    """Return the acts that one hand does to all measures that wait for it."""
    found = []
    for act in api.TOGETHER:
        waiting = [m for m in measures if wants(act, m)]
        if waiting and can_act(request.by, act, one.zone):
            reason = act in (Act.GIVE_OPINION, Act.OBJECT_TO_MEASURE)
            form = typed.form if isinstance(typed, Typed) and typed.act == act else \
                ActForm(auto_id=f"{act}-%s", must=must_of(act))  # fmt: skip
            found.append({"slug": act, "label": ACTS[act], "n": len(waiting), "form": form,
                          "reason": reason, "opinion": act == Act.GIVE_OPINION})  # fmt: skip
    return found


def _sign(
    request: ActingRequest, one: PackageFacts, measures: Sequence[MeasureFacts],
    typed: Any,
) -> dict[str, Any] | None:  # fmt: skip
    """Return the form of the signature, disabled with the reason while nothing can be signed."""
    waiting = [m for m in measures if m.state in BEFORE]
    if not can(Act.DECIDE_MEASURE, request.by.actor, range_of(one.zone)):
        return None
    if one.signed_at is not None and not waiting:
        return None
    end = _end(measures)
    return {
        "form": typed if isinstance(typed, SignForm)
        else SignForm(auto_id="sign-%s", ends=end is not None),
        "n": len(waiting), "end": end,
        "open": one.signed_at is None or bool(waiting),
    }  # fmt: skip


def _end(measures: Sequence[MeasureFacts]) -> Any:
    """Return the end to be typed: of what restricts people, else the last of all."""
    ends = [one.ends_at for one in measures if one.ends_at is not None]
    strict = [
        one.ends_at
        for one in measures
        if one.ends_at is not None and one.around.type is not None and one.around.type.restricts
    ]
    return max(strict or ends, default=None)


@page(Act.VIEW_MEASURES)
@require_POST
def act(request: ActingRequest, identity: str, slug: str) -> HttpResponse:
    """Do one act to the package; what stands in the way is told on the same page."""
    one = package_found(request, identity)
    if slug not in (*api.TOGETHER, *OWN_ACTS):
        raise Http404("no such act")
    forbidden = check_act(request.by, OWN_ACTS.get(slug) or Act(slug), one.zone)
    if forbidden is not None:
        return _page(request, one, forbidden)
    if slug == SIGN:
        return _signed(request, one)
    if slug == DISCARD:
        answer = api.discard_package(
            by=request.by, package=identity, incident=one.incident, key=key_of(request),
            seen=version_of(request),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("measures:measures"))
        return _page(request, one, answer)
    form = ActForm(request.POST, auto_id=f"{slug}-%s")
    said = form.said() if form.is_valid() else {}
    answered = api.act_on_package(
        by=request.by, act=slug, package=identity, incident=one.incident, key=key_of(request),
        said=said | _seen(request),
    )  # fmt: skip
    return _told(request, one, answered, Typed(slug, form))


def _seen(request: ActingRequest) -> dict[str, str]:
    """Return the mark of the texts that the page had shown; one that names none showed none."""
    return {"seen": request.POST.get("seen", "")[:LONGEST_MARK] or UNREAD}


def _signed(request: ActingRequest, one: PackageFacts) -> HttpResponse:
    end = _end(measures_of_package(one.id))
    form = SignForm(request.POST, auto_id="sign-%s", ends=end is not None)
    if not form.is_valid() or (
        end is not None and local_text(form.cleaned_data["end_typed"]) != local_text(end)
    ):
        return _page(request, one, Refusal("end_not_confirmed"), form)
    said = {name: form.cleaned_data[name] for name in ("reason", "override_reason")}
    answer = api.sign_package(
        by=request.by, package=one.id, incident=one.incident, key=key_of(request),
        said=said | _seen(request),
    )  # fmt: skip
    return _told(request, one, answer, form)


def _told(
    request: ActingRequest, one: PackageFacts, answer: api.PackageAnswer | Refusal,
    form: SignForm | Typed,
) -> HttpResponse:  # fmt: skip
    """Go back to the page with what was done, or stay with the reason when nothing was."""
    if isinstance(answer, Refusal):
        return _page(request, one, answer, form)
    n, left = len(answer.done), len(answer.stopped)
    said = ngettext("Done for %(n)s measure.", "Done for %(n)s measures.", n) % {"n": n}
    if left:
        said += " " + _("Not done for %(n)s; the reasons stand beside them.") % {"n": left}
    messages.success(request, said)
    return go(reverse("measures:package", args=[one.id]))


@page(Act.VIEW_MEASURES)
@require_POST
def task(request: ActingRequest, identity: str, slug: str) -> HttpResponse:
    """Report a task as done, verify it or return it."""
    found = task_in(Reader(Session()), identity)
    if found is None or slug not in (Act.REPORT_TASK, Act.VERIFY_TASK, Act.RETURN_TASK):
        raise Http404("no such task")
    one = package_found(request, found.package)
    said = {name: request.POST.get(name, "") for name in ("evidence", "note")}
    forbidden = check_act(request.by, Act(slug), found.zone)
    if forbidden is not None:
        return _page(request, one, forbidden, typed={identity: said})
    answer = api.act_on_task(
        by=request.by, act=slug, task=identity, incident=found.incident, key=key_of(request),
        said=said,
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("measures:package", args=[one.id]) + f"#line-{found.line}")
    return _page(request, one, answer, typed={identity: said})
