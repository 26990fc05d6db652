"""What ``bihuan epi`` says about its input, in both languages."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("sentences.yaml")
_ROW = {"zh": "第 {} 行：", "en": "row {}: "}


@lru_cache(maxsize=1)
def _sentences() -> Mapping[str, Mapping[str, str]]:
    known: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return known


def sentence(code: str, language: str, said: Mapping[str, object]) -> str:
    """Return a sentence in a language, ``zh`` or ``en``, with what is said in it."""
    return _sentences()[code][language].format(**said)


def both(code: str, **said: object) -> str:
    """Return a sentence in both languages on one line, for a wrong option."""
    return f"{sentence(code, 'en', said)} / {sentence(code, 'zh', said)}"


class ToldError(Exception):
    """A sentence in both languages; ``row`` is the row of the file that it is about."""

    def __init__(self, code: str, row: int | None = None, **said: object) -> None:
        self.code, self.row, self.words = code, row, said
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Return the sentence in a language, with the row in front."""
        where = "" if self.row is None else _ROW[language].format(self.row)
        return where + sentence(self.code, language, self.words)


class InputError(ToldError):
    """The file must be mended: what is wrong, where, and how to mend it."""


class RefusedError(ToldError):
    """The input is sound and the answer would still mislead: the reason."""
