"""Meeting mode (会中): agenda with its timer, the item's facts, the decision form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.posts.api import posts_in
from bihuan.features.review import api
from bihuan.features.review.forms import USUAL_KINDS, DecisionForm, NoteForm, initial_of
from bihuan.features.review.labels import AGENDA_KINDS, FOLLOW_STATES
from bihuan.features.review.permissions import can_act
from bihuan.features.review.views.evening import Evening, evening_of
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.figures import AgendaKind
from bihuan.platform.figures.sections import SAFEGUARDS_SECTION
from bihuan.platform.ui.forms import go, key_of, number_said, status_of

NEAR = 0.8
MEETING = timedelta(minutes=60)
PROJECTOR = "projector"
OWNER_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Timer:
    """How much of an item's time is left, in whole seconds; negative when it is over."""

    left: int
    budget: int

    @property
    def minutes(self) -> int:
        """Whole minutes left or over."""
        return abs(self.left) // 60

    @property
    def seconds(self) -> int:
        """Seconds beside the minutes."""
        return abs(self.left) % 60

    @property
    def over(self) -> bool:
        """Tell whether the time is used up."""
        return self.left < 0

    @property
    def near(self) -> bool:
        """Tell whether four fifths are used."""
        return self.left <= self.budget * (1 - NEAR)


def timer_of(item: api.ItemView, since: datetime | None, now: datetime) -> Timer:
    """Return the timer of the open item."""
    running = int((now - since).total_seconds()) if since else 0
    budget = item.minutes * 60
    return Timer(budget - item.seconds_spent - max(0, running), budget)


