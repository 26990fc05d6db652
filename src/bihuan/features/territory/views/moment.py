"""When a page of the territory is read, and in which incident."""

from typing import Any

from django.http import HttpRequest

from bihuan.features.territory.api import Moment
from bihuan.platform.clock import now


def moment_of(request: HttpRequest) -> Moment:
    """Return the wall clock, and the incident that the reader has chosen with its own clock."""
    incident: Any = getattr(request, "incident", None)  # set by a feature above this one
    return Moment(now()) if incident is None else Moment(now(), incident.id, incident.now())
