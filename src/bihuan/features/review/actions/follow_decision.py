"""Follow a decision's order: receive, report done, verify, send back, cancel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import POLICY_ACT, CommitmentFacts, FollowStep, follow
from bihuan.domain.reviews.states import FollowAct
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.decisions import COMMITMENT_FIELDS, commitment
from bihuan.features.review.selectors.stored import stored_incident
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

TABLE = "review_decision"
LONGEST_TEXT = 2000
_VERDICTS = frozenset({FollowAct.VERIFY, FollowAct.SEND_BACK})
_UNIT_ACTS = frozenset({FollowAct.RECEIVE, FollowAct.REPORT_DONE})
_BY_HAND = _VERDICTS | _UNIT_ACTS | {FollowAct.CANCEL}


def follow_decision(
    *, by: ActingPost, incident: int, number: int, act: FollowAct, text: str, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Do one act on a decision's order; ``text`` is the feedback, the verdict or the reason."""
    return execute(FollowDecision(incident, number, act, text.strip()), by=by, key=key)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order, its texts, and the incident's zone."""

    order: CommitmentFacts
    feedback: str
    verdict: str
    verifier_unit: int | None
    city: int


@dataclass(frozen=True, slots=True)
class Followed:
    """The step, and the texts that it changes."""

    step: FollowStep
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FollowDecision:
    """The command behind ``follow_decision``."""

    incident: int
    number: int
    act: FollowAct
    text: str
    kind: str = "review.follow_decision"

    def payload(self) -> Mapping[str, Any]:
        """Return act and text."""
        return {"number": self.number, "act": self.act.value, "text": self.text}

    def load(self, read: Reader) -> OrderFacts | Refusal:
        """Read the order."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        columns = (*COMMITMENT_FIELDS, "feedback", "verdict", "verifier_unit")
        row = read.one(TABLE, columns, incident=self.incident, number=self.number)
        if row is None:
            return Refusal("decision_unknown", {"number": self.number})
        order = dict(zip(COMMITMENT_FIELDS, row, strict=False))
        instants = {name: _instant(order[name]) for name in order if name.endswith("_at")}
        feedback, verdict, unit = row[-3:]
        return OrderFacts(commitment({**order, **instants}), feedback, verdict, unit, incident.zone)

    def check(self, by: ActingPost, facts: OrderFacts) -> Refusal | None:
        """Ask the policy: the owner's unit follows, another one verifies."""
        if self.act not in _BY_HAND:
            return Refusal("act_not_granted", {"act": self.act.value})
        zone = facts.city if POLICY_ACT[self.act] is Act.DECIDE else facts.order.zone
        return check_act(by, POLICY_ACT[self.act], zone, facts.order.owner_unit)

    def decide(self, by: ActingPost, facts: OrderFacts, now: datetime) -> Followed | Refusal:
        """Ask the follow-through's table."""
        if len(self.text) > LONGEST_TEXT:
            return Refusal("decision_text_too_long", {"longest": LONGEST_TEXT})
        said = {"evidence": self.text, "reason": self.text}
        step = follow(self.act, facts.order, by=by.actor, payload=said, now=now)
        if isinstance(step, Refusal):
            return step
        texts: dict[str, Any] = {}
        if self.act is FollowAct.REPORT_DONE:
            texts = {"feedback": self.text}
        elif self.act is not FollowAct.RECEIVE:
            texts = {"verdict": self.text}
        if self.act is FollowAct.VERIFY:
            texts["verifier_unit"] = by.actor.unit
        return Followed(step, {**step.changes, **texts})

    def write(self, step: Followed, facts: OrderFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the changed columns on the order's chain."""
        order = facts.order
        old = {name: _stands(facts, name) for name in step.changes}
        update = Update(TABLE, order.id, order.version, old, dict(step.changes))
        told = {"from": step.step.from_state, "to": step.step.to_state}
        entry = Entry(step.step.event, order.id, order.zone, (update,), facts=told)
        return Written([entry], {"state": step.step.to_state})


def _stands(facts: OrderFacts, name: str) -> Any:
    if name in {"feedback", "verdict", "verifier_unit"}:
        return getattr(facts, name)
    return getattr(facts.order, name)


def _instant(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
