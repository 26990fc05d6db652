"""From a document's values to the words a template gets: cleaned, and only what can be drawn."""

import unicodedata
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

# Control characters, marks that turn the reading order, halves of characters.
DROPPED = {"Cc", "Cf", "Cs"}
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # they choose among forms of a glyph


def clean(text: str) -> str:
    """Drop what must not reach paper."""
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character == "\n" or not _dropped(character)
    )


def _dropped(character: str) -> bool:
    return unicodedata.category(character) in DROPPED or any(
        ord(character) in span for span in SELECTORS
    )


class Words:
    """The words of documents, for the fonts that are there."""

    def __init__(self, drawable: frozenset[int]) -> None:
        self._drawable = drawable

    def of(self, value: object) -> Any:
        """Return a value as plain JSON: dataclasses as objects, tuples as lists."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return [self.of(one) for one in value]
        if isinstance(value, Path):
            return str(value)
        if is_dataclass(value):
            said = {field.name: self.of(getattr(value, field.name)) for field in fields(value)}
            return said | {"kind": getattr(value, "kind", "")}
        return value

    def text(self, text: str) -> str:
        """Clean a text; a character no font can draw becomes 〓 and its number, to be seen."""
        plain = clean(text)
        missing = {one for one in plain if ord(one) not in self._drawable and not one.isspace()}
        for one in missing:
            plain = plain.replace(one, f"〓{ord(one):X}〓")
        return plain
