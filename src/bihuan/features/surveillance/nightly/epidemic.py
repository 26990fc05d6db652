"""Section 2 from the record: origins, links, growth, days since the last community case."""

from bihuan.domain.surveillance.cases import Origin
from bihuan.features.surveillance.selectors.tonight import (
    BROKEN,
    FEW,
    analysis_tonight,
    counts_tonight,
    hides,
    nights_before,
)
from bihuan.platform.figures import (
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Verdict,
    Words,
)

CASES = Words("例", "cases")
CLAUSE = "nightly-review §2"
WINDOW = 14
LOOK_BACK = 90
ORIGINS = {
    Origin.IMPORTED: Words("境外或外地输入", "Imported"),
    Origin.IMPORTED_RELATED: Words("输入关联", "Linked to an import"),
    Origin.LOCAL_LINKED: Words("本地，有关联", "Local, linked"),
    Origin.LOCAL_UNLINKED: Words("本地，无关联", "Local, not linked"),
    Origin.UNDER_INVESTIGATION: Words("调查中", "Under investigation"),
}
RISING, FALLING = Words("在上升", "rising"), Words("在下降", "falling")
NO_TREND = Words("无明确趋势", "no clear trend")


def by_origin(context: NightlyContext) -> Breakdown | Verdict | None:
    """Cases by where the infection came from; exclusive, they add up to the new cases."""
    counts = counts_tonight(context)
    if counts is None or counts.by_origin is None:
        return None
    if hides(context, "origin"):
        return FEW
    split = counts.by_origin
    rows = (BreakdownRow(o.value, words, (split.get(o, 0),)) for o, words in ORIGINS.items())
    return Breakdown((CASES,), tuple(rows))


def unlinked(context: NightlyContext) -> Share | Verdict | None:
    """Local cases without a known link among local cases."""
    counts = counts_tonight(context)
    if counts is None or counts.by_origin is None:
        return None
    if hides(context, "origin"):
        return FEW
    alone = counts.by_origin.get(Origin.LOCAL_UNLINKED, 0)
    return Share(alone, alone + counts.by_origin.get(Origin.LOCAL_LINKED, 0))


def growth(context: NightlyContext) -> Verdict | None:
    """Growth rate of the last fourteen nights with its 90 % interval, as the analysis says.

    Nights of which most reports are still to come take no part, and none beyond a break.
    """
    kept = analysis_tonight(context)
    found = {} if kept is None else kept.body["growth"]
    if found.get("trend") is None:
        return BROKEN if "reason" in found else None
    if hides(context, "new", WINDOW):
        return FEW
    rate, low, high = map(_percent, found["rate"])
    told = f"{rate} %/d ({low} – {high})"
    words = {1: RISING, -1: FALLING, 0: NO_TREND}[found["trend"]]
    return Verdict(f"trend_{found['trend']}", Words(f"{told}，{words.zh}", f"{told}, {words.en}"))


def _percent(rate: float) -> str:
    return f"{rate * 100:.1f}".replace("-", "−")


def days_since(context: NightlyContext) -> Count | None:
    """Whole days since the latest night with a community case."""
    for back, counts in enumerate(reversed(nights_before(context, LOOK_BACK))):
        community = None if counts is None else counts.community
        if community is None:
            return None
        if community:
            return Count(back)
    return None


def agreement(context: NightlyContext) -> Verdict | None:
    """Whether the splits of the night's record have one total."""
    counts = counts_tonight(context)
    if counts is None:
        return None
    return AGREE if counts.agree else DIFFER


AGREE = Verdict("agree", Words("一致", "agree"))
DIFFER = Verdict("differ", Words("不一致，请核对", "differ: check them"))


def _figure(code: str, words: Words, definition: Definition, value, order: int) -> Figure:  # type: ignore[no-untyped-def]
    return Figure(f"surveillance.{code}", 2, words, definition, value, order)


FIGURES = (
    _figure(
        "growth",
        Words("增长率（14 日，90 % 区间）", "Growth rate (14 nights, 90 % interval)"),
        Definition(
            Words("近 14 晚新增的对数线性趋势", "Log-linear trend of the last 14 nights"),
            Words("每日 %", "% a day"),
            None,
            CLAUSE,
        ),
        growth,
        82,
    ),
    _figure(
        "days_since_community",
        Words("距最近社会面病例", "Days since the last community case"),
        Definition(
            Words("最近一晚社会面大于 0 至今的整日数", "Whole days since a night with one"),
            Words("天", "days"),
            None,
            CLAUSE,
        ),
        days_since,
        84,
    ),
    _figure(
        "unlinked_share",
        Words("无关联占比", "Share without a known link"),
        Definition(
            Words("本地无关联", "Local, not linked"),
            CASES,
            Words("本地有关联＋本地无关联", "Local linked + local not linked"),
            CLAUSE,
        ),
        unlinked,
        86,
    ),
    _figure(
        "splits_agree",
        Words("登记各拆分", "Splits of the record"),
        Definition(
            Words(
                "按感染来源、途径、分类的合计是否相同", "Whether origins, routes, statuses agree"
            ),
            Words("判定", "verdict"),
            None,
            CLAUSE,
        ),
        agreement,
        88,
    ),
    _figure(
        "cases_by_origin",
        Words("按感染来源", "By origin"),
        Definition(Words("窗口内新增", "New cases of the window"), CASES, None, CLAUSE),
        by_origin,
        115,
    ),
)
