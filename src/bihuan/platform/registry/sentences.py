"""What is said about a bad field of a file that people write, in both languages."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from bihuan.domain.reading import Problem

_FILE = Path(__file__).with_name("sentences.yaml")
# Whose `got` may be the kind of a value, which is a word of ours.
_OF_KINDS = frozenset({"expected_flag", "expected_list", "expected_mapping", "expected_text"})


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences by the code of the problem, then by ``zh`` and ``en``."""
    known: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return known


def said(problem: Problem, language: str) -> str:
    """Return a problem's sentence in a language, ``zh`` or ``en``."""
    params = dict(problem.params)
    if problem.code in _OF_KINDS:
        kind = sentences().get(f"kind_{params['got']}")
        params["got"] = kind[language] if kind else params["got"]
    if problem.code == "need_unmet":
        needs = str(params["need"]).split(", ")
        params["need"] = ", ".join(sentences()[f"need_{one}"][language] for one in needs)
    return sentences()[problem.code][language].format(**params)
