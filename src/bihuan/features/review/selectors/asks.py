"""What the review asks of one post now: its decisions, a signature, its county's word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.policy.acts import Act
from bihuan.domain.reviews.nights import NightState
from bihuan.domain.reviews.states import Follow
from bihuan.domain.zones import Level
from bihuan.features.incidents.api import IncidentView
from bihuan.features.review.models import ActionPlan, PlanAcknowledgement, Submission
from bihuan.features.review.permissions import can_act
from bihuan.features.review.selectors.decisions import DecisionView, open_decisions
from bihuan.features.review.selectors.nights import NightView, night_of
from bihuan.features.review.selectors.notes import open_notes
from bihuan.features.review.selectors.reminders import SUBMISSION, reminders
from bihuan.platform.auth import ActingPost
from bihuan.platform.figures.windows import window_at

RECEIVE, REPORT, VERIFY, SIGN = "receive", "report", "verify", "sign"
NOTE_PLAN, SUBMIT = "note_plan", "submit"
_OWN = {Follow.ORDERED: RECEIVE, Follow.RECEIVED: REPORT}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to do: its kind, what it is about, where, until when if that is known."""

    kind: str
    title: str
    href: str
    due_at: datetime | None = None


def asks_of(*, by: ActingPost, view: IncidentView, now: datetime) -> list[Ask]:
    """Return what the review asks of the acting post, decisions first."""
    decided = (_of_decision(one, by) for one in open_decisions(incident=view.id))
    return [*(ask for ask in decided if ask is not None), *_of_night(by, view, now)]


def _of_decision(one: DecisionView, by: ActingPost) -> Ask | None:
    order, kind = one.order, _OWN.get(Follow(one.order.state))
    own = by.actor.unit == order.owner_unit
    if kind is not None and not (
        own and can_act(by, Act.FOLLOW_DECISION, order.zone, order.owner_unit)
    ):
        return None
    if kind is None:
        if own or not can_act(by, Act.VERIFY_DECISION, order.zone, order.owner_unit):
            return None
        kind = VERIFY
    title, href = f"{one.label} {one.title}", f"/review/decisions/{one.number}"
    return Ask(kind, title, href, order.due_at)


def _of_night(by: ActingPost, view: IncidentView, now: datetime) -> Iterator[Ask]:
    signs = can_act(by, Act.DECIDE, view.zone)
    county = by.scope.lo if by.actor.level is Level.COUNTY else None
    if not signs and county is None:
        return
    day = window_at(view.clock, now).day.isoformat()
    night, href = night_of(incident=view.id, day=day), f"/review/{day}"
    if signs and night is not None and night.in_meeting:
        for note in open_notes(incident=view.id, day=day):
            yield Ask(SIGN, note.draft.title, href)
    if county is not None:
        yield from _of_county(by, view, county, night, day)


def _of_county(
    by: ActingPost, view: IncidentView, county: int, night: NightView | None, day: str
) -> Iterator[Ask]:
    href = f"/review/{day}"
    frozen = night is not None and night.state is not NightState.DRAFT
    if not frozen and can_act(by, Act.SUBMIT_FOR_REVIEW, county):
        asked = county in reminders(incident=view.id, day=day, about=SUBMISSION)
        said = Submission.objects.filter(incident=view.id, day=day, county=county)
        if asked and not said.exists():
            yield Ask(SUBMIT, day, href)
    if night is not None and frozen and can_act(by, Act.ACKNOWLEDGE_PLAN, county):
        plan = ActionPlan.objects.filter(night_id=night.id).values_list("id", flat=True).first()
        noted = PlanAcknowledgement.objects.filter(plan_id=plan, county=county)
        if plan is not None and not noted.exists():
            yield Ask(NOTE_PLAN, day, f"{href}?view=pack#plan")
