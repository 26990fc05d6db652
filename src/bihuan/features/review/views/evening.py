"""The evening that a request is about, and what its post may do with it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.urls import reverse

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NightState
from bihuan.domain.zones import Level
from bihuan.features.incidents.api import IncidentView
from bihuan.features.review import api
from bihuan.features.review.permissions import can_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.figures import Window
from bihuan.platform.figures.windows import window_of_day
from bihuan.platform.i18n.refusal_texts import sentence


@dataclass(frozen=True, slots=True)
class Evening:
    """A night of the current incident as a page shows it; ``night`` is None before its draft."""

    view: IncidentView
    day: str
    window: Window
    night: api.NightView | None
    head: api.SnapshotHead | None
    now: datetime

    @property
    def date(self) -> date:
        """The review day."""
        return self.window.day

    @property
    def ended(self) -> bool:
        """Tell whether the window has ended."""
        return self.window.until <= self.now

    @property
    def freezes_at(self) -> datetime:
        """When the night is frozen by itself."""
        return api.freeze_time(self.window.until)

    @property
    def state(self) -> NightState | None:
        """Where the night stands."""
        return self.night.state if self.night else None

    def report(self, draft: api.Draft | None = None) -> api.Report:
        """Return the frozen report; before the freeze what the kept draft says."""
        if self.head is not None:
            return api.report_of(json.loads(api.frozen_body(self.head)))
        kept = draft or self.draft()
        if kept is not None:
            return api.report_of(kept.content)
        return api.report_of(api.content_of(self.view, self.window, self.now))

    def draft(self) -> api.Draft | None:
        """Return the kept report of an ended window, None once it is frozen."""
        return None if self.head else api.draft_of(incident=self.view.id, day=self.date)


def evening_of(request: Any, day: str) -> Evening:
    """Return the evening of an address.

    Raises
    ------
    Http404
        No incident is open, or the text is no day of it.
    """
    view: IncidentView | None = getattr(request, "incident", None)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as wrong:
        raise Http404("no day") from wrong
    if view is None or wanted < view.day_zero or day != wanted.isoformat():
        raise Http404("no night")
    now = view.now()
    night = api.night_of(incident=view.id, day=day)
    if night is None and wanted > (view.last_night or view.clock.review_day(now)):
        raise Http404("not yet, or not any more")
    return Evening(
        view, day, window_of_day(view.clock, wanted), night,
        api.snapshot_head(incident=view.id, day=day), now,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: whether its act is possible now, else why not."""

    why: str = ""

    @property
    def possible(self) -> bool:
        """Tell whether it can be pressed."""
        return not self.why


def offers(by: ActingPost, evening: Evening) -> dict[str, Offer]:
    """Return the acts of the night that a post may do, with what stands in the way.

    An act that is not the post's is absent.
    """
    zone, state = evening.view.zone, evening.state
    frozen = state not in {None, NightState.DRAFT}
    listed = (
        ("freeze", can_act(by, Act.FREEZE, zone) and not frozen, _unless_ended(evening)),
        ("call", can_act(by, Act.CALL_MEETING, zone) and state is NightState.FROZEN, ""),
        ("issue", can_act(by, Act.ISSUE_MINUTES, zone) and state is NightState.IN_MEETING, ""),
        ("plan", can_act(by, Act.PUBLISH_PLAN, zone) and frozen, _unless_called(evening)),
        ("figures", can(Act.ENTER_BULLETIN_FIGURE, by.actor), _unless_begun(evening)),
        ("remind", can_act(by, Act.FREEZE, zone) and not frozen, ""),
        ("remind_plan", can_act(by, Act.PUBLISH_PLAN, zone) and frozen, ""),
        ("submit", _county(by, Act.SUBMIT_FOR_REVIEW) and not frozen, ""),
        ("acknowledge", _county(by, Act.ACKNOWLEDGE_PLAN), ""),
    )
    return {name: Offer(why) for name, granted, why in listed if granted}


def _county(by: ActingPost, act: Act) -> bool:
    return by.actor.level is Level.COUNTY and can(act, by.actor)


def _unless_ended(evening: Evening) -> str:
    if evening.ended:
        return ""
    return sentence(Refusal("window_has_not_ended", {"day": evening.day}))


def _unless_begun(evening: Evening) -> str:
    if evening.window.since <= evening.now:
        return ""
    return sentence(Refusal("window_has_not_begun", {"day": evening.day}))


def _unless_called(evening: Evening) -> str:
    if evening.state in {NightState.IN_MEETING, NightState.MINUTES_ISSUED}:
        return ""
    return sentence(Refusal("meeting_has_not_begun", {"day": evening.day}))


def plan_address(day: str) -> str:
    """Return where the plan stands: on the night's page, also while the meeting is going on."""
    return f"{reverse('review:night', args=(day,))}?view=pack#plan"
