"""What is wrong with the words of a command, in Chinese with the English of argparse below."""

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn

from bihuan.platform.i18n.told import BETWEEN, Sentences

_SENTENCES = Sentences(Path(__file__).with_name("usage.yaml"))
_TOLD = re.compile(f"(argument .+?: ).*{BETWEEN}(.*)", re.DOTALL)
_WRONG = 2


class Parser(argparse.ArgumentParser):
    """A parser that says in both languages what it cannot read."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is written, and end."""
        english = _TOLD.sub(r"\1\2", message)
        said = (
            f"{self.prog}：{in_chinese(message)}",
            f"{self.prog}: error: {english}",
            f"用法 {self.format_usage()}",
        )
        sys.stderr.write("\n".join(said))
        sys.exit(_WRONG)


def in_chinese(message: str) -> str:
    """Return what argparse says, in Chinese."""
    for one in _SENTENCES.by_code.values():
        found = re.fullmatch(one["pattern"], message, re.DOTALL)
        if found:
            return one["zh"].format(*found.groups())
    raise AssertionError("the last pattern fits everything")
