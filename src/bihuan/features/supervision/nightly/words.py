"""How the nightly review names a finding: its number, its type and where it is."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import override

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.numbers import ledger_label
from bihuan.features.supervision.api import finding_types
from bihuan.features.territory import api as territory
from bihuan.platform.figures import Words

Names = Mapping[int, Sequence[territory.ZoneName]]


def names_of(findings: Iterable[FindingFacts]) -> Names:
    """Return the chains of names of the findings' zones."""
    return territory.name_chains({one.zone for one in findings})


def place_of(one: FindingFacts, names: Names) -> Words:
    """Return where a finding is, below the city."""
    chain = names.get(one.zone, ())[1:] or names.get(one.zone, ())
    return Words("".join(name.zh for name in chain), ", ".join(name.en for name in reversed(chain)))


def titled(one: FindingFacts, names: Names) -> Words:
    """Return place and type."""
    kind, where = finding_types()[one.type_code], place_of(one, names)
    return Words(f"{where.zh} {kind.zh}", f"{kind.en}: {where.en}")


def in_both(words: Promise) -> Words:
    """Return a label of the pages in both languages."""
    with override("zh-hans"):
        chinese = str(words)
    with override("en"):
        return Words(chinese, str(words))


def label_of(one: FindingFacts) -> str:
    """Return the ledger's number, before filing the finding's own id."""
    if one.ledger_year is None or one.ledger_number is None:
        return one.id
    return ledger_label(one.ledger_year, one.ledger_number, drill=one.drill)
