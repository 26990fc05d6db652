"""What a paper says of how things stood around it: replaced, withdrawn, helped. Always Chinese."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import State
from bihuan.features.supervision.selectors.finding_page import FindingPage, RecordLine
from bihuan.features.supervision.selectors.order_numbers import record_number
from bihuan.features.supervision.selectors.paper_times import moment


def replaced(facts: FindingFacts, served: Sequence[RecordLine], mark: str) -> Iterator[str]:
    """Name the order that the newest one replaces: two with different words must not both hold."""
    if len(served) > 1:
        before = record_number(facts, served[-2], mark)
        yield f"本交办单替代{before}交办单，自{moment(served[-1].at)}起以本单为准。"


def withdrawn(page: FindingPage) -> Iterator[str]:
    """Say on whatever is printed of a withdrawn order that nobody acts on it any more, and why."""
    facts = page.facts
    if facts.state != State.WITHDRAWN or facts.ended_at is None:
        return
    said = [one.reason for one in page.timeline if one.to_state == State.WITHDRAWN and one.reason]
    why = f"理由：{said[-1].rstrip('。')}。" if said else ""
    yield f"本单已于{moment(facts.ended_at)}撤销，不再执行。{why}"


def help_given(page: FindingPage, asked: int, *, until: datetime) -> tuple[str, ...]:
    """Say what help had been offered when the paper was served, or that none had."""
    offered = [
        f"{moment(one.at)}：{one.body.get('need', '')}"
        for one in page.records
        if one.kind == "help" and one.body.get("stage") == "offered" and one.at <= until
    ]
    request = f"责任单位请求帮助{asked}次" if asked else "责任单位未请求帮助"
    return tuple(offered) or (f"{request}，尚未提供帮助。",)
