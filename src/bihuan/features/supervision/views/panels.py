"""The parts of the order's page as plain values: steps, ribbons, clocks, hands kept apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import Dispute, Referral, Review, State
from bihuan.features.supervision.api import (
    FindingPage,
    clock_named,
    face_of,
    label_of,
    linked_to,
    may_view,
)
from bihuan.features.supervision.labels import CLOCKS, DISPUTES, REFERRALS, REVIEWS
from bihuan.features.supervision.views.names import Names
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n.dates import near
from bihuan.platform.i18n.durations import spoken
from bihuan.platform.ui.clocks import ClockFace
from bihuan.platform.ui.parts import Step, StepMark

S = State
# The step at which each state waits.
_STEP_OF = {
    S.DRAFT: 0, S.REPORTED: 1, S.FILED: 1, S.ASSIGNED: 2, S.RETURN_REQ: 2, S.RECEIVED: 3,
    S.RECTIFYING: 3, S.EXT_REQ: 3, S.BLOCKED: 3, S.FAILED: 3, S.RECTIFIED: 4, S.VERIFYING: 4,
    S.PASSED: 5, S.CLOSED: 6, S.LOOKBACK: 6, S.ARCHIVED: 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A side state beside the main one."""

    tone: str
    icon: str
    text: str
    note: str = ""
    link: str = ""  # the other order, as its address names it
    called: str = ""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One of the smaller clocks: its name, its face or what became of it."""

    name: str
    face: ClockFace | None
    outcome: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did one part, and whether he is independent of the handler."""

    part: str
    post: str
    independent: bool | None = None


def steps(facts: FindingFacts, now: datetime) -> list[StepMark]:
    """Return the stepper with its times."""
    times = (
        (pgettext("step", "Report"), facts.reported_at),
        (pgettext("step", "Assign"), facts.assigned_at),
        (pgettext("step", "Receive"), facts.received_at),
        (pgettext("step", "Rectify"), facts.rectified_at),
        (pgettext("step", "Verify"), facts.passed_at),
        (pgettext("step", "Close out"), facts.closed_at),
        (pgettext("step", "Look-back"), None),
    )
    at = _place(facts, now)
    return [
        StepMark(name, _note(facts, number, when, now), _step(number, at, when))
        for number, (name, when) in enumerate(times)
    ]


def _place(facts: FindingFacts, now: datetime) -> int:
    state = S(state_as_of(facts, now))
    if state is S.SUSPENDED:
        state = S(facts.suspended_state)
    if state is S.CLOSED and facts.look_back_due_at is None:
        return _STEP_OF[S.ARCHIVED]
    return _STEP_OF.get(state, -1)


def _step(number: int, place: int, when: datetime | None) -> Step:
    if place < 0:
        return Step.DONE if when is not None else Step.AHEAD
    if number == place:
        return Step.NOW
    return Step.DONE if number < place and when is not None else Step.AHEAD


def _note(facts: FindingFacts, number: int, when: datetime | None, now: datetime) -> str:
    if number == _STEP_OF[S.LOOKBACK]:
        return _looked_back(facts, now)
    if when is None and number < _place(facts, now):
        return pgettext("step", "not needed")
    return "" if when is None or number > max(_place(facts, now), 0) > 0 else near(when, now)


def _looked_back(facts: FindingFacts, now: datetime) -> str:
    """Say when the next look-back is, how many were done, or that the lot drew none."""
    if facts.look_back_due_at is not None:
        return near(facts.look_back_due_at, now)
    if facts.look_back_count:
        return pgettext("look-back", "done %(n)s×") % {"n": facts.look_back_count}
    return pgettext("look-back", "not drawn") if facts.closed_at is not None else ""


def ribbons(page: FindingPage, names: Names, now: datetime, by: ActingPost) -> list[Ribbon]:
    """Return the side states, the gravest first."""
    return [*_of_state(page, names, now), *_of_procedures(page, now), *_of_links(page.facts, by)]


def _last(page: FindingPage, kind: str, stage: str) -> dict[str, str]:
    found = [r.body for r in page.records if r.kind == kind and r.body.get("stage") == stage]
    return found[-1] if found else {}