def meeting_page(
    request: ActingRequest,
    evening: Evening,
    form: DecisionForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Draw the meeting; a refused decision keeps what was typed."""
    night = evening.night
    items = api.items_of(night) if night else []
    current = next((item for item in items if item.current), items[0] if items else None)
    since = night.item_since if night else None
    may = _may(request, evening)
    notes = api.open_notes(incident=evening.view.id, day=evening.day) if may["drafts"] else []
    own = next((one for one in notes if current and one.subject == current.fact.subject), None)
    mark = api.pulse_of(incident=evening.view.id, day=evening.day, drafts=may["drafts"])
    decided = api.decisions(incident=evening.view.id)
    context: dict[str, Any] = {
        "evening": evening,
        "items": [(item, AGENDA_KINDS[item.fact.kind]) for item in items],
        "item": current,
        "kind": AGENDA_KINDS[current.fact.kind] if current else "",
        "timer": timer_of(current, since, evening.now) if current else None,
        "used": (evening.now - night.called_at) // timedelta(minutes=1)
        if night and night.called_at
        else 0,
        "whole": MEETING // timedelta(minutes=1),
        "section": _section(evening, current),
        "form": form or _blank(evening, current, own, may),
        "may": may,
        "notes": notes,
        "note": own,
        "pulse": mark,
        "plan": api.plan_of(incident=evening.view.id, day=evening.day),
        "before_it": _on_the_same(evening, current, decided),
        "answered": _answered(evening, current, decided),
        "refusal": refusal,
        **_neighbours(items, current),
        **_decisions(evening, decided),
    }
    return render(request, "review/meeting.html", context, status=status_of(refusal, form))


def _may(request: ActingRequest, evening: Evening) -> dict[str, bool]:
    """Say what a window may do; the projector shows what was decided and nothing else."""
    by, zone = request.by, evening.view.zone
    acts = {
        "turn": Act.CALL_MEETING, "decide": Act.DECIDE, "note": Act.NOTE_DECISION,
        "issue": Act.ISSUE_MINUTES,
    }  # fmt: skip
    projector = request.GET.get("view") == PROJECTOR
    found = {name: not projector and can_act(by, act, zone) for name, act in acts.items()}
    return {**found, "drafts": found["decide"] or found["note"], "projector": projector}


def _on_the_same(
    evening: Evening, current: api.ItemView | None, decided: Sequence[api.DecisionView]
) -> list[api.DecisionView]:
    """Return what earlier nights decided on the current item, the newest first."""
    if current is None:
        return []
    subject = current.fact.subject
    same = [
        one
        for one in decided
        if one.order.decided_on < evening.date and subject in {one.subject, one.label}
    ]
    return same[::-1]


def _answered(
    evening: Evening, current: api.ItemView | None, decided: Sequence[api.DecisionView]
) -> int:
    """Return how many decisions this night took on the current item."""
    subject = current.fact.subject if current else ""
    tonight = [one for one in decided if one.order.decided_on == evening.date]
    return sum(one.subject == subject for one in tonight)


def _neighbours(
    items: Sequence[api.ItemView], current: api.ItemView | None
) -> dict[str, int | None]:
    places = [item.position for item in items]
    here = current.position if current else 0
    return {
        "before": max((place for place in places if place < here), default=None),
        "behind": min((place for place in places if place > here), default=None),
    }


def _section(evening: Evening, current: api.ItemView | None) -> Any:
    """Return the safeguards' section while its item is open: its figures stand in the middle."""
    if current is None or current.fact.kind is not AgendaKind.SAFEGUARDS:
        return None
    return next(
        (one for one in evening.report().sections if one.number == SAFEGUARDS_SECTION), None
    )


def _decisions(evening: Evening, found: Sequence[api.DecisionView]) -> dict[str, Any]:
    taken = [one for one in found if one.order.decided_on == evening.date]
    earlier = [one for one in found if one.order.decided_on < evening.date and one.open]
    told = [(one, FOLLOW_STATES[one.order.state], one.late(evening.now)) for one in earlier]  # type: ignore[index]
    return {"taken": taken, "earlier": told, "next_number": len(found) + 1}


def owners(evening: Evening) -> list[tuple[int, str]]:
    """Return the posts that can own a decision: of the city and its counties, by zone."""
    posts = posts_in(scope=range_of(evening.view.zone), limit=20_000)
    return [(post.id, post.label) for post in posts if int(post.level) <= OWNER_LEVELS]


def _blank(
    evening: Evening,
    current: api.ItemView | None,
    note: api.NoteView | None,
    may: dict[str, bool],
) -> DecisionForm:
    """Return the form as it opens: what was taken down, else what the item says."""
    kind = DecisionForm if may["decide"] else NoteForm
    if note is not None:
        return kind(owners=owners(evening), initial=initial_of(note.draft))
    fact = current.fact if current else None
    # What came back is decided on anew: its own number stays with the earlier decision.
    title = str(fact.title).removeprefix(f"{fact.subject} ") if fact else ""
    situation = "；".join(f"{one.words} {one.value}" for one in fact.facts[:6]) if fact else ""
    initial = {
        "title": title,
        "situation": situation,
        **USUAL_KINDS,
        "due_at": evening.now + timedelta(hours=24),
        "review_at": evening.window.until + timedelta(hours=24),
    }
    return kind(owners=owners(evening), initial=initial)


@page(Act.CALL_MEETING)
@require_POST
def turn(request: ActingRequest, day: str) -> HttpResponse:
    """Open an item of the agenda."""
    evening = evening_of(request, day)
    position = number_said(request.POST.get("position", "")) or 0
    answer = api.turn_to(
        by=request.by, incident=evening.view.id, day=day, position=position, key=key_of(request)
    )
    if isinstance(answer, Outcome) or answer.code == "agenda_item_is_open":
        return go(reverse("review:night", args=(day,)))
    return meeting_page(request, evening_of(request, day), refusal=answer)


@page(Act.DECIDE)
@require_POST
def decide(request: ActingRequest, day: str) -> HttpResponse:
    """Record a decision; it leaves as an order."""
    return _sent(request, day, DecisionForm, api.decide)


def _sent(
    request: ActingRequest,
    day: str,
    made: type[DecisionForm],
    send: Callable[..., Outcome | Refusal],
) -> HttpResponse:
    """Send what the decision form says; what cannot be taken stays on the page."""
    evening = evening_of(request, day)
    form = made(request.POST, owners=owners(evening))
    if not form.is_valid():
        return meeting_page(request, evening, form)
    answer = send(
        by=request.by, incident=evening.view.id, day=day,
        subject=request.POST.get("subject", "")[:80], draft=form.draft(), key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("review:night", args=(day,)))
    form.refuse(answer)
    return meeting_page(request, evening_of(request, day), form)


@page(Act.VIEW_REVIEW)
@require_GET
def pulse(request: ActingRequest, day: str) -> HttpResponse:
    """Say whether the meeting has moved on, for windows that share its state."""
    evening = evening_of(request, day)
    drafts = _may(request, evening)["drafts"]
    return JsonResponse({"mark": api.pulse_of(incident=evening.view.id, day=day, drafts=drafts)})


@page(Act.NOTE_DECISION)
@require_POST
def note(request: ActingRequest, day: str) -> HttpResponse:
    """Take a decision down for a leader's signature."""
    return _sent(request, day, NoteForm, api.note_decision)


@page(Act.VIEW_REVIEW)
@require_POST
def drop(request: ActingRequest, day: str) -> HttpResponse:
    """Drop what was taken down on an item; the command asks the policy."""
    evening = evening_of(request, day)
    answer = api.drop_note(
        by=request.by, incident=evening.view.id, day=day,
        subject=request.POST.get("subject", ""), key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("review:night", args=(day,)))
    return meeting_page(request, evening_of(request, day), refusal=answer)
