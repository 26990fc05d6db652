"""Texts that an order needs: its demands, the right of reply, the review."""

from collections.abc import Sequence

from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.supervision.selectors.finding_types import finding_types

REPLY_TEXT = (
    "对事实或者依据有异议的，可在核查通过前书面陈述一次；对处理结果不服的，"
    "可自销号之日起三十日内申请复核。异议期间安全措施不停止。"
)
ORDER_TEXT = "请在规定时限内完成整改，查明原因，提出防止再次发生的办法，并反馈地点证据。"


def usual_items(facts: FindingFacts) -> Sequence[str]:
    """Return the sub-items that an order of this type usually asks for."""
    kind = finding_types().get(facts.type_code)
    return tuple(zh for zh, _ in kind.items) if kind else ()
