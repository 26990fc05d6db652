"""Sentences of the console, kept in a file by code, then by ``zh`` and ``en``."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import yaml


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
        """Return a sentence in a language, ``zh`` or ``en``, with what is said in it."""
        return self.by_code[code][language].format(**said)

    def both(self, code: str, **said: object) -> str:
        """Return a sentence in both languages on one line, for a wrong option."""
        return f"{self.say(code, 'en', said)} / {self.say(code, 'zh', said)}"
