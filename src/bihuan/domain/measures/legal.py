"""The register of legal bases (法律依据) and policy documents: valid when, confirmed by whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from bihuan.domain.refusals import Refusal

Cited = TypeVar("Cited")


class Confirmation(StrEnum):
    """What the legal office says about a basis; every shipped one waits for it."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One article: its text's hash, the days it is in force, and the legal office's word.

    ``last`` is None while no end is known; ``confirmed_hash`` is that of the text confirmed,
    ``confirmed_by`` the post and person whose word it is.
    """

    reference: str
    text: str
    first: date
    last: date | None
    confirmation: Confirmation
    confirmed_hash: str = ""
    confirmed_by: tuple[int | None, int | None] = (None, None)

    @property
    def text_hash(self) -> str:
        """Return the hash of the article's text."""
        return text_hash(self.text)

    @property
    def confirmed(self) -> bool:
        """Tell whether a reviewer confirmed exactly this text."""
        return self.confirmation is Confirmation.CONFIRMED and self.confirmed_hash == self.text_hash

    def in_force(self, day: date) -> bool:
        """Tell whether the article is law on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def text_hash(text: str) -> str:
    """Return the hash of a legal text without outer blanks."""
    return sha256(text.strip().encode()).hexdigest()


def why_not(basis: LegalBasis | None, day: date) -> Refusal | None:
    """Say why nothing may rest on a basis on a day: missing, unconfirmed, not in force."""
    if basis is None:
        return Refusal("basis_missing", clause="law 3.1")
    if not basis.confirmed:
        return Refusal("basis_unconfirmed", {"basis": basis.reference}, "law 3")
    if day < basis.first:
        params = {"basis": basis.reference, "day": basis.first.isoformat()}
        return Refusal("basis_not_yet_in_force", params, "law 3")
    if not basis.in_force(day):
        return Refusal("basis_out_of_force", {"basis": basis.reference}, "law 3")
    return None


def resting_on(
    documents: Collection[str], cited: Iterable[tuple[Cited, str]]
) -> Mapping[str, list[Cited]]:
    """Return by policy document what cites it, for when it is superseded.

    ``cited`` are measures, each with the ids of its documents as its row keeps them: a list with
    commas between.
    """
    found: dict[str, list[Cited]] = {one: [] for one in documents}
    for measure, ids in cited:
        for one in ids.split(","):
            if one in found:
                found[one].append(measure)
    return found
