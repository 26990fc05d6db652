"""What a finding says, in the language of the page: a rule's words and a type's name as well.

A rule's finding names what it found in its source key, so that the words can be said again in the
other language; what a person wrote stays as it was written.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.measures import api as measures
from bihuan.features.posts import api as posts
from bihuan.features.supervision.selectors.finding_types import finding_types
from bihuan.platform.i18n import chinese, choose

GAP, FAULT, APPEAL = "gap", "fault", "appeal"
FUNCTIONS, POST = "+", "."


def gap_key(code: str, zone: int, subject: str, key: str) -> str:
    """Return the source key of a gap: what the detector found, where and in which round."""
    return ":".join((GAP, code, str(zone), subject, key))


def gap_words(code: str, subject: str, names: Mapping[int, str]) -> str:
    """Say what the gap detector found.

    Parameters
    ----------
    code
        R01, R02 or R03.
    subject
        The functions, or the post with the reason and the number of its duties.
    names
        Names of posts; one that is missing is told by its number.
    """
    if code == "R01":
        listed = _(", ").join(posts.function_name(one) for one in subject.split(FUNCTIONS))
        return _("Nobody answers here for: %(functions)s") % {"functions": listed}
    number, *rest = subject.split(POST)
    name = names.get(int(number)) or _("Post %(number)s") % {"number": number}
    if code == "R03":
        return _("%(post)s has not acknowledged its duties") % {"post": name}
    reason, claims = rest
    said = {"post": name, "reason": posts.why_unreached(reason), "n": int(claims)}
    if not int(claims):
        return _("%(post)s cannot be reached: %(reason)s") % said
    return (
        ngettext(
            "%(post)s cannot be reached: %(reason)s; %(n)s duty rests on it",
            "%(post)s cannot be reached: %(reason)s; %(n)s duties rest on it",
            int(claims),
        )
        % said
    )


FAULTS: Mapping[str, Promise] = {
    "I01": gettext_lazy(
        "The report to the superior about measure %(measure)s was not sent in time."
    ),
    "N02": gettext_lazy(
        "The notice of measure %(measure)s has not been acknowledged by every township and"
        " community here within its time."
    ),
    "X01": gettext_lazy(
        "Measure %(measure)s has ended, yet gates here are still closed to routine passage."
    ),
    "X04": gettext_lazy(
        "A gate here was closed to whoever comes, and no measure has asked for it."
    ),
    "X05": gettext_lazy(
        "Measure %(measure)s is in force here, and nobody has confirmed within its time that urgent"
        " patients pass at any time."
    ),
    "X06": gettext_lazy(
        "Measure %(measure)s is in force here, and nobody has reported the first delivery of food"
        " and medicine within its time."
    ),
    "X07": gettext_lazy(
        "A text kept here holds numbers that belong to persons; it has to say what was done without"
        " them."
    ),
}


def fault_words(type_code: str, code: str) -> str:
    """Say what the register of measures shows to be wrong; ``code`` is empty without a measure."""
    kind = measures.catalogue().types.get(code)
    name = f"{code} {choose(kind.names.zh, kind.names.en)}" if kind else ""
    return str(FAULTS[type_code]) % {"measure": name}


def appeal_words() -> str:
    """Say what is wrong when nobody has decided an appeal within its time."""
    return _(
        "An appeal against a measure here has no result though its time has passed; the body that"
        " hears it has to answer."
    )


def facts_said(facts: FindingFacts, names: Mapping[int, str] | None = None) -> str:
    """Return a finding's text in the language of the page, as far as it was not typed."""
    if chinese():
        return facts.text
    kind = finding_types().get(facts.type_code)
    if kind is not None and facts.text == kind.zh:
        return kind.en
    return _ruled(facts, names or {}) or facts.text


def _ruled(facts: FindingFacts, names: Mapping[int, str]) -> str:
    """Return what a rule says about what it found; empty for what a person wrote."""
    parts = facts.source_key.split(":")
    if parts[0] == GAP and len(parts) > 4:  # noqa: PLR2004  (as gap_key writes it)
        return gap_words(parts[1], parts[3], names)
    if parts[0] == FAULT and parts[1] in FAULTS:
        return fault_words(parts[1], parts[2])
    return appeal_words() if parts[0] == APPEAL and facts.source == "rule" else ""


def gap_post(facts: FindingFacts) -> int | None:
    """Return the post that a gap is about."""
    parts = facts.source_key.split(":")
    gap = parts[0] == GAP and len(parts) > 4 and parts[1] != "R01"  # noqa: PLR2004
    return int(parts[3].split(POST)[0]) if gap else None


def measure_behind(facts: FindingFacts) -> str:
    """Return the measure whose report or notice a rule found wanting; empty for anything else.

    A renewal has the type and the place of what it goes on after: words do not tell them apart.
    """
    parts = facts.source_key.split(":")
    named = parts[0] == FAULT and len(parts) > 3 and parts[1] in ("I01", "N02")  # noqa: PLR2004
    return parts[3] if named else ""
