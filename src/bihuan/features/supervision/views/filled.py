"""In which incident, and by which post, a report was filled in: there it belongs.

A phone sends hours later; meanwhile its person may have turned to a drill in another tab, or to
another post.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.api import incident as incident_by_id
from bihuan.features.supervision.forms.report import ReportForm
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose


@dataclass(frozen=True, slots=True)
class Filled:
    """Who filled a report in, and in which incident."""

    by: ActingPost
    incident: int


def filled_in(request: HttpRequest, form: ReportForm) -> Filled | Refusal:
    """Return where a valid report belongs, or why it can be filed nowhere.

    A form that names no incident is taken only while there is no choice.
    """
    wanted, post = form.cleaned_data["incident"], form.cleaned_data["post"]
    by = request.by if post is None else _held(request, post)  # type: ignore[attr-defined]
    if by is None:
        return Refusal("report_post_left")
    listed = request.incidents  # type: ignore[attr-defined]
    if wanted is None:
        known = [one.id for one in listed]
        return Filled(by, known[0]) if len(known) == 1 else Refusal("report_names_no_incident")
    if all(one.id != wanted for one in listed):
        ended = incident_by_id(wanted)
        name = choose(ended.name_zh, ended.name_en) if ended else str(wanted)
        return Refusal("report_incident_ended", {"incident": name})
    return Filled(by, wanted)


def _held(request: HttpRequest, post: int) -> ActingPost | None:
    held = request.posts  # type: ignore[attr-defined]
    return next((one for one in held if one.post == post), None)
