"""The page of promises names tests that are there, and each of them says something by itself."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
LINES = [line.split("|") for line in PAGE.read_text("utf-8").splitlines() if line[:3] == "| R"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[1].strip())
def test_every_promise_has_its_tests(line):
    files = re.findall(r"`(tests/[\w/]+\.py)`", line[3])
    assert files
    for file in files:
        text = (ROOT / file).read_text("utf-8")
        assert "assert " in text or "loopback" in text, file


def test_no_promise_is_told_twice():
    numbers = [line[1].strip() for line in LINES]
    assert len(numbers) == len(set(numbers)) == 25
