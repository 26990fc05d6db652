"""The finding that an address names, as far as the acting post may see it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.functional import Promise

from bihuan.domain.findings.ahead import may_be_reviewed
from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import FINISHED, State
from bihuan.domain.findings.transitions import MACHINE_OF
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision.api import FindingPage, find_order, label_of, may_view
from bihuan.features.supervision.labels import (
    NEXT,
    NEXT_BESIDE,
    NEXT_REOPENED,
    NEXT_REVIEWED,
    NEXT_SECOND_RETURN,
)
from bihuan.features.supervision.selectors.loop_rules import rules_to_show
from bihuan.platform.auth import ActingPost


@dataclass(frozen=True, slots=True)
class Case:
    """One finding before one post, at one instant of its incident's clock."""

    facts: FindingFacts
    by: ActingPost
    now: datetime

    @property
    def label(self) -> str:
        """What it is called in addresses."""
        return label_of(self.facts)


def case_of(request: HttpRequest, label: str) -> Case:
    """Return the finding of a label.

    Raises
    ------
    Http404
        There is none, or the post may not see it: the two are not told apart.
    """
    by: ActingPost = request.by  # type: ignore[attr-defined]
    listed = list(getattr(request, "incidents", ()))
    current = getattr(request, "incident", None)
    first = sorted(listed, key=lambda one: one != current)
    facts = find_order(label, [one.id for one in first])
    if facts is None:
        facts = find_order(label, [one.id for one in incidents.incidents(closed=True)])
    if facts is None or not visible(by, facts):
        raise Http404(label)
    known = {one.id: one for one in listed}
    incident = known.get(facts.incident) or incidents.incident(facts.incident)
    if incident is None:
        raise Http404(label)
    return Case(facts, by, incident.now())


def visible(by: ActingPost, facts: FindingFacts) -> bool:
    """Tell whether a post may see it; a draft is its author's alone, a deleted one nobody's."""
    if facts.state in (State.DRAFT, State.DELETED):
        return facts.state == State.DRAFT and facts.author_post == by.post
    return may_view(by, facts)


def order_text_of(page: FindingPage) -> str:
    """Return what the order in force asks for, "" before there is one."""
    texts = [
        str(one.body["text"])
        for one in page.records
        if one.kind == "order" and one.body.get("text")
    ]
    return texts[-1] if texts else ""


def next_step(facts: FindingFacts, now: datetime) -> Promise | str:
    """Say what happens next, and by whom; when all is closed, what is pending beside it."""
    state = State(state_as_of(facts, now))
    if state in FINISHED or state in (State.ARCHIVED, State.WITHDRAWN):
        pending = NEXT_BESIDE.get(facts.review) or NEXT_BESIDE.get(facts.referral)
        if pending is not None:
            return pending
    if state is State.CLOSED and not may_be_reviewed(facts, now, rules_to_show(facts.severity)):
        return NEXT_REVIEWED
    return _next(state, facts.return_count)


def _next(state: State, returns: int) -> Promise | str:
    second = state is State.RETURN_REQ and returns > 1
    return NEXT_SECOND_RETURN if second else NEXT.get(state, "")


def next_after(act: LoopAct, facts: FindingFacts, now: datetime) -> Promise | str:
    """Say what happens next once an act is done; "" where that depends on more than the act."""
    if act is LoopAct.REOPEN:
        return NEXT_REOPENED
    column, machine = MACHINE_OF[act]
    source = state_as_of(facts, now) if column == "state" else getattr(facts, column)
    rows = [row for row in machine.transitions if (row.source, row.act) == (source, act)]
    targets = {row.target for row in rows}
    if len(targets) != 1:
        return ""
    (target,) = targets
    if column == "state":
        return _next(State(target), facts.return_count + 1)
    # An open objection and an open review are both called open: the table knows only the latter.
    return NEXT_BESIDE.get(target, "") if column in {"review", "referral"} else ""
