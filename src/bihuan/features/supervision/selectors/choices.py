"""What a post may do to a finding now; what it may not, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.decide import decide
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.transitions import MACHINE_OF
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import check_loop
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.selectors.loop_rules import rules_to_show
from bihuan.platform.auth import ActingPost

# Acts of the clock and of other pages are no buttons here.
NO_BUTTONS = frozenset(
    {
        LoopAct.DRAFT,
        LoopAct.REPORT,
        LoopAct.RAISE_OVER_CONTROL,
        LoopAct.FILE_BY_RULE,
        LoopAct.ESCALATE,
        LoopAct.ARCHIVE,
    }
)
# Refusals that say: not in this state. Such a button is absent, not disabled.
ABSENT = frozenset({"not_in_this_state", "role_may_not", "role_not_at_level", "nothing_due"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One act as a button: possible, or disabled with the reason."""

    act: LoopAct
    refusal: Refusal | None

    @property
    def possible(self) -> bool:
        """Tell whether it can be done now."""
        return self.refusal is None


def choices(by: ActingPost, facts: FindingFacts, now: datetime) -> Sequence[Choice]:
    """Return the acts that concern this post in this state, possible ones first.

    An act whose only obstacle is what has not been typed yet counts as possible: the decision
    is asked with everything filled in.
    """
    found = []
    for act in LoopAct:
        if act in NO_BUTTONS or check_loop(act, by.actor) is not None:
            continue
        if not _known_here(act, facts, now):
            continue
        refusal = obstacle(act, by, facts, now)
        if refusal is None or refusal.code not in ABSENT:
            found.append(Choice(act, refusal))
    return sorted(found, key=lambda choice: not choice.possible)


def _known_here(act: LoopAct, facts: FindingFacts, now: datetime) -> bool:
    column, machine = MACHINE_OF[act]
    state = state_as_of(facts, now) if column == "state" else getattr(facts, column)
    return act in machine.acts_in(state)


def obstacle(act: LoopAct, by: ActingPost, facts: FindingFacts, now: datetime) -> Refusal | None:
    """Return what stands in the way of an act whatever is typed, None when nothing does."""
    around = replace(
        facts.around,
        evidence_count=max(1, facts.around.evidence_count),
        proposed_post=facts.around.proposed_post or 0,
        proposed_unit=facts.around.proposed_unit or -1,
        verifier_post=-1,
        verifier_unit=-1,
        target=facts.around.target or "-",
        target_open=True,
        target_type=facts.type_code,
        target_zone=facts.zone,
        target_place=facts.place,
        target_at=facts.reported_at,
    )
    answer = decide(
        act,
        replace(facts, around=around),
        by=by.actor,
        payload=_everything(facts, now),
        now=now,
        rules=rules_to_show(facts.severity),
    )
    return answer if isinstance(answer, Refusal) else None


def _everything(facts: FindingFacts, now: datetime) -> dict[str, object]:
    texts = (
        "reason", "clause", "order_text", "reply_text", "evidence", "cause", "prevention", "plan",
        "protection", "need", "notes", "explanation", "text", "mitigation", "root_cause",
        "resources", "decision",
    )  # fmt: skip
    return {
        **dict.fromkeys(texts, "-"),
        "contested": "facts",
        "talk": "held",
        "visit": "on_site",
        "unit_agrees": True,
        "severity": max(1, facts.severity - 1),
        "seconds": min(60, facts.extension_asked_seconds or facts.original_seconds or 60),
        "until": now + timedelta(hours=1),
    }