def _of_state(page: FindingPage, names: Names, now: datetime) -> Iterator[Ribbon]:
    facts = page.facts
    if facts.level:
        said = {"level": facts.level, "round": max(1, facts.round)}
        text = _("Escalated to E%(level)s in round %(round)s") % said
        yield Ribbon("late", "trending-up", text)
    if facts.state == S.REPORTED and facts.proposer_person:
        text = _("Proposed not to file; another person of the office decides")
        yield Ribbon("ruling", "ban", text, _last(page, "rejection", "proposed").get("reason", ""))
    shown = _RIBBONS.get(state_as_of(facts, now))
    if shown is not None:
        yield shown(page, names, now)


def _suspended(page: FindingPage, names: Names, now: datetime) -> Ribbon:  # noqa: ARG001
    said = {"time": near(page.facts.suspended_until, now)}
    text = _("Suspended until %(time)s; every clock stands still") % said
    return Ribbon("paused", "pause", text, _last(page, "suspension", "begun").get("reason", ""))


def _blocked(page: FindingPage, names: Names, now: datetime) -> Ribbon:  # noqa: ARG001
    accepted = _("Blocker accepted; on the agenda of the nightly review")
    raised = _("Blocker registered; on the agenda of the nightly review")
    text = accepted if page.facts.blocker_accepted else raised
    return Ribbon("blocked", "hourglass", text, _last(page, "blocker", "raised").get("need", ""))


def _returned(page: FindingPage, names: Names, now: datetime) -> Ribbon:  # noqa: ARG001
    said = {"post": names.post(page.facts.return_to_post)}
    text = _("Return requested; proposed owner: %(post)s. The clock keeps running.") % said
    return Ribbon("ruling", "undo-2", text, _last(page, "return", "asked").get("reason", ""))


def _extended(page: FindingPage, names: Names, now: datetime) -> Ribbon:  # noqa: ARG001
    asked = timedelta(seconds=page.facts.extension_asked_seconds)
    text = _("Extension requested: %(span)s more. The clock keeps running.") % {
        "span": spoken(asked)
    }
    return Ribbon("ruling", "clock", text, _last(page, "extension", "asked").get("reason", ""))


_RIBBONS: Mapping[str, Callable[[FindingPage, Names, datetime], Ribbon]] = {
    S.SUSPENDED: _suspended,
    S.BLOCKED: _blocked,
    S.RETURN_REQ: _returned,
    S.EXT_REQ: _extended,
}


def _of_procedures(page: FindingPage, now: datetime) -> Iterator[Ribbon]:
    facts = page.facts
    if facts.dispute:
        due = facts.dispute_due_at if facts.dispute == Dispute.OPEN else None
        why = _last(page, "dispute", "raised").get("reason", "") if due else ""
        yield _procedure("message-square", str(DISPUTES[Dispute(facts.dispute)]), due, now, why)
    if facts.review:
        due = facts.review_due_at if facts.review == Review.OPEN else None
        why = _last(page, "review", "asked").get("reason", "") if due else ""
        yield _procedure("scale", str(REVIEWS[Review(facts.review)]), due, now, why)
    if facts.referral:
        due = facts.reply_due_at if facts.referral == Referral.INVITED else None
        why = _weighed(page) if facts.referral in _WEIGHING else ""
        text = str(REFERRALS[Referral(facts.referral)])
        yield _procedure("scale", text, due, now, why, until=_("the unit may reply until %(time)s"))


_WEIGHING = frozenset({Referral.REPLIED, Referral.DRAFTED, Referral.CONFIRMED})


def _weighed(page: FindingPage) -> str:
    """Say what speaks for the unit, to whoever confirms or decides a referral."""
    facts = page.facts
    said = {
        "reply": _last(page, "referral", "replied").get("text", "") or _("none"),
        "mitigation": _last(page, "referral", "drafted").get("mitigation", "") or _("none"),
        "asked": facts.help_asked,
        "offered": facts.help_offered,
    }
    return (
        _(
            "The unit's reply: %(reply)s. Mitigating facts: %(mitigation)s. "
            "Help asked %(asked)s×, offered %(offered)s×."
        )
        % said
    )


