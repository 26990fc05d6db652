"""A notice as plain text, to be read aloud or carried by other forms."""

from collections.abc import Callable, Iterator

from bihuan.features.measures.selectors.notices import Notice
from bihuan.platform.i18n import dates

SUSPENDED_ZH = "已暂停执行，恢复执行前任何人不得要求遵守。"
SUSPENDED_EN = "Suspended: nobody has to follow it until it is resumed."
OVER_ZH, OVER_EN = "已经结束，不再执行。", "Over: no longer in force."
WAITS_ZH, WAITS_EN = "目前尚未执行。", "Not in force at the moment."
Say = Callable[[str, str], str]


def plain_text(one: Notice, language: str, *, appeal: str) -> str:
    """Return the notice as plain text to be read aloud; ``appeal`` is the page's full address."""
    zh = language.startswith("zh")
    say = _zh if zh else _en
    sep = "、" if zh else "; "
    standing = state_said(one, language)
    lines = [
        *([standing] if standing else []),
        *([one.next.said(language)] if one.next else []),
        one.number.said(language),
        one.title.said(language),
        *_asked(one, language, say),
        say("范围：", "Where: ") + sep.join(words.said(language) for words in one.where),
        say("自 ", "From ") + dates.stamp(one.begins) + say(" 起，至 ", " until ")
        + dates.stamp(one.ends) + say(" 止，到期自行失效。", "; it ends by itself."),
        say("原因：", "Why: ") + one.purpose.said(language),
        say("例外：", "Exceptions: ") + one.exceptions.said(language),
        say("依据：", "Basis: ") + one.basis.said(language),
        say("求助电话：", "Help line: ") + one.measure.help_line,
        say(
            f"对本措施有异议的，可以在公开页 {appeal} 申诉，无须登录和姓名，"
            "也可以向上一级人民政府书面申诉；申诉不影响就医和生活保障。",
            f"Whoever objects may appeal at {appeal} without account or name, or"
            " in writing to the next higher government; care and supplies go on.",
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def state_said(one: Notice, language: str) -> str:
    """Return the sentence that a notice not in force begins with; empty while it is in force."""
    zh = language.startswith("zh")
    if one.over:
        at = dates.stamp(one.ended)
        return f"{OVER_ZH}结束时间：{at}。" if zh else f"{OVER_EN} It ended at {at}."
    if one.suspended:
        return SUSPENDED_ZH if zh else SUSPENDED_EN
    if one.in_force:
        return ""
    return WAITS_ZH if zh else WAITS_EN


def _asked(one: Notice, language: str, say: Say) -> Iterator[str]:
    """Yield what the measure asks, rule by rule, and how each gate stands."""
    for name, text in one.rules:
        yield name.said(language) + say("：", ": ") + text.said(language)
    for place in one.gates:
        gates = say("出入口：", "Gates: ") + place.compound.said(language)
        yield gates + say("，", ", ") + place.gates.said(language)
    if one.more_compounds > 0:
        yield say(
            f"另有{one.more_compounds}个小区，出入口开放情况在各出入口公示。",
            f"{one.more_compounds} more compounds; how their gates stand is displayed there.",
        )


def _zh(zh: str, en: str) -> str:  # noqa: ARG001
    return zh


def _en(zh: str, en: str) -> str:  # noqa: ARG001
    return en
