"""Whether the same was reported a moment ago, in a sentence."""

from django.utils.translation import ngettext

from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.supervision.api import alike


def reported_before(facts: FindingFacts | None) -> str:
    """Say that the same was reported here within half an hour before, "" when it was not."""
    n = len(alike(facts)) if facts else 0
    if not n:
        return ""
    return ngettext(
        "%(n)s finding of the same kind was reported here within half an hour."
        " The office may merge them.",
        "%(n)s findings of the same kind were reported here within half an hour."
        " The office may merge them.",
        n,
    ) % {"n": n}
