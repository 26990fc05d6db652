"""What ``bihuan epi`` says about its input, in both languages."""

from pathlib import Path

from bihuan.platform.i18n.told import Sentences

_SENTENCES = Sentences(Path(__file__).with_name("sentences.yaml"))
_ROW = {"zh": "{file} 第 {row} 行：", "en": "{file}, row {row}: "}
_FILE = {"zh": "{file}：", "en": "{file}: "}
_STREAM = {"zh": "标准输入", "en": "standard input"}
sentence, both = _SENTENCES.say, _SENTENCES.both


class ToldError(Exception):
    """A sentence in both languages; ``file`` and ``row`` say what it is about."""

    def __init__(self, code: str, file: str = "", row: int | None = None, **said: object) -> None:
        self.code, self.file, self.row, self.words = code, file, row, said
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Return the sentence in a language, with the file and the row in front."""
        return self._where(language) + sentence(self.code, language, self.words)

    def _where(self, language: str) -> str:
        if not self.file:
            return ""
        form = _FILE if self.row is None else _ROW
        file = _STREAM[language] if self.file == "-" else self.file
        return form[language].format(file=file, row=self.row)


class InputError(ToldError):
    """The file must be mended: what is wrong, where, and how to mend it."""


class RefusedError(ToldError):
    """The input is sound and the answer would still mislead: the reason."""
