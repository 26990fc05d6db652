"""Forms that change who answers: assign, appoint, settle, hand over, call out."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.features.posts.forms import AppointForm, AssignForm, CallForm, HandoverForm
from bihuan.features.posts.labels import FUNCTIONS
from bihuan.features.posts.views.duty import shown_zone
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of

Answer = Outcome | Refusal
MOST_AT_ONCE = 100  # as many as the page lists
SETTLING: Mapping[str, Callable[..., Answer]] = {
    "confirm": api.confirm,
    "refuse": api.refuse,
    "end": api.end_appointment,
    "acknowledge": api.acknowledge,
}


def _serve(
    request: ActingRequest,
    title: Promise | str,
    form: forms.Form,
    act: Callable[[], Answer],
    back: str,
) -> HttpResponse:
    """Show a form; on a good one act and go on, on a refusal keep what was typed."""
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        answer = act()
        if isinstance(answer, Outcome):
            call = answer.result.get("call_out")
            messages.success(request, gettext("%(verb)s: done.") % {"verb": title})
            return go(reverse("posts:call", args=[call]) if call else back)
        refusal = answer
    context = {
        "title": title, "form": form, "refusal": refusal, "back": back, "key": key_of(request),
    }  # fmt: skip
    wrong = refusal is not None or form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "posts/form.html", context, status=status)


def _back(request: ActingRequest, otherwise: str) -> str:
    """Return the page to go back to, only ever one of this product."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    parts = urlsplit(said)
    local = said.startswith("/") and not said.startswith(("//", "/\\")) and not parts.netloc
    return said if local else otherwise


@page(Act.SET_RESPONSIBILITY)
def assign(request: ActingRequest) -> HttpResponse:
    """Say who answers for a function in a zone: one choice, one click."""
    zone = shown_zone(request.by, request.GET.get("zone", ""))
    said = request.GET.get("function", "")
    if zone is None or said not in set(api.DutyFunction):
        raise Http404("no such duty")
    require(request.by, Act.SET_RESPONSIBILITY, zone.range)
    function = api.DutyFunction(said)
    candidates = api.posts_reaching(zone.code)
    choices = [(str(post.id), post.label) for post in candidates]
    proposal = _proposal(function, zone, candidates)
    form = AssignForm(request.POST or None, candidates=choices, initial=proposal)

    def act() -> Answer:
        assignment = api.Assignment(function, zone.code, **form.cleaned_data)
        return api.set_responsibility(by=request.by, assignment=assignment, key=key_of(request))

    title = _("Name who answers in %(zone)s: %(function)s") % {
        "function": FUNCTIONS[function],
        "zone": zone.name,
    }
    above = zone.parent if zone.parent and request.by.scope.lo <= zone.parent else zone.code
    back = _back(request, f"{reverse('posts:duty')}?zone={above}")
    return _serve(request, title, form, act, back)


def _proposal(
    function: api.DutyFunction, zone: territory.ZoneView, candidates: list[api.PostView]
) -> dict[str, int | None]:
    """Propose what the rule for this function and level says; what stands comes first."""
    for claim in api.claims_on([zone.code], at=now()):
        if claim.function == function:
            return {
                "post": claim.post, "deputy": claim.deputy, "escalation": claim.escalation,
            }  # fmt: skip
    rule = api.required_functions().get((function.value, int(zone.level)), ("", "", ""))

    def nearest(role: str, *, other_than: int | None = None) -> int | None:
        found = (post.id for post in candidates if post.role == role and post.id != other_than)
        return next(found, None)

    post = nearest(rule[0])
    return {
        "post": post,
        "deputy": nearest(rule[1], other_than=post),
        "escalation": nearest(rule[2], other_than=post),
    }


@page(Act.APPOINT)
def appoint(request: ActingRequest, number: int) -> HttpResponse:
    """Propose somebody for a post; a second person confirms."""
    post = _post_or_404(number)
    require(request.by, Act.APPOINT, range_of(post.zone))
    people = [(str(person), name) for person, name in api.people_of_unit(post.unit)]
    form = AppointForm(request.POST or None, people=people)

    def act() -> Answer:
        said = form.cleaned_data
        person = said["person"] or api.NewPerson(said["name"], said["work_phone"])
        return api.appoint(
            by=request.by, post=number, person=person, kind=said["kind"], key=key_of(request)
        )

    title = _("Propose somebody for %(post)s") % {"post": post.label}
    return _serve(request, title, form, act, _back(request, reverse("posts:post", args=[number])))


