"""What ``bihuan epi`` says about its input, in both languages."""

from pathlib import Path

from bihuan.platform.i18n.told import Sentences

_SENTENCES = Sentences(Path(__file__).with_name("sentences.yaml"))
_ROW = {"zh": "第 {} 行：", "en": "row {}: "}
sentence, both = _SENTENCES.say, _SENTENCES.both


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
