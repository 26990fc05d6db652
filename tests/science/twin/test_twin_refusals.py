"""What `bihuan twin` refuses: options and files, told by line in the language asked."""

import re
import sys
from pathlib import Path
from string import Formatter

import pytest
from scenario_texts import GOOD, VECTOR

from bihuan.site.commands.twin import executors, memory, scenario_files, try_plans, validate
from bihuan.site.commands.twin.sentences import SENTENCES
from bihuan.site.commands.twin.territory import territory


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "等了 1 秒没有应答；请先启动"), ("en", "no answer in 1 seconds")]
)
def test_a_scheduler_that_does_not_answer_is_told_in_the_language_asked(
    call, monkeypatch, language, says
):
    monkeypatch.setattr(executors, "_PATIENCE", 1)
    words = ("run", "--scenario", "a.yaml", "--out", "out")
    status, said = call(*words, "--scheduler", "tcp://127.0.0.1:9", "--language", language, a=GOOD)
    assert status == 2
    assert "--scheduler tcp://127.0.0.1:9" in said.err
    assert says in said.err
    assert "Timed out" not in said.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "没有这个文件，请核对路径"),
        (b"code,level\n\xff,community\n", "不是 UTF-8 编码，请另存为"),
        (b'code,level\n"' + b"9" * 140_000 + b'",community\n', "引号没有配对，或单元格过长"),
    ],
)
def test_a_table_of_zones_that_cannot_be_read_is_told_in_chinese_words(
    call, tmp_path, content, says
):
    path = tmp_path / "zones.csv"
    if content is not None:
        path.write_bytes(content)
    words = ("run", "--scenario", "a.yaml", "--out", "out", "--zones", str(path))
    status, said = call(*words, "--language", "zh", a=GOOD)
    assert status == 2
    assert f"{path}：无法读取：{says}" in said.err


def test_a_scheduler_elsewhere_needs_tls(call):
    status, said = call(
        "run", "--scenario", "a.yaml", "--out", "out", "--scheduler", "tcp://10.0.0.9:8786", a=GOOD
    )
    assert status == 2
    assert "tls://" in said.err


@pytest.mark.parametrize(
    "address", ["tcp://[::1", "127.0.0.1", "127.0.0.1:99999", "tcp://127.0.0.1:x", "http://[::1]:1"]
)
def test_an_address_that_no_scheduler_can_have_is_told(call, address):
    options = ("--scenario", "a.yaml", "--out", "out", "--scheduler", address)
    status, said = call("run", *options, a=GOOD)
    assert status == 2
    assert f"--scheduler {address}: expected host:port" in said.err


WRONG_OPTIONS = {
    ("--runs", "0"): "--runs：应在 1 至 100000 之间，现为 0",
    ("--runs", "1000000000000"): "--runs：应在 1 至 100000 之间",
    ("--threads", "9999"): "--threads：应在 1 至 1024 之间，现为 9999",
    ("--seed", "-1"): "--seed：应在 0 至 4294967295 之间，现为 -1",
    ("--scheduler", "tcp://10.0.0.9:8786"): "应为 tls:// 地址或本机地址",
}


@pytest.mark.parametrize(("option", "says"), WRONG_OPTIONS.items())
def test_wrong_options_are_told_in_chinese_when_nobody_asks_for_english(call, option, says):
    options = ("--scenario", "a.yaml", "--out", "out", "--language", "zh", *option)
    status, said = call("run", *options, a=GOOD)
    assert status == 2
    assert says in said.err


@pytest.mark.parametrize("residents", ["-5", "49999", "99999999999"])
def test_a_city_that_cannot_be_built_is_told_before_the_validation_begins(
    call, tmp_path, monkeypatch, residents
):
    monkeypatch.setattr(validate, "all_rows", None)
    status, said = call("validate", "--out", "out", "--residents", residents)
    assert status == 2
    assert "--residents: expected 50000 to 3976481" in said.err
    assert not (tmp_path / "out").exists()