@page(Act.HAND_OVER)
def hand_over(request: ActingRequest, number: int) -> HttpResponse:
    """Hand a post over: the outgoing holder signs."""
    post = _post_or_404(number)
    require(request.by, Act.HAND_OVER, Subject(range_of(post.zone), post.unit))
    held = api.holdings_of([number], at=now()).get(number, ())
    mine = next((one for one in held if one.person == request.by.person), None)
    others = [(one.appointment, one.name) for one in held if one.person != request.by.person]
    form = HandoverForm(request.POST or None, people=others)

    def act() -> Answer:
        outgoing = "" if mine is None else mine.appointment
        return api.hand_over(
            by=request.by, outgoing=outgoing, key=key_of(request), **form.cleaned_data
        )

    title = _("Hand over %(post)s") % {"post": post.label}
    return _serve(request, title, form, act, _back(request, reverse("posts:duty")))


@page(Act.HAND_OVER)
@require_POST
def take_over(request: ActingRequest, identity: str) -> HttpResponse:
    """Sign for a post that was handed over."""
    answer = api.take_over(by=request.by, handover=identity, key=key_of(request))
    return _answered(request, answer)


@page(Act.VIEW_POSTS)
@require_POST
def settle(request: ActingRequest, identity: str, how: str) -> HttpResponse:
    """Confirm, refuse, end or acknowledge an appointment; the action asks the policy."""
    zone = api.appointment_zone(identity)
    if (
        zone is None
        or how not in SETTLING
        or not request.by.scope.lo <= zone <= request.by.scope.hi
    ):
        raise Http404("no such appointment")
    answer = SETTLING[how](by=request.by, appointment=identity, key=key_of(request))
    return _answered(request, answer)


@page(Act.CONFIRM_APPOINTMENT)
@require_POST
def confirm_listed(request: ActingRequest) -> HttpResponse:
    """Confirm the appointments that a page listed; each is asked for itself."""
    listed = [one[:32] for one in request.POST.getlist("appointment")[:MOST_AT_ONCE]]
    answers = api.confirm_all(by=request.by, appointments=listed, key=key_of(request))
    refused = (one for one in answers if isinstance(one, Refusal))
    said = next(refused, None) or Refusal("appointment_unknown")
    done = next((one for one in answers if isinstance(one, Outcome)), said)
    return _answered(request, done)


def _answered(request: ActingRequest, answer: Answer) -> HttpResponse:
    back = _back(request, reverse("posts:duty"))
    if isinstance(answer, Outcome):
        return go(back)
    context = {"refusal": answer, "back": back}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "posts/refused.html", context, status=status)


@page(Act.CALL_OUT)
def call_out(request: ActingRequest) -> HttpResponse:
    """Call out posts of a zone."""
    zone = shown_zone(request.by, request.GET.get("zone", ""))
    if zone is None:
        raise Http404("no zone")
    require(request.by, Act.CALL_OUT, zone.range)
    posts = [(str(post.id), post.label) for post in api.posts_in(scope=zone.range, limit=100)]
    form = CallForm(request.POST or None, posts=posts)

    def act() -> Answer:
        said = form.cleaned_data
        return api.call_out(
            by=request.by,
            zone=zone.code,
            posts=said["posts"],
            reason=said["reason"],
            key=key_of(request),
        )

    return _serve(
        request, _("Call out posts in %(zone)s") % {"zone": zone.name}, form, act,
        f"{reverse('posts:duty')}?zone={zone.code}",
    )  # fmt: skip


@page(Act.CALL_OUT)
@require_POST
def tick(request: ActingRequest, identity: str) -> HttpResponse:
    """Tick a post that was reached."""
    call = api.call_of_line(identity)
    listed = None if call is None else api.call_of(call)
    if call is None or listed is None:
        raise Http404("no such line")
    require(request.by, Act.CALL_OUT, range_of(listed.zone))
    answer = api.tick_reached(by=request.by, line=identity, key=key_of(request))
    if isinstance(answer, Outcome):
        return go(reverse("posts:call", args=[call]))
    return _answered(request, answer)


def _post_or_404(number: int) -> api.PostView:
    post = api.post_of(number)
    if post is None:
        raise Http404("no such post")
    return post
