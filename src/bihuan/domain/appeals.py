"""Appeals (申诉) against a measure: the code, the due time, and who may hear one.

Nobody is asked who he is: whoever holds the code reads the result.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""Characters that nobody takes for another one; their number is a prime."""
LENGTH = 10
ANSWERED_IN = timedelta(days=3)
"""Time to the result (unconfirmed)."""
SHORTEST_TEXT, LONGEST_TEXT = 10, 2000


class Ruling(StrEnum):
    """What the hearing body decides."""

    STANDS = "stands"
    GRANTED = "granted"


def code_from(seed: bytes) -> str:
    """Return the code that a secret seed gives: nine characters and a check character."""
    number, body = int.from_bytes(sha256(seed).digest(), "big"), ""
    while len(body) < LENGTH - 1:
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return body + _check_character(body)


def read_code(text: str) -> str | None:
    """Return a typed code in its one form, None when a character is wrong or two are swapped."""
    said = "".join(text.split()).replace("-", "").upper()
    if len(said) != LENGTH or any(character not in ALPHABET for character in said):
        return None
    return said if _check_character(said[:-1]) == said[-1] else None


def _check_character(body: str) -> str:
    # Weights differ and the modulus is a prime: one wrong character or a swap always shows.
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def code_hash(code: str) -> str:
    """Return what is stored of a code."""
    return sha256(b"appeal:" + code.encode()).hexdigest()


def due_at(filed_at: datetime) -> datetime:
    """Return by when the result is due."""
    return filed_at + ANSWERED_IN


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands a measure went through, and the level that decided it."""

    posts: frozenset[int]
    persons: frozenset[int]
    units: frozenset[int]
    level: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A post that might hear an appeal; person 0 for whoever holds it."""

    post: int
    person: int
    unit: int
    level: int


def may_hear(seat: Seat, hands: Hands) -> Refusal | None:
    """Return why a post may not hear an appeal: it took part, or does not stand above.

    Nothing in the product stands above the city: what the city decided is heard by another of
    its bodies, and the way to the province stays open in writing.
    """
    took_part = seat.post in hands.posts or seat.unit in hands.units
    if took_part or (seat.person and seat.person in hands.persons):
        return Refusal("hearing_body_took_part", clause="IDL 74")
    if seat.level > hands.level or (seat.level == hands.level != Level.CITY):
        return Refusal("hearing_body_not_above", clause="IDL 74")
    return None
