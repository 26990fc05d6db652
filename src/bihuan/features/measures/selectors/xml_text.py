"""Text as XML 1.0 may hold it, whatever was once stored."""

from xml.sax.saxutils import escape

from bihuan.domain.texts import printable


def xml_text(text: str) -> str:
    """Return a text escaped for XML, without the characters that make it unreadable."""
    return escape("".join(one for one in text if printable(one)))
