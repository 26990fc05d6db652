"""What ``bihuan twin`` says, in both languages, and the error that says it."""

from argparse import ArgumentTypeError
from pathlib import Path

from bihuan.platform.i18n.told import Sentences

SENTENCES = Sentences(Path(__file__).with_name("sentences.yaml"))


def in_answer(code: str, **said: object) -> str:
    """Return a sentence as an answer's files carry it: Chinese, then English."""
    return " ".join(SENTENCES.say(code, language, said) for language in ("zh", "en"))


def reason(code: str) -> tuple[str, str]:
    """Return a sentence as a pair, to be said inside another one."""
    return SENTENCES.say(code, "zh", {}), SENTENCES.say(code, "en", {})


class InputError(ValueError):
    """What a person wrote cannot be used; the message names file, line and mend."""

    def said(self, language: str) -> str:  # noqa: ARG002
        """Return the message; the text of a file's problems is in its language already."""
        return str(self)


class ToldError(InputError):
    """A sentence about an option, a file or a folder, in the language that is asked."""

    def __init__(self, code: str, **words: object) -> None:
        self.code, self.words = code, words
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Return the sentence in a language, ``zh`` or ``en``."""
        return SENTENCES.say(self.code, language, self.words)


def whole(text: str) -> int:
    """Return the whole number of an option; what is none is told in both languages."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(SENTENCES.both("not_whole", got=text[:30])) from None
