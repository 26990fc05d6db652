"""What the figures and the agenda of a night share: the measures it knows, as they stood then."""

from collections.abc import Sequence
from datetime import timedelta

from bihuan.features.measures import api
from bihuan.features.premises import api as premises
from bihuan.platform.figures import NightlyContext

LENGTH = timedelta(hours=24)


def known_in(context: NightlyContext) -> Sequence[api.MeasureFacts]:
    """Return what touches the scope and did not end before the window, read once a night.

    It is told as it stood at the cut-off, with the law, the gates and the reports of that
    instant, whatever the record has seen since.
    """
    after = context.window.until - LENGTH
    return context.once(
        "measures.known",
        lambda: api.measures_then(
            incident=context.incident, scope=context.scope, ended_after=after, then=_then(context)
        ),
    )


def active_in(context: NightlyContext) -> list[api.MeasureFacts]:
    """Return what was in force at the cut-off, whatever has happened since."""
    return api.in_force_now(known_in(context), context.window.until)


def due_in(context: NightlyContext) -> Sequence[api.TaskFacts]:
    """Return the tasks of packages whose time had passed at the cut-off, as they stood then."""
    return context.once(
        "measures.tasks",
        lambda: api.tasks_due(
            incident=context.incident, scope=context.scope, until=context.window.until,
            undone=_then(context).tasks,
        ),
    )  # fmt: skip


def _then(context: NightlyContext) -> api.Then:
    return context.once(
        "measures.then",
        lambda: api.then_of(
            context.clock, until=context.window.until, real=context.real_until,
            ground=premises.ground_at(context),
        ),
    )  # fmt: skip
