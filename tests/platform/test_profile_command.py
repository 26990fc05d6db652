"""``bihuan profile``: every bad file is answered by a line and a sentence, never by a trace."""

from pathlib import Path

import pytest

import bihuan
from bihuan.site.cli import main

SHIPPED = Path(bihuan.__file__).parent / "features" / "incidents" / "profiles"
GOOD = (SHIPPED / "cholera.yaml").read_text("utf-8")
BOMB = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [*{before}, *{before}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)


def hours(said):
    return GOOD.replace("statutory_report_h: 2", f"statutory_report_h: {said}")


BAD = {
    "unknown measure": (GOOD.replace("  M01:", "  M99:", 1), "measures_allowed.M99"),
    "a field twice": (GOOD + "id: cholera\n", "stands twice"),
    "wrong type": (hours("soon"), "statutory_report_h"),
    "unknown field": (GOOD + "expiry_h: 9999\n", "expiry_h"),
    "no measure decided": (GOOD.replace("  M01: {levels: [I, II, III, IV]}\n", ""), "M01"),
    "a day that is none": (GOOD.replace("2027-06-30", "2027-06-31"), "2027-06-31"),
    "an end before the start": (GOOD.replace("2027-06-30", "2025-06-30"), "validity.until"),
    "references": (BOMB, "line 1: "),
    "deep": ("a: " + "[" * 5000 + "]" * 5000, "nested too deep"),
    "a number without end": (hours("9" * 6000), "too long"),
    "a program": ("!!python/object/apply:os.system [ls]", "not readable as YAML"),
    "two documents": (GOOD + "---\n" + GOOD, "not readable as YAML"),
    "a list": ("- a\n- b\n", "expected keys with values"),
    "empty": ("", "expected keys with values"),
    "broken": ("a: [1, 2\nb: {", "line "),
    "huge": ("# " + "x" * 300_000, "larger than 256 kB"),
}
WHOLE = ("huge", "a number without end")


@pytest.mark.parametrize("case", BAD)
def test_a_bad_profile_is_told_by_line_and_field_in_both_languages(case, tmp_path, capsys):
    text, told = BAD[case]
    file = tmp_path / "cholera.yaml"
    file.write_text(text, "utf-8")
    assert main(["profile", "check", str(file)]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert f"  cholera.yaml{':' if case in WHOLE else ', line '}" in said
    assert " / " in said
    assert "Traceback" not in said


def test_what_is_no_text_or_no_file_is_told(tmp_path, capsys):
    binary = tmp_path / "cholera.yaml"
    binary.write_bytes(b"id: x\n\xff\xfe\x00")
    files = (binary, tmp_path, tmp_path / "gone", SHIPPED / "cholera.yaml")
    assert main(["profile", "check", *map(str, files)]) == 1
    out, said = capsys.readouterr()
    assert "line 2: 不是 UTF-8" in said
    assert said.count("✗") == 3
    assert "✓" in out


def test_every_shipped_profile_passes_is_listed_and_shown_as_it_is_signed(capsys):
    files = sorted(SHIPPED.glob("*.yaml"))
    assert main(["profile", "check", *map(str, files)]) == 0
    assert capsys.readouterr().out.count("✓") == len(files)
    assert main(["profile", "list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split("@")[0] for line in listed] == [one.stem for one in files]
    assert main(["profile", "show", "cholera"]) == 0
    assert capsys.readouterr().out == GOOD


def test_a_profile_that_is_not_there_is_told_with_those_that_are(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["profile", "show", "plague"])
    assert stopped.value.code == 2
    assert "drill-generic" in capsys.readouterr().err
