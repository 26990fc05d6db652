"""Rule files that people write: what is wrong is told with file, line and field."""

import pytest

from bihuan.platform.registry.rulefiles import RuleFileError, read_rules, read_text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: x\nvalidity:\n  from: 2026-13-01\n", ("line 3", "“from”", "2026-13-01", "no day")),
        ("id: x\ndays: [2026-02-30]\n", ("line 2", "item 1", "2026-02-30")),
        ("id: x\nlaw: a\nid: y\n", ("line 3", "“id”", "stands twice")),
        ("id: x\nmeasures:\n  - {code: M01, code: M02}\n", ("line 3", "“code”", "stands twice")),
        ("id: [x\n", ("line 2", "not readable as YAML")),
    ],
)
def test_a_rule_file_with_a_fault_is_refused_in_words_with_its_line_and_field(tmp_path, text, told):
    path = tmp_path / "profile.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleFileError) as damage:
        read_rules(path)
    assert str(damage.value).startswith("profile.yaml, ")
    assert all(part in str(damage.value) for part in told), damage.value
    with pytest.raises(RuleFileError):
        read_text(text)