def test_an_option_that_is_no_number_is_told_in_both_languages(call, capsys):
    with pytest.raises(SystemExit):
        call("run", "--scenario", "a.yaml", "--out", "out", "--runs", "many", a=GOOD)
    zh, en = capsys.readouterr().err.splitlines()[:2]
    assert zh.endswith("--runs：应为整数，现为“many”。")
    assert en.endswith("argument --runs: expected a whole number, got 'many'")


def test_every_sentence_says_the_same_things_in_both_languages():
    for code, of in SENTENCES.by_code.items():
        zh, en = (sorted(name for _, name, _, _ in Formatter().parse(of[one]) if name)
                  for one in ("zh", "en"))  # fmt: skip
        assert zh == en, code
        assert re.search("[\u4e00-\u9fff]", of["zh"]), code


CITY_FILES = {
    ("--population", "code,residents\n141002000000000\n"): ":2: residents: expected a whole number",
    ("--population", "code,residents\n141002000000000,-5\n"): ":2: residents: expected a whole",
    ("--population", "code,residents\n"): "residents of county",
    ("--zones", f"code,level\n{'9' * 30},community\n"): ":2: code: expected a whole number",
    ("--zones", f"code,level\n{'9' * 140_000},community\n"): "not readable",
    ("--zones", "code,level\n"): "no row has the level community",
    ("--zones", "code,level\n" + "141002001001000,community\n" * 2): "stands twice",
}


def test_damaged_files_of_the_city_are_told_with_file_and_line(call, tmp_path):
    path = tmp_path / "city.csv"
    for (option, text), says in CITY_FILES.items():
        path.write_text(text, "utf-8")
        options = ("--scenario", "a.yaml", "--out", "out", option, str(path))
        status, said = call("run", *options, a=GOOD)
        assert status == 2
        assert str(path) in said.err
        assert says in said.err


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("code: M10", "code: M99", 9, "M99"),
        ("adherence: 0.8", "adherence: 1.2", 9, "between 0 and 1"),
        ("[141002000000000], from", "[141099000000000], from", 9, "no zone 141099000000000"),
        ("days: 40", "days: 4000", 5, "between 1 and 365"),
        ("days: 40", "dayz: 40", 5, "unknown key dayz"),
        ("until: 15, adh", "until: 5, adh", 9, "not after the start"),
        ("tier: T2", "tier: T9", 9, "T9 is none of"),
        ("code: M10, tier: T2", "code: M16, tier: T9", 9, "T9 is none of"),
        ("[141002000000000], from", '["141002000000000"], from', 9, "without quotes"),
        ("major_epidemic: true", "major_epidemic: false", 9, "major_epidemic"),
        ("code: M10, tier: T2", "code: M11", 9, "superior_order"),
        ("code: M10, tier: T2", "code: M11", 9, "name it under superior_orders"),
        ("profile: drill-generic", "profile: cholera", 2, "no validated model"),
        ("profile: drill-generic", "profile: nothing", 2, "there is no profile nothing"),
        ("profile: drill-generic", "profile: covid-2022", 9, "superseded"),
        ("level: II", "level: V", 3, "V is none of"),
        ("cases: 20", "cases: many", 7, "expected a number"),
        ("days: 40", 'days: "40"', 5, "number without quotes and not as 1e3, got '40'"),
        ("residents: 40000", "residents: 4e4", 6, "number without quotes and not as 1e3"),
        ("en: Tier T2", 'en: ""', 1, "expected a text, got nothing"),
        ("cases: 20", "imports_per_day: 501, cases: 20", 7, "between 0 and 500"),
        ("pool: 10", "pool: 0", 11, "between 1 and 50"),
        ("pool: 10", "pool: 10, sites: 0", 11, "0 is not between 1 and 100000"),
        ("pool: 10", "pool: 10, sites: -3", 11, "-3 is not between 1 and 100000"),
        ("pool: 10", "pool: 10, sites: 2.5", 11, "whole number"),
        ("pool: 10", "pool: 10, sites: many", 11, "expected a number, got many"),
        ("pool: 10", "pool: 10, samples_per_site: 0", 11, "between 1 and 100000"),
        ("tubes_per_day: 500", "delay_days: 1", 11, "tubes_per_day: this field is missing"),
        ("tubes_per_day: 500", "tubes_per_day: -1", 11, "-1 is not between 0"),
        ("capacity: {", "capacity: {tubes_per_day: 0, ", 13, "0 is not between 1"),
        ("capacity: {", "capacity: {tubes_per_day: 9, ", 11, "one laboratory of all rounds"),
        (
            "adherence: 0.8}",
            "adherence: 0.8}\n  - {code: M10, tier: T3, from: 9, until: 11}",
            10,
            "M10 stands on 141002001001000 on the same days in measures[0] already",
        ),
        ("{household: 0.9", "{houshold: 0.9", 12, "unknown key houshold"),
        ("days: 40", "days: [", 7, "not readable as YAML"),
        ("residents: 40000", "residents: 12000", 6, "do not give every community 8"),
        ("cases: 20", "cases: 20000", 7, "residents there"),
        ("days: 40", "days: 40\nvector_index: 5", 6, "only the renewal model"),
        ("days: 40", "days: 40\ntemperature: 25", 6, "only the renewal model"),
    ],
)
def test_bad_input_is_refused_before_anything_runs_with_its_line(
    call, tmp_path, old, new, line, says
):
    assert old in GOOD
    options = ("--scenario", "a.yaml", "--out", "out", "--language", "en")
    status, said = call("run", *options, a=GOOD.replace(old, new, 1))
    assert status == 2
    assert re.search(rf"a\.yaml:{line}:", said.err), said.err
    assert "but the run has" not in said.err
    assert says in said.err
    assert not (tmp_path / "out").exists()


