"""Section 4 of the nightly review: unowned zones, coverage, acknowledgement, span."""

from datetime import timedelta

from bihuan.domain.responsibility import GapReport
from bihuan.domain.roles import Role
from bihuan.features.posts.api import gaps_kept, held_posts
from bihuan.features.territory.api import population
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Amount,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Target,
    Words,
)

SECTION = 4
CLAUSE = "nightly review, section 4"
ZONES, DUTIES, POSTS = Words("个", "zones"), Words("项", "duties"), Words("个岗位", "posts")
PERCENT, PEOPLE = Words("%", "%"), Words("人", "residents")
MINUTE = timedelta(minutes=1)


def _report(context: NightlyContext) -> GapReport:
    """Return the detector's report at the cut-off.

    In a drill it is who answers today: a drill may play a day on which nobody here had a post
    yet. Rounded up to the minute, so that all figures of a night ask for the same instant.
    """
    at = context.real_until
    if context.clock.drill:
        at = at.replace(second=0, microsecond=0) + MINUTE
    return gaps_kept(at=at, scope=context.scope)


def _unowned(context: NightlyContext) -> Count | None:
    report = _report(context)
    return None if report.nothing_required else Count(len({gap.zone for gap in report.unowned}))


def _twice(context: NightlyContext) -> Count | None:
    report = _report(context)
    return None if report.nothing_required else Count(len(report.overlaps))


def _unreachable(context: NightlyContext) -> Count | None:
    report = _report(context)
    return Count(len(report.unreachable)) if report.posts else None


def _coverage(context: NightlyContext) -> Share | None:
    report = _report(context)
    return Share(report.held, report.posts) if report.posts else None


def _acknowledged(context: NightlyContext) -> Share | None:
    report = _report(context)
    return Share(report.acknowledged, report.posts) if report.posts else None


def _span(context: NightlyContext) -> Amount | None:
    at = _report(context).at
    people = population(context.scope.lo, at=at).residents
    workers = len(held_posts(scope=context.scope, role=Role.GRID_WORKER, at=at))
    return Amount(people * 10 // workers, 1) if people is not None and workers else None


FIGURES = (
    Figure(
        "posts.unowned", SECTION, Words("无主区域", "Unowned zones"),
        Definition(
            Words("截止时点缺少应有责任岗的辖区", "zones that lack a required responsible post"),
            ZONES, clause=CLAUSE,
        ),
        _unowned, 1, Target.ZERO,
    ),
    Figure(
        "posts.owned_twice", SECTION, Words("责任重叠", "Duties owned twice"),
        Definition(
            Words("同一辖区同一职能有多个责任岗", "duties with several responsible posts"),
            DUTIES, clause=CLAUSE,
        ),
        _twice, 2, Target.ZERO,
    ),
    Figure(
        "posts.unreachable", SECTION, Words("无法联系的岗位", "Posts nobody reaches"),
        Definition(
            Words("责任人和副岗均无法联系", "neither holder nor deputy can be reached"),
            POSTS, clause=CLAUSE,
        ),
        _unreachable, 3, Target.ZERO,
    ),
    Figure(
        "posts.coverage", SECTION, Words("岗位到岗率", "Post coverage"),
        Definition(
            Words("有人任职的岗位", "posts somebody holds"), PERCENT,
            Words("应有岗位", "posts"), CLAUSE,
        ),
        _coverage, 4,
    ),
    Figure(
        "posts.acknowledged", SECTION, Words("职责确认率", "Acknowledgement"),
        Definition(
            Words("已确认当前职责", "acknowledged the current duty"), PERCENT,
            Words("应有岗位", "posts"), CLAUSE,
        ),
        _acknowledged, 5,
    ),
    Figure(
        "posts.span", SECTION, Words("网格员服务人数", "Residents for each grid worker"),
        Definition(
            Words("常住人口", "residents"), PEOPLE, Words("在岗网格员", "grid workers in post"),
            CLAUSE,
        ),
        _span, 6,
    ),
)  # fmt: skip


def _agenda(context: NightlyContext) -> list[AgendaFact]:
    count = len(_report(context).unowned)
    if not count:
        return []
    title = Words(f"{count} 项职责无责任岗", f"{count} duties without a responsible post")
    return [AgendaFact(AgendaKind.GAP, "gaps", title, weight=count, link="/duty")]


AGENDA = (AgendaSource("posts", _agenda),)
