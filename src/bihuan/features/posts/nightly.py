"""Section 4 of the nightly review: unowned zones, coverage, acknowledgement."""

from bihuan.features.posts.api import GapReport, gaps
from bihuan.platform.clock import now
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Target,
    Words,
)

SECTION = 4
ZONES, POSTS = Words("个", "zones"), Words("个岗位", "posts")


def _report(context: NightlyContext) -> GapReport:
    """Return the detector's report; who answers is a matter of the wall's time, drill or not."""
    return gaps(at=now(), scope=context.scope)


def _unowned(context: NightlyContext) -> Count:
    return Count(len({one.zone for one in _report(context).unowned}))


def _unreachable(context: NightlyContext) -> Count:
    return Count(len({one.post for one in _report(context).unreachable}))


def _coverage(context: NightlyContext) -> Share:
    report = _report(context)
    return Share(report.held, report.posts)


def _acknowledged(context: NightlyContext) -> Share:
    report = _report(context)
    return Share(report.acknowledged, report.held)


FIGURES = (
    Figure(
        "posts.unowned", SECTION, Words("无主区域", "Unowned zones"),
        Definition(
            Words("没有有效责任岗的辖区", "zones with no valid responsible post"), ZONES,
            clause="nightly review, section 4",
        ),
        _unowned, 1, Target.ZERO,
    ),
    Figure(
        "posts.unreachable", SECTION, Words("无法联系的岗位", "Posts nobody reaches"),
        Definition(
            Words("责任人和副岗均无法联系", "neither holder nor deputy can be reached"), POSTS,
            clause="nightly review, section 4",
        ),
        _unreachable, 2, Target.ZERO,
    ),
    Figure(
        "posts.coverage", SECTION, Words("岗位到岗率", "Post coverage"),
        Definition(
            Words("有人任职的岗位", "posts somebody holds"), Words("%", "%"),
            Words("应有岗位", "posts"), "nightly review, section 4",
        ),
        _coverage, 3,
    ),
    Figure(
        "posts.acknowledged", SECTION, Words("职责确认率", "Acknowledgement"),
        Definition(
            Words("已确认当前职责", "acknowledged the current duty"), Words("%", "%"),
            Words("在岗岗位", "posts held"), "nightly review, section 4",
        ),
        _acknowledged, 4,
    ),
)  # fmt: skip


def _agenda(context: NightlyContext) -> list[AgendaFact]:
    count = len(_report(context).unowned)
    if not count:
        return []
    title = Words(f"{count} 项职责无责任岗", f"{count} duties without a responsible post")
    return [AgendaFact(AgendaKind.GAP, "gaps", title, weight=count, link="/duty")]


AGENDA = (AgendaSource("posts", _agenda),)