WILD = "9" * 400
HOSTILE = {
    "": r":1: days: ",
    "just words": r":1: \(document\): expected keys",
    "a: &a [1, 1]\nb: [*a, *a]\n": r":2: \*a: write the values out",
    "a: &a\n  b: *a\n": r":2: \*a",
    GOOD + "days: 30\n": r":14: days: this key stands twice",
    GOOD + "<<: {days: 3}\n": r":14: <<",
    GOOD + "? [a, b]\n: 3\n": "not readable as YAML",
    GOOD + "x: !!python/object/apply:os.system [ls]\n": r":14: not readable",
    GOOD.replace("days: 40", "days: .nan"): r":5: days: expected a number",
    GOOD.replace("days: 40", "days: 1:30"): r":5: days: write the number plainly; 1:30 .* 90",
    GOOD.replace("days: 40", "days: 050"): r":5: days: write the number plainly; 050 .* as 40",
    GOOD.replace("adherence: 0.8", "adherence: 0:30.5"): r":9: .*adherence: write the number",
    GOOD.replace("days: 40", "days: 2022-13-45"): r":5: days: this value is not readable",
    GOOD.replace("days: 40", f"days: {'1' * 5000}"): r":5: days: this value is not readable",
    GOOD.replace("days: 40", f"days: 0x{'F' * 6000}"): r":5: days: this value is not readable",
    GOOD.replace("[141002000000000]", f"[0x{'F' * 6000}]"): r":7: seeds\.zones\[0\]: this value",
    GOOD + 'x: "\0"\n': r":14: not readable as YAML",
    GOOD.replace("40000", WILD): r":6: residents: 9+ is not between",
    GOOD.replace("[141002000000000]", f"[{WILD}]"): r":7: seeds\.zones\[0\]",
    GOOD.replace("Tier T2", '"\\ud800"'): r":1: name\.en: this value is not readable",
    "a: " + "[" * 400_000: r":1: not readable as YAML: nested deeper than 30",
    "a: " + "{b: " * 31 + "1" + "}" * 31: "nested deeper than 30",
    "x: " + "a" * 1_000_001: "larger than",
}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("until: 15, adh", "until: 400, adh"),
        ("until: 15, adh", "until: soon, adh"),
        ("level: II", "level: II\nreproduction_number: [1, 1000]"),
        ("level: II", "level: II\nreproduction_number: high"),
    ],
)
def test_what_follows_from_a_field_that_was_refused_is_not_told_beside_it(call, old, new):
    assert old in GOOD
    options = ("--scenario", "a.yaml", "--out", "out", "--language", "en")
    status, said = call("run", *options, a=GOOD.replace(old, new, 1))
    assert status == 2
    assert len(said.err.strip().splitlines()) == 1, said.err


