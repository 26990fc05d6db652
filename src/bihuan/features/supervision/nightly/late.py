"""Findings seen before an earlier cut-off that arrived after it: revisions of a closed night.

A phone without network keeps what it found; its deadline runs from receipt, its night is over.
"""

from collections.abc import Iterator

from bihuan.features.supervision.api import findings_of
from bihuan.features.supervision.nightly.words import label_of, names_of, titled
from bihuan.platform.figures import NightlyContext
from bihuan.platform.figures.registry import LateInput


def late_findings(context: NightlyContext) -> Iterator[LateInput]:
    """Yield each finding that arrived in the window and was observed before it."""
    window = context.window
    late = [
        (one, one.observed_at, one.reported_at)
        for one in findings_of(context)
        if one.reported_at in window
        and one.observed_at is not None
        and one.observed_at <= window.since
    ]
    names = names_of(one for one, _, _ in late)
    for one, observed, received in late:
        if received is not None:
            yield LateInput(label_of(one), titled(one, names), observed, received)
