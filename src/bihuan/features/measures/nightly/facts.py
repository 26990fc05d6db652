"""What the figures and the agenda of a night share: the measures it knows, read once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bihuan.features.measures import api
from bihuan.platform.figures import NightlyContext

LENGTH = timedelta(hours=24)


def known_in(context: NightlyContext) -> Sequence[api.MeasureFacts]:
    """Return what touches the scope and did not end before the window, read once a night."""
    window = context.window
    return context.once(
        "measures.known",
        lambda: [
            # A night is told as of its cut-off, whatever the record has seen since.
            replace(one, around=replace(one.around, seen=None))
            for one in api.measures_in(
                incident=context.incident, scope=context.scope, at=window.until, ended=LENGTH
            )
        ],
    )


def active_in(context: NightlyContext) -> list[api.MeasureFacts]:
    """Return what was in force at the cut-off, whatever has happened since."""
    until = context.window.until
    return [one for one in known_in(context) if _in_force_at(one, until)]


def _in_force_at(one: api.MeasureFacts, until: datetime) -> bool:
    if one.activated_at is None or one.ends_at is None:
        return False
    if not one.activated_at <= until < one.ends_at:
        return False
    return api.in_force(one, until) if one.ended_at is None else one.ended_at > until
