"""The minutes as the official document: filled from what was issued, or from a draft."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import override

from bihuan.domain.findings.numbers import document_label
from bihuan.features.review.selectors.corrections import CorrectionView
from bihuan.platform.figures import Breakdown, Share, Verdict, from_json
from bihuan.platform.figures import shown as shown_value
from bihuan.platform.i18n.dates import date_text, in_prose
from bihuan.platform.ui.print.values import MinutesDecision, MinutesDocument, Occasion, Origin

MINUTES_PREFIX = "会纪"
NAMED = 20
ATTENDANCE = {"present": "出席", "excused": "请假", "attending": "列席"}


def minutes_label(year: int, number: int, *, drill: bool) -> str:
    """Return the number of minutes as printed: 会纪〔2022〕1号."""
    return document_label(MINUTES_PREFIX, year, number, drill=drill)


def minutes_document(
    content: Mapping[str, Any],
    *,
    issued: Mapping[str, Any] | None,
    body: str,
    origin: Origin,
    link: str = "",
    corrections: Sequence[CorrectionView] = (),
) -> MinutesDocument:
    """Return the minutes as the official document, in Chinese.

    Parameters
    ----------
    content
        What the minutes say (``minutes_content``).
    issued
        ``year``, ``number``, ``issued_at``, ``present``, ``excused``, ``attending``; None prints
        a draft without a number.
    body
        Name of the command body on the paper.
    origin, link
        Whether this is the demo, and the address on the QR code.
    corrections
        Those of the minutes, by number.
    """
    with override("zh-hans"):
        return MinutesDocument(
            **_letter(content, issued, body),
            link=link,
            origin=origin,
            opening=_opening(content),
            carried=tuple(_carried(one) for one in content["carried"]) or ("没有未办结的决定。",),
            decisions=tuple(_decision(one) for one in content["decisions"]),
            safeguards=_safeguards(content),
            revisions=_revisions(content) or ("没有修订。",),
            plan=tuple(_objective(one) for one in content["objectives"]) or ("按会议决定执行。",),
            snapshot=f"{content['snapshot']['label']} · {content['snapshot']['sha256']}",
            root=content["root"] or "—",
            corrections=tuple(_correction(one) for one in corrections),
        )


def _letter(
    content: Mapping[str, Any], issued: Mapping[str, Any] | None, body: str
) -> dict[str, Any]:
    """Return head and foot of the paper; a draft has neither number nor date, nobody present."""
    drill = bool(content["incident"]["drill"])
    day = date_text(date.fromisoformat(content["day"]))
    said: dict[str, Any] = {
        "title": (day, "夜间复盘会纪要"),
        "occasion": Occasion.DRILL if drill else Occasion.LIVE,
        "mark": f"{body}会议纪要",
        "issuer": f"{body}办公室",
        "office": f"{body}办公室",
    }
    if issued is None:
        empty = dict.fromkeys(("printed_on", "present", "excused", "attending"), "")
        return said | {"number": None, "signed_on": day} | empty
    on = date_text(issued["issued_at"])
    present = {name: issued[name] for name in ("present", "excused", "attending")}
    number = minutes_label(issued["year"], issued["number"], drill=drill)
    return said | {"number": number, "signed_on": on, "printed_on": on} | present


def _correction(one: CorrectionView) -> str:
    """Return a correction in words: what it reads instead of, and why."""
    parts = [
        f"{ATTENDANCE[name]}由“{before or '无'}”更正为“{after or '无'}”"
        for name, before, after in one.changes
    ]
    parts += [one.words.rstrip("。")] if one.words else []
    what, why = "；".join(parts), one.reason.rstrip("。")
    return f"更正{one.number}（{in_prose(one.at)}）：{what}。理由：{why}。"


def _opening(content: Mapping[str, Any]) -> tuple[str, ...]:
    whole, window = content["completeness"], content["window"]
    first = (
        f"会议依据{_at(window['since'])}至{_at(window['until'])}的冻结数据召开，"
        f"{whole['of']} 个县中 {whole['n']} 个已报送。"
    )
    return (first, *(words["zh"] for words in content["bottom_line"]))


def _carried(one: Mapping[str, Any]) -> str:
    red = "（连续两晚以上未办结）" if one["red"] else ""
    due, nights = _at(one["due"]), one["nights"]
    return f"D-{one['number']} {one['title']}：期限 {due}，已过会 {nights} 次{red}。"


def _decision(one: Mapping[str, Any]) -> MinutesDecision:
    options = tuple(option["text"] for option in one["options"])
    cancelled = one.get("cancelled")
    ended = "" if cancelled is None else f"（已撤销，不再执行。理由：{cancelled.rstrip('。')}）"
    help_ = f"；帮助：{one['help']}" if one["help"] else ""
    return MinutesDecision(
        subject=f"D-{one['number']} {one['title']}{ended}",
        situation=one["situation"],
        risks=one["risks"],
        powers=one["powers"],
        options=options,
        choice=options[one["choice"]],
        reasons=one["reasons"],
        owner=one["owner"]["zh"] + help_,
        due=_at(one["due"]),
        review_at=_at(one["review"]),
    )


def _safeguards(content: Mapping[str, Any]) -> tuple[str, ...]:
    said = tuple(f"{one['zh']}：{_value(one)}。" for one in content["safeguards"])
    return said or ("今晚没有监督保障指标。",)


def _value(one: Mapping[str, Any]) -> str:
    """Return a figure as printed with its unit; a table says first what its numbers are."""
    value = from_json(one["value"])
    if isinstance(value, Breakdown):
        columns = "/".join(words.zh for words in value.columns)
        listed = shown_value(value, "zh").replace(" · ", "；")  # no line begins with a dot
        return f"（{columns}）{listed}"
    bare = value is None or isinstance(value, Share | Verdict)
    return shown_value(value, "zh") + ("" if bare else f" {one['unit']['zh']}")


def _revisions(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return corrected counts, then what arrived late; a long list names its beginning."""
    late = content["late"]
    listed = [_revision(one) for one in content["revisions"]] + [_late(one) for one in late]
    more = len(listed) - NAMED
    return (*listed[:NAMED], *((f"其余 {more} 条见当晚报告附件。",) if more > 0 else ()))


def _late(one: Mapping[str, Any]) -> str:
    seen, came = _at(one["observed"]), _at(one["received"])
    return f"{one['subject']} {one['zh']}：{seen}发现，{came}收到。"


def _revision(one: Mapping[str, Any]) -> str:
    before = "未报" if one["old"] is None else str(one["old"])
    day = date_text(date.fromisoformat(one["day"]))
    return f"{day}{one['zh']}：{before} → {one['new']}（{one['source']}）。"


def _objective(one: Mapping[str, Any]) -> str:
    return f"{one['words']['zh']}（{one['measure']['zh']}，{_at(one['due'])}前）。"


def _at(text: str) -> str:
    return in_prose(datetime.fromisoformat(text))
