"""The front door of scenarios."""

from collections.abc import Callable

from bihuan.domain.refusals import Refusal
from bihuan.features.scenarios.actions import approve_fit, ask_fit, ask_run, cancel_run
from bihuan.features.scenarios.selectors.charts import charts_of, fit_chart
from bihuan.features.scenarios.selectors.offered import (
    by_renewal,
    measures_offered,
    profile_of,
    renewal_offer,
    tiers_offered,
    without_fit,
    without_model,
)
from bihuan.features.scenarios.selectors.runs import (
    Answer,
    RunView,
    answer_of,
    approved_fits,
    beds_given,
    number_of,
    replicates_made,
    run_of,
    runs_ahead,
    runs_in,
)
from bihuan.features.scenarios.selectors.tonight import (
    cases_hide,
    cases_told,
    communities,
    last_snapshot,
    tonight_of,
)
from bihuan.features.scenarios.selectors.vectors import index_on_record
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.commands import Outcome

__all__ = [
    "Answer",
    "RunView",
    "adopt_answer",
    "answer_of",
    "approve_fit",
    "approved_fits",
    "ask_fit",
    "ask_run",
    "beds_given",
    "by_renewal",
    "cancel_run",
    "cases_hide",
    "cases_told",
    "charts_of",
    "communities",
    "fit_chart",
    "index_on_record",
    "last_snapshot",
    "measures_offered",
    "number_of",
    "profile_of",
    "renewal_offer",
    "replicates_made",
    "run_of",
    "runs_ahead",
    "runs_in",
    "tiers_offered",
    "tonight_of",
    "without_fit",
    "without_model",
    "work",
]


def work(stopping: Callable[[], bool]) -> int:
    """Carry out what waits; the engine is loaded here and by no page."""
    from bihuan.features.scenarios.actions.carry_on import carry_on

    return carry_on(by=system_post(), key="scenario", stopping=stopping)


def adopt_answer(*, by: ActingPost, run: RunView, text: str, key: str) -> Outcome | Refusal:
    """Record an answer made elsewhere of the same task; another task's is refused."""
    from bihuan.features.scenarios.actions import carry_on

    return carry_on.adopt_answer(by=by, run=run, text=text, key=key)
