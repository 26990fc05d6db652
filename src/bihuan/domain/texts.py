"""What people type: what can be seen of it, and when two names look the same.

One rule for forms, cells of tables and what programs send. A line break and a tab may stand in
a text; what cannot be printed, or turns the order of what is read, may not.
"""

import re
import unicodedata
from collections.abc import Mapping

from bihuan.domain.refusals import Refusal

_BREAKS = "\t\n\r"
_NO_CHARACTERS = "\ufffe\uffff"
# They turn the order of what is read without being seen.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Marks that need a letter to stand on, and spaces of every width, leave nothing to be seen.
_UNSEEN = _HIDDEN | {"Zs", "Mn", "Me"}
# Letters and symbols by their class, blank on paper: fillers of Hangul, the empty Braille cell.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_ODD = re.compile(rf"[{_BLANK}]|[^\w\s()\-.,:/#]").search
_LOOSE = re.compile(r"(?<![0-9a-z]) | (?![0-9a-z])")


def printable(one: str) -> bool:
    """Tell whether a character may stand in a text: seen, and in its order."""
    if unicodedata.category(one) in ("Cc", "Cs"):
        return one in _BREAKS
    return one not in _NO_CHARACTERS + _TURNING


def hidden(text: str) -> str:
    """Return the signs of a text that no reader sees, spaces not among them."""
    if text.isprintable():
        return ""
    return "".join(one for one in text if unicodedata.category(one) in _HIDDEN)


def seen(text: str) -> bool:
    """Tell whether anything of a text is to be seen on paper."""
    return any(one not in _BLANK and unicodedata.category(one) not in _UNSEEN for one in text)


def unreadable(text: str) -> Refusal | None:
    """Return why a text cannot be read: a sign without print, or none with; None where it can.

    An empty text, and one of plain spaces, is no fault: whether it may be left out is another
    rule's question.
    """
    if not text.isprintable():
        for place, one in enumerate(text, start=1):
            if not printable(one):
                return Refusal("text_unprintable", {"place": place, "code": f"{ord(one):04X}"})
    return Refusal("text_invisible") if text.strip() and not seen(text) else None


def first_unreadable(said: object) -> Refusal | None:
    """Return the first refusal among the texts of what somebody said, however deep they lie."""
    if isinstance(said, str):
        return unreadable(said)
    if isinstance(said, Mapping):
        said = tuple(said.values())
    if not isinstance(said, list | tuple | set | frozenset):
        return None
    return next((no for one in said if (no := first_unreadable(one)) is not None), None)


def tidy(name: str) -> str:
    r"""Return a name as it is stored: composed letters, single plain spaces between words.

    >>> tidy(" 城北\u00a0 社区\u3000")
    '城北 社区'
    """
    composed = unicodedata.normalize("NFC", name)
    return " ".join(composed.split())


def name_key(name: str) -> str:
    r"""Return what two names that look the same have in common.

    Width, case, composition, signs that nobody sees and spaces beside characters that are
    written without spaces do not tell two names apart.

    >>> name_key("城北\u00a0社区（１）") == name_key("城北社区(1)")
    True
    >>> name_key("North Gate 1") == name_key("North Gate1")
    False
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    # Nearly no name has odd signs or spaces, and a register has a hundred thousand names.
    if _ODD(plain):
        plain = "".join(one for one in plain if one.isspace() or seen(one))
    return plain if plain.isalnum() else _LOOSE.sub("", " ".join(plain.split()))
