"""Section 2: what was published about the window, and what follows from it."""

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.reviews.community import NIGHTS, CommunityStatus, community_status
from bihuan.features.incidents.api import incident
from bihuan.features.review.selectors import bulletin
from bihuan.features.review.selectors.bulletin import Published
from bihuan.features.surveillance import api as surveillance
from bihuan.features.territory.api import population
from bihuan.platform.figures import (
    Amount,
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

PER = 100_000
PLACES = 2
WEEK = 7
LEAST_BEFORE = 5
PERSONS = Words("例", "cases")
CLAUSE = "nightly-review §2"
NEW = Words(
    "窗口内通报的新增；未通报时为登记数", "New cases published for the window, else those recorded"
)
FEW = surveillance.FEW
UNSURE = Words("（暂定：仍有迟报）", " (provisional: reports are still coming in)")
NOT_USED = Verdict("not_used", Words("该病种不用此判定", "not used for this disease"))
STATUS_WORDS = {
    CommunityStatus.ZERO: Words("社会面清零", "community zero"),
    CommunityStatus.BASICALLY_ZERO: Words("社会面基本清零", "basically community zero"),
    CommunityStatus.NOT_ZERO: Words("未清零", "not zero"),
}


def _rows(context: NightlyContext) -> list[Published]:
    day = context.window.day.isoformat()
    return bulletin.published(incident=context.incident, day=day, night=day)


def _count(value: int | None) -> Count | None:
    return None if value is None else Count(value)


def _cases(context: NightlyContext) -> int | None:
    """Return what was published; where nothing was, what the record of counts says."""
    published = bulletin.total(_rows(context))
    if published is not None:
        return published
    recorded = surveillance.counts_tonight(context)
    return None if recorded is None else recorded.new


def _community(context: NightlyContext) -> int | None:
    rows = _rows(context)
    if rows:
        return bulletin.community(rows)
    recorded = surveillance.counts_tonight(context)
    return None if recorded is None else recorded.community


def _few(context: NightlyContext, *, found: bool = False) -> bool:
    """Tell whether the record, where nothing was published, holds a count that hides."""
    unpublished = bulletin.total(_rows(context)) is None
    return unpublished and surveillance.hides(context, "found" if found else "new")


def new_cases(context: NightlyContext) -> Count | Verdict | None:
    """Cases published for the window, else those recorded."""
    return FEW if _few(context) else _count(_cases(context))


def new_per_100k(context: NightlyContext) -> Amount | Verdict | None:
    """Cases per 100,000 residents."""
    if _few(context):
        return FEW
    cases, people = _cases(context), population(context.scope.lo).residents
    if cases is None or not people:
        return None
    return Amount((cases * PER * 10**PLACES * 2 + people) // (2 * people), PLACES)


def community_detected(context: NightlyContext) -> Count | Verdict | None:
    """Cases found in the community."""
    return FEW if _few(context, found=True) else _count(_community(context))


def managed_detected(context: NightlyContext) -> Count | Verdict | None:
    """Cases found in managed status."""
    if _few(context, found=True):
        return FEW
    cases, community = _cases(context), _community(context)
    if cases is None or community is None or community > cases:
        return None
    return Count(cases - community)


def share_community(context: NightlyContext) -> Share | Verdict | None:
    """Community-detected among all."""
    if _few(context, found=True):
        return FEW
    cases, community = _cases(context), _community(context)
    if cases is None or community is None or community > cases:
        return None
    return Share(community, cases)


def community_zero(context: NightlyContext) -> Verdict | None:
    """Community-zero status by the profile's rule; a profile may not use one."""
    view = incident(context.incident)
    rule = None if view is None else surveillance.profile_of(view).community_zero
    if rule is None or not rule.supported:
        return None if rule is None else NOT_USED
    people = population(context.scope.lo).residents
    status = community_status(
        _nightly(context, max(rule.days, NIGHTS)), residents=people,
        nights=rule.days, basic_per_100k=rule.basic_per_100k,
    )  # fmt: skip
    # Where the rule means fewer than a small count, saying so would tell one.
    few = (people or 0) * rule.basic_per_100k < PER * SMALL_CELL
    told = status is not CommunityStatus.BASICALLY_ZERO or not few or _rows(context)
    if not told and surveillance.hides(context, "found", NIGHTS):
        return FEW
    if status is None or _rows(context) or not surveillance.provisional(context):
        return None if status is None else Verdict(status.value, STATUS_WORDS[status])
    words = STATUS_WORDS[status]
    return Verdict(status.value, Words(words.zh + UNSURE.zh, words.en + UNSURE.en))


def _nightly(context: NightlyContext, nights: int) -> list[int | None]:
    found = bulletin.nights_before(incident=context.incident, window=context.window, nights=nights)
    recorded = surveillance.nights_before(context, nights)
    return [
        bulletin.community(rows) if rows else (None if counts is None else counts.community)
        for rows, counts in zip(found, recorded, strict=True)
    ]


def seven_day_trend(context: NightlyContext) -> Amount | Verdict | None:
    """Sum of the last seven nights over the seven before."""
    nights = bulletin.nights_before(
        incident=context.incident, window=context.window, nights=2 * WEEK
    )
    found = [bulletin.total(rows) for rows in nights]
    if None in found and surveillance.hides(context, "new", 2 * WEEK):
        return FEW
    refused = surveillance.not_comparable(context, 2 * WEEK, recorded=None in found)
    if refused is not None:
        return refused
    recorded = surveillance.new_by_night(surveillance.nights_before(context, 2 * WEEK))
    told = zip(found, recorded, strict=True)
    both = (one if one is not None else other for one, other in told)
    counts = [count for count in both if count is not None]
    if len(counts) < 2 * WEEK or sum(counts[:WEEK]) < LEAST_BEFORE:
        return None
    before, after = sum(counts[:WEEK]), sum(counts[WEEK:])
    return Amount((after * 10**PLACES * 2 + before) // (2 * before), PLACES)


class _ByDimension:
    """A breakdown of published counts."""

    def __init__(self, dimension: str) -> None:
        self._dimension = dimension

    def __call__(self, context: NightlyContext) -> Breakdown | None:
        """Return the rows of the dimension, None when none were published."""
        rows = bulletin.of_dimension(_rows(context), self._dimension)
        if not rows:
            return None
        listed = (BreakdownRow(row.key, row.words, (row.value,)) for row in rows)
        return Breakdown((PERSONS,), tuple(listed))


class _PublishedTotal:
    """A published total other than the new cases."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __call__(self, context: NightlyContext) -> Count | None:
        """Return the total, None when it was not published."""
        rows = bulletin.of_dimension(_rows(context), bulletin.TOTAL)
        found = [row.value for row in rows if row.key.startswith(self._prefix)]
        return Count(found[0]) if found else None


def _published(counts: Words, over: Words | None = None) -> Definition:
    return Definition(counts, PERSONS, over, CLAUSE)


FIGURES = (
    Figure("review.new_cases", 2, Words("新增", "New cases"), _published(NEW), new_cases, 10),
    Figure(
        "review.new_per_100k",
        2,
        Words("每十万人新增", "New cases per 100,000"),
        Definition(
            NEW, Words("例/十万人", "cases per 100,000"), Words("常住人口", "Residents"), CLAUSE
        ),
        new_per_100k,
        20,
    ),
    Figure(
        "review.community_detected",
        2,
        Words("社会面发现", "Found in the community"),
        _published(Words("发现途径属社会面的新增", "New cases by routes in the community")),
        community_detected,
        30,
    ),
    Figure(
        "review.managed_detected",
        2,
        Words("管控中发现", "Found in managed status"),
        _published(Words("新增减去社会面发现", "New cases less those found in the community")),
        managed_detected,
        40,
    ),
    Figure(
        "review.share_community",
        2,
        Words("社会面占比", "Share found in the community"),
        _published(Words("社会面发现", "Found in the community"), NEW),
        share_community,
        50,
    ),
    Figure(
        "review.cumulative",
        2,
        Words("累计", "Cumulative"),
        _published(Words("通报的累计数", "Published cumulative count")),
        _PublishedTotal("cumulative"),
        60,
    ),
    Figure(
        "review.high_risk_areas",
        2,
        Words("高风险区", "High-risk areas"),
        Definition(
            Words("通报的在管高风险区", "High-risk areas in force, as published"),
            Words("个", "areas"),
            None,
            CLAUSE,
        ),
        _PublishedTotal("high_risk"),
        70,
    ),
    Figure(
        "review.seven_day_trend",
        2,
        Words("七日比", "7-day ratio"),
        Definition(
            Words("近 7 日合计", "Sum of the last 7 nights"),
            Words("倍", "times"),
            Words("前 7 日合计", "Sum of the 7 nights before"),
            CLAUSE,
        ),
        seven_day_trend,
        80,
    ),
    Figure(
        "review.community_zero",
        2,
        Words("社会面清零状态", "Community-zero status"),
        Definition(
            Words(
                "病种方案所定晚数内社会面连续为 0；“基本”为近 3 晚每晚低于方案所定比例",
                "No community case on as many nights as the profile asks; “basically” is "
                "below its rate on each of three",
            ),
            Words("判定", "verdict"),
            None,
            CLAUSE,
        ),
        community_zero,
        90,
    ),
    Figure(
        "review.cases_by_county",
        2,
        Words("各县新增", "New cases by county"),
        _published(NEW),
        _ByDimension(bulletin.COUNTY),
        100,
    ),
    Figure(
        "review.cases_by_route",
        2,
        Words("按发现途径", "By route of detection"),
        _published(NEW),
        _ByDimension(bulletin.ROUTE),
        110,
    ),
    Figure(
        "review.cases_by_status",
        2,
        Words("按诊断分类", "By classification"),
        _published(NEW),
        _ByDimension(bulletin.STATUS),
        120,
    ),
)