def test_hostile_files_are_told_and_never_break_the_command(tmp_path):
    path, codes = tmp_path / "a.yaml", (141002001001000,)
    for text, says in HOSTILE.items():
        path.write_text(text, "utf-8")
        with pytest.raises(scenario_files.InputError, match=says):
            scenario_files.read_scenario(path, codes, "en")
    path.write_bytes(GOOD.encode() + "name: 第二档\n".encode("gbk"))
    for language, says in (("en", "this line is not UTF-8"), ("zh", "此行不是 UTF-8 编码")):
        with pytest.raises(scenario_files.InputError, match=f":14: {says}"):
            scenario_files.read_scenario(path, codes, language)
    with pytest.raises(scenario_files.InputError, match="expected a file"):
        scenario_files.read_scenario(Path("/dev/zero"), codes, "en")


def test_a_file_that_is_no_yaml_is_told_in_chinese(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(GOOD + "days: 30\n", "utf-8")
    with pytest.raises(scenario_files.InputError, match=r":14: days: 该键出现两次"):
        scenario_files.read_scenario(path, (141002001001000,), "zh")
    path.write_text(GOOD.replace("code: M10", "code: 10"), "utf-8")
    with pytest.raises(scenario_files.InputError, match="应为文字，实为数字"):
        scenario_files.read_scenario(path, (141002001001000,), "zh")


def test_a_folder_that_cannot_be_written_to_is_told_in_the_language_asked(call, tmp_path):
    (tmp_path / "out").write_text("a file", "utf-8")
    for language, says in (("zh", "系统未允许读写"), ("en", "the system did not allow")):
        words = ("run", "--scenario", "a.yaml", "--out", "out", "--language", language)
        status, said = call(*words, a=GOOD)
        assert status == 2
        assert says in said.err


@pytest.mark.parametrize("words", [("bench",), ("run", "--scenario", "a.yaml", "--out", "out")])
def test_without_the_extra_every_question_says_which_one_to_install(
    call, tmp_path, monkeypatch, words
):
    monkeypatch.setitem(sys.modules, "numba", None)
    status, said = call(*words, a=GOOD)
    assert status == 3
    assert "bihuan[sim]" in said.err
    assert not (tmp_path / "out").exists(), "its mark would refuse the folder later on"


def test_more_people_than_memory_is_refused(call, monkeypatch):
    monkeypatch.setattr(try_plans, "free_mib", lambda: 1)
    status, said = call("run", "--scenario", "a.yaml", "--out", "out", "--language", "en", a=GOOD)
    assert status == 2
    assert "MiB" in said.err


GIB = 1 << 30
CONTAINERS = {
    "alone": ({}, 8192),
    "no limit": ({"memory.max": "max", "memory.current": "5", "memory.stat": ""}, 8192),
    "two": (
        {
            "memory.max": f"{2 * GIB}",
            "memory.current": f"{GIB}",
            "memory.stat": f"anon 5\ninactive_file {GIB // 2}\n",
        },
        1536,
    ),
    "one": (
        {
            "memory/memory.limit_in_bytes": f"{GIB}",
            "memory/memory.usage_in_bytes": f"{2 * GIB}",
            "memory/memory.stat": "total_inactive_file 0\n",
        },
        0,
    ),
}


@pytest.mark.parametrize(("files", "mib"), CONTAINERS.values(), ids=CONTAINERS)
def test_a_container_may_use_what_it_is_granted(tmp_path, monkeypatch, files, mib):
    (tmp_path / "memory").mkdir()
    (tmp_path / "meminfo").write_text(f"MemFree: 5 kB\nMemAvailable: {8 << 20} kB\n")
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(memory, "MACHINE", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "GROUPS", tmp_path)
    assert memory.free_mib() == mib


@pytest.mark.parametrize(("text", "mib"), [(GOOD, 500), (VECTOR, 5)])
def test_more_runs_than_memory_is_refused_before_anything_runs(
    call, tmp_path, monkeypatch, text, mib
):
    monkeypatch.setattr(try_plans, "free_mib", lambda: mib)
    status, said = call("run", "--scenario", "a.yaml", "--out", "out", "--runs", "5000", a=text)
    assert status == 2
    assert re.search(r"a\.yaml:\d: days: this needs about", said.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("M02, from", "M02, zones: [141002000000000], from", 7, "zones: M02 covers a part"),
        ("cases: 10}", "cases: 10, imports_per_day: 2}", 5, "imports_per_day: the renewal model"),
        ("days: 60", "days: 60\nvaccinated: 0.5", 5, "vaccinated: the renewal model"),
        ("code: M02", "code: M11", 7, "not allow M11"),
        (
            "adherence: 0.7}",
            "adherence: 0.7}\n  - {code: M02, from: 39, until: 50}",
            8,
            "M02 stands on",
        ),
        ("days: 60", "days: 366", 4, "between 1 and 365"),
        ("days: 60", "days: 60\nvector_index: -1", 5, "between 0 and 1000"),
        ("days: 60", "days: 60\nvector_index: many", 5, "expected a number"),
        ("days: 60", "days: 60\ntemperature: 19.5", 5, "19.5 °C lies outside the temperatures"),
        ("days: 60", "days: 60\ntemperature: 46", 5, "between 0 and 45"),
        ("days: 60", "days: 60\ntemperature: .nan", 5, "expected a number"),
    ],
)
def test_what_the_renewal_model_does_not_know_is_refused_with_its_line(
    call, tmp_path, old, new, line, says
):
    assert old in VECTOR
    options = ("--scenario", "v.yaml", "--out", "out", "--language", "en")
    status, said = call("run", *options, v=VECTOR.replace(old, new, 1))
    assert status == 2
    assert re.search(rf"v\.yaml:{line}: .*{says}", said.err), said.err
    assert not (tmp_path / "out").exists()


def test_a_campaign_in_all_the_counties_covers_the_whole(call):
    counties = sorted({code // 10**9 * 10**9 for code in territory(None, None, 0).code.tolist()})
    text = VECTOR.replace("M02, from", f"M02, zones: {counties}, from")
    assert call("run", "--scenario", "v.yaml", "--out", "out", "--runs", "2", v=text)[0] == 0


def test_plans_are_compared_only_when_nothing_but_the_plan_differs(call):
    other = GOOD.replace("days: 40", "days: 50")
    status, said = call("compare", "a.yaml", "b.yaml", "--out", "out", a=GOOD, b=other)
    assert status == 2
    assert "days" in said.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_plans_side_by_side_need_names_of_their_own(call, tmp_path, language):
    files = ("a.yaml", "b.yaml", "--out", "out", "--language", language)
    other = GOOD.replace("en: Tier T2", "en: Another").replace("until: 13", "until: 14")
    status, said = call("compare", *files, a=GOOD, b=other)
    assert status == 2
    line = next(i for i, text in enumerate(GOOD.split("\n"), 1) if text.startswith("name"))
    assert re.search(rf"b\.yaml:{line}: name: .*a\.yaml", said.err), said.err
    assert not (tmp_path / "out").exists()
