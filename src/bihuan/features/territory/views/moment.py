"""When a page of the territory is read, and in which incident."""

from typing import Any

from django.http import HttpRequest

from bihuan.features.territory.api import Moment, carried
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now


def moment_of(request: HttpRequest) -> Moment:
    """Return the wall clock, and the incident that the reader has chosen with its own clock."""
    incident: Any = getattr(request, "incident", None)  # set by a feature above this one
    by: ActingPost | None = getattr(request, "by", None)
    known = carried("" if by is None else by.boundaries)
    if incident is None:
        return Moment(now(), carried=known)
    return Moment(now(), incident.id, incident.now(), known)
