"""Sentences of the console, kept in a file by code, then by ``zh`` and ``en``."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import yaml

_LANGUAGES = ("zh", "en")
BETWEEN = "\x1f"  # Chinese before it, English behind; no text of a person holds it


class Sentences:
    """The sentences of one command, read when the first is said."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def by_code(self) -> Mapping[str, Mapping[str, str]]:
        """All sentences, by code and language."""
        known: Mapping[str, Mapping[str, str]] = yaml.safe_load(self.file.read_text("utf-8"))
        return known

    def say(self, code: str, language: str, said: Mapping[str, object]) -> str:
        """Return a sentence in a language, ``zh`` or ``en``, with what is said in it.

        What is said as a pair (Chinese, English) is said in that language.
        """
        place = _LANGUAGES.index(language)
        words = {name: one[place] if isinstance(one, tuple) else one for name, one in said.items()}
        return self.by_code[code][language].format(**words)

    def both(self, code: str, **said: object) -> str:
        """Return a sentence in both languages, for a wrong option; the parser takes them apart."""
        return f"{self.say(code, 'zh', said)}{BETWEEN}{self.say(code, 'en', said)}"
