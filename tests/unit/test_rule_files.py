"""Rule files that people write: what is wrong is told with file, line and field."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from bihuan.domain.reading import Problem
from bihuan.platform.registry.rulefiles import RuleFileError, read_rules, read_text, told
from bihuan.platform.registry.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("id: x\nvalidity:\n  from: 2026-13-01\n", ("line 3", "“from”", "2026-13-01", "no day")),
        ("id: x\ndays: [2026-02-30]\n", ("line 2", "item 1", "2026-02-30")),
        ("id: x\nlaw: a\nid: y\n", ("line 3", "“id”", "stands twice")),
        ("id: x\nmeasures:\n  - {code: M01, code: M02}\n", ("line 3", "“code”", "stands twice")),
        ("id: [x\n", ("line 2", "not readable as YAML")),
    ],
)
def test_a_rule_file_with_a_fault_is_refused_in_words_with_its_line_and_field(
    tmp_path, text, parts
):
    path = tmp_path / "profile.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleFileError) as damage:
        read_rules(path)
    assert str(damage.value).startswith("profile.yaml, ")
    assert all(part in str(damage.value) for part in parts), damage.value
    with pytest.raises(RuleFileError):
        read_text(text)


def test_what_a_rule_file_must_not_say_is_told_with_its_line_in_both_languages(tmp_path):
    path = tmp_path / "packages.yaml"
    path.write_text("packages:\n  - code: calm\n    colour: red\n", "utf-8")
    problems = (
        Problem(("packages", 0), "unknown_key", {"got": "colour", "known": "code, lines"}),
        Problem(("packages", 0, "lines"), "missing"),
    )
    first, second = told(path, problems).splitlines()
    assert first.startswith("packages.yaml, line 2: packages[0]: 不认识的键 colour")
    assert first.endswith("/ unknown key colour; known: code, lines")
    assert second == "packages.yaml, line 2: packages[0].lines: 缺少此项 / this field is missing"


READ = (
    "reading", "profiles.parse", "profiles.parse_epidemiology", "profiles.offer",
    "scenarios.parse", "scenarios.check", "measures.catalogue", "measures.packages",
)  # fmt: skip
NOTED = re.compile(
    r'note\(\s*"([a-z_]+)"|, "([a-z_]+)", \{|return \(?"([a-z_]+)", \{|Refusal\("([a-z_]+)"'
)


def test_every_problem_of_a_file_has_a_sentence_in_both_languages():
    texts = [source(f"bihuan.domain.{name}") for name in READ]
    codes = {code for text in texts for found in NOTED.findall(text) for code in found if code}
    assert {"missing", "need_unmet", "zone_unknown", "no_validated_model"} <= codes
    assert (codes | {"package_twice", "task_twice"}) - set(sentences()) == set()
    assert all(set(pair) == {"zh", "en"} for pair in sentences().values())


def source(name):
    return Path(import_module(name).__file__).read_text("utf-8")
