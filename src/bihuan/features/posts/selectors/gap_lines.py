"""The gap report as sentences, for the console and for lists."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from bihuan.domain.duties import DutyFunction
from bihuan.domain.responsibility import GapReport, Unreached
from bihuan.domain.roles import Role
from bihuan.features.posts.labels import FUNCTIONS, ROLES, UNREACHED
from bihuan.features.posts.selectors.posts import posts_of
from bihuan.features.territory.api import ZoneName, name_chains


def gap_lines(report: GapReport) -> Iterator[str]:
    """Yield one sentence for each gap: unowned, owned twice, nobody reachable.

    Duties not acknowledged are no gaps and not among them.
    """
    if report.nothing_required:
        yield _("Nothing is required yet: enter zones and responsibility rules first.")
    unowned_zones = {unowned.zone for unowned in report.unowned}
    chains = name_chains(unowned_zones.union(overlap.zone for overlap in report.overlaps))
    numbers = {gap.post for gap in report.unreachable}
    posts = posts_of(numbers.union(*(overlap.posts for overlap in report.overlaps)))
    for unowned in report.unowned:
        where, what = _path(chains.get(unowned.zone, ())), function_name(unowned.function)
        yield _("%(zone)s: nobody answers for %(function)s") % {"zone": where, "function": what}
    for overlap in report.overlaps:
        where, what = _path(chains.get(overlap.zone, ())), function_name(overlap.function)
        labels = ", ".join(posts[one].label for one in overlap.posts if one in posts)
        said = {"zone": where, "function": what, "posts": labels}
        yield _("%(zone)s: several posts answer for %(function)s: %(posts)s") % said
    for silent in report.unreachable:
        label = posts[silent.post].label if silent.post in posts else str(silent.post)
        said = {"post": label, "number": str(silent.post), "reason": str(UNREACHED[silent.reason])}
        yield _("%(post)s (post %(number)s): %(reason)s") % said


def function_name(code: str) -> str:
    """Return the name of a function in the page's language."""
    return str(FUNCTIONS[DutyFunction(code)])


def why_unreached(code: str) -> str:
    """Return in the page's language why a post cannot be reached."""
    return str(UNREACHED[Unreached(code)])


def role_name(role: Role) -> str:
    """Return the name of a role in the page's language."""
    return str(ROLES[role])


def _path(chain: Sequence[ZoneName]) -> str:
    return " ".join(str(name) for name in chain[1:]) or " ".join(str(name) for name in chain)
