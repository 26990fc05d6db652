"""The console program takes its data directory wherever it stands."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.site.cli import _parser, _without_data, main


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        (["--data", "D", "ledger", "verify"], ["ledger", "verify"]),
        (["ledger", "--data", "D", "verify"], ["ledger", "verify"]),
        (["ledger", "verify", "--data=D"], ["ledger", "verify"]),
    ],
)
def test_the_data_directory_is_taken_from_anywhere(words, rest):
    assert _without_data(words) == (rest, Path("D"))


def test_without_one_nothing_is_taken():
    assert _without_data(["check"]) == (["check"], None)


def test_an_unknown_command_is_refused_with_the_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["no-such-command"])
    assert stopped.value.code == 2
    assert "usage: bihuan" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == 2
    assert "ledger" in capsys.readouterr().out


def unexplained(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from unexplained(inner)
        elif not action.help:
            yield f"{parser.prog} {'/'.join(action.option_strings) or action.dest}"


def test_every_option_of_every_command_says_what_it_is():
    assert list(unexplained(_parser(None))) == []