def _procedure(
    icon: str, text: str, due: datetime | None, now: datetime, why: str, *, until: str = ""
) -> Ribbon:
    """Return a procedure's ribbon; ``until`` words a term that belongs to the other side."""
    if due is None:
        return Ribbon("ruling" if why else "ended", icon, text, why)
    note = (until or _("to be decided by %(time)s")) % {"time": near(due, now)}
    tone = "late" if due < now and not until else "ruling"
    return Ribbon(tone, icon, text, f"{note} · {why}" if why else note)


def _of_links(facts: FindingFacts, by: ActingPost) -> Iterator[Ribbon]:
    """Yield what it goes back to, and what goes back to it, as far as the post may see that."""
    for other in linked_to(facts):
        link = label_of(other) if may_view(by, other) else ""
        called = link if other.ledger_number else _("Not filed yet") if link else ""
        back = other.id == facts.parent
        shown = _LINKS.get((back, facts.parent_kind if back else other.parent_kind))
        if shown is not None:
            tone, icon, words = shown
            yield Ribbon(tone, icon, str(words), link=link, called=called)


_LINKS: Mapping[tuple[bool, str], tuple[str, str, Promise]] = {
    (True, "recurrence_of"): (
        "late", "history", _lazy("A recurrence: the fix of an earlier order did not hold")
    ),
    (True, "merged_into"): ("ended", "merge", _lazy("Merged into an older finding")),
    (False, "recurrence_of"): (
        "late", "history", _lazy("Did not hold: filed anew one step graver")
    ),
    (False, "merged_into"): ("ended", "merge", _lazy("A later report was merged into this one")),
}  # fmt: skip
"""Whether the other is the earlier one, and how the later one hangs together with it."""


def clock_rows(facts: FindingFacts, now: datetime, shown: str) -> list[ClockRow]:
    """Return the finding's clocks except the one that is shown large."""
    return [_clock_row(facts, name, now) for name in _clock_names(facts) if name != shown]


def _clock_names(facts: FindingFacts) -> Iterator[str]:
    yield "triage"
    if not facts.on_site or facts.assigned_at is not None:
        yield from ("receipt", "rectify")
    yield "verify"


def _clock_row(facts: FindingFacts, name: str, now: datetime) -> ClockRow:
    line = clock_named(facts, name, now)
    words = str(CLOCKS[name])
    if line is None:
        return ClockRow(words, None, _("not started"))
    if line.state not in ("stopped", "ended"):
        return ClockRow(words, face_of(facts, line, now))
    budget: int = getattr(facts, f"{name}_seconds")
    spent = timedelta(seconds=budget * line.used_permille // 1000)
    if line.state == "ended":
        return ClockRow(words, None, _("ended after %(span)s") % {"span": spoken(spent)})
    limit = timedelta(seconds=budget)
    if spent > limit:
        return ClockRow(
            words, None, _("%(span)s late") % {"span": spoken(spent - limit)}, late=True
        )
    return ClockRow(words, None, _("in time, %(span)s") % {"span": spoken(spent)})


def hands(facts: FindingFacts, names: Names) -> Sequence[Hand]:
    """Return finder, issuer, handler, verifier and closer; the verifier's independence shown."""
    independent = None
    if facts.verifier_unit is not None:
        units = {facts.handler_unit} | ({facts.issuer_unit} if facts.severity <= 2 else set())  # noqa: PLR2004
        independent = facts.verifier_unit not in units and facts.verifier_post != facts.author_post
    return (
        Hand(_("Found by"), names.finder(facts)),
        Hand(_("Assigned by"), names.post(facts.issuer_post)),
        Hand(_("Handled by"), names.post(facts.handler_post)),
        Hand(_("Verified by"), names.post(facts.verifier_post), independent),
        Hand(_("Closed out by"), names.post(facts.closer_post if facts.closed_at else None)),
    )
