"""What a supervision order (督办单) says of its own: why it came, until when, what is added."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.findings.escalation import Trigger
from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.supervision.selectors.finding_page import RecordLine
from bihuan.features.supervision.selectors.loop_rules import rules_to_show
from bihuan.features.supervision.selectors.paper_times import moment

TALK = 4
_SUPPORT: Mapping[int, str] = {
    1: "到期仍未整改的，由上一级提级督办，协调人员、物资，并列入当晚复盘会议题。",
    2: "已同时提级督办，由上一级协调人员、物资，并列入当晚复盘会议题。",
    3: "已同时提级督办并提请专题会商，研究原因，协调人员、物资，列入当晚复盘会议题。",
    TALK: "已同时提级督办、提请专题会商并提出约谈建议，由领导决定；列入当晚复盘会议题。",
}


def reasons(facts: FindingFacts, record: RecordLine, own: str) -> Iterator[str]:
    """Say why the order was escalated, by what was known when the paper was issued."""
    said, at = record.body, moment(record.at)
    again = int(said.get("round", 1)) > 1
    limit, begun = ("返工整改时限", "返工") if again else ("整改时限", "交办")
    until = f"{limit}为{moment(_instant(record, 'due_at') or facts.rectify_due_at)}"
    minutes = int(rules_to_show(facts.severity).s1_raised_after.total_seconds() // 60)
    words = {
        Trigger.OVERDUE: f"{own}交办的上述问题，{until}，至{at}未收到整改反馈，已经超时。",
        Trigger.URGENT: (
            f"上述问题为一级问题，{own}{begun}后满{minutes}分钟，至{at}未收到整改反馈；{until}，尚未超时。"
        ),
        Trigger.REWORK: f"{own}交办的上述问题，核查{said.get('failures', 0)}次未通过；{until}。",
        Trigger.RECURRING: (
            f"七日内同一责任区同类问题已发现{said.get('same_type', 0)}件；{own}的{until}。"
        ),
    }
    known = [Trigger(one) for one in str(said.get("triggers", "")).split(",") if one]
    late = Trigger.OVERDUE in known
    for trigger in known or [Trigger.OVERDUE]:
        if not (late and trigger is Trigger.URGENT):
            yield words[trigger]


def demanded_at(facts: FindingFacts, record: RecordLine) -> datetime | None:
    """Return until when the work is wanted: never earlier than the order in force allows."""
    return _instant(record, "complete_by") or facts.rectify_due_at


def support(record: RecordLine) -> str:
    """Say what the next level adds, or what it was given already together with this paper."""
    return _SUPPORT[min(int(record.body.get("level", 1)), TALK)]


def _instant(record: RecordLine, name: str) -> datetime | None:
    value = record.body.get(name)
    return instant_of(value) if isinstance(value, int) else None
