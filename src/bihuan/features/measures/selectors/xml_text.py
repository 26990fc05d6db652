"""Text as XML 1.0 may hold it, whatever was once stored."""

import unicodedata
from xml.sax.saxutils import escape

_BREAKS = "\t\n\r"
_NO_CHARACTERS = "\ufffe\uffff"


def printable(one: str) -> bool:
    """Tell whether a character may stand in a text: no control, no surrogate, no non-character."""
    if unicodedata.category(one) in ("Cc", "Cs"):
        return one in _BREAKS
    return one not in _NO_CHARACTERS


def xml_text(text: str) -> str:
    """Return a text escaped for XML, without the characters that make it unreadable."""
    return escape("".join(one for one in text if printable(one)))
