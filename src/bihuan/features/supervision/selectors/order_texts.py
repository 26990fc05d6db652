"""Texts that an order needs: its demands, the right of reply, the review."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.supervision.selectors.finding_types import finding_types
from bihuan.platform.i18n import chinese

REPLY_TEXT = (
    "对事实或者依据有异议的，可在核查通过前书面陈述一次；对处理结果不服的，"
    "可自销号之日起三十日内申请复核。异议期间安全措施不停止。"
)
ORDER_TEXT = "请在规定时限内完成整改，查明原因，提出防止再次发生的办法，并反馈地点证据。"


REPLY_TEXT_EN = (
    "Whoever contests the facts or the clause may say so in writing once before the verification "
    "has passed; whoever does not accept the outcome may ask for a formal review within thirty "
    "days of the close-out. Safety measures go on meanwhile."
)
ORDER_TEXT_EN = (
    "Put it right within the time set, find the cause, say what prevents it from happening again, "
    "and report with evidence of the place."
)


@lru_cache(maxsize=1)
def _in_english() -> Mapping[str, str]:
    """Return every standing sentence of an order with its English."""
    items = {zh: en for kind in finding_types().values() for zh, en in kind.items}
    return items | {REPLY_TEXT: REPLY_TEXT_EN, ORDER_TEXT: ORDER_TEXT_EN}


def standing_text(text: str) -> str:
    """Return a sentence of an order in the language of the page if it is a standing one.

    An order is served and stored in Chinese; what somebody typed stays as it was typed.
    """
    return text if chinese() else _in_english().get(text, text)


def usual_items(facts: FindingFacts) -> Sequence[str]:
    """Return the sub-items that an order of this type usually asks for."""
    kind = finding_types().get(facts.type_code)
    return tuple(zh for zh, _ in kind.items) if kind else ()
