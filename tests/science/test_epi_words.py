"""What ``bihuan epi`` says: Chinese first, English below, the file, the row and how to mend it."""

import io
import re
import sys
from pathlib import Path

import pytest
from tests.science.console import series

from bihuan.site.cli import main

SI = ("--si-mean", "3.5", "--si-sd", "2")
COUNTS = (5, 6, 7, 8, 9, 10, 12, 13, 14, 15)
QUANTILES = "date,horizon,method,q050,q500,q950\n2026-03-01,1,m,1,2,3\n"
LATIN = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def two(said: str) -> tuple[str, str]:
    """Return the last two lines; the Chinese one holds no English words in a row."""
    zh, en = said.strip().splitlines()[-2:]
    assert re.search("[一-鿿]", zh)
    assert not LATIN.search(zh.split("：", 1)[1]), zh
    assert said.strip().splitlines()[-1] == en
    return zh, en


def stopped(capsys, *words: str) -> list[str]:
    with pytest.raises(SystemExit) as end:
        main(["epi", *words])
    assert end.value.code == 2
    return capsys.readouterr().err.splitlines()


def test_of_two_files_the_one_that_must_be_mended_is_named(console):
    truth = console.ask("score", QUANTILES, truth="date,count\n2026-03-01,x\n")
    zh, en = two(truth.said)
    assert f"{console.folder / 'truth.csv'} 第 2 行：count 是“x”" in zh
    assert f"{console.folder / 'truth.csv'}, row 2: count is 'x'" in en
    forecast = console.ask("score", QUANTILES.replace("1,2,3", "3,2,1"), truth=series([4]))
    assert f"{console.folder / 'in.csv'} 第 2 行" in two(forecast.said)[0]


@pytest.mark.parametrize(
    ("options", "zh", "en"),
    [
        (("--si-mean", "1", "--si-sd", "2"), "--si-mean 是 1；请写大于 1", "write days above 1"),
        (("--si-mean", "nan", "--si-sd", "2"), "--si-mean 是 nan；请写", "--si-mean is nan"),
        (("--si-mean", "3", "--si-sd", "0"), "--si-sd 是 0；请写 0.001 到", "write 0.001 to"),
        ((*SI, "--window", "0"), "--window 是 0；请写 1 到 60 天", "--window is 0"),
    ],
)
def test_a_wrong_serial_interval_is_told_in_chinese_words(console, options, zh, en):
    said = two(console.ask("rt", series(COUNTS), *options).said)
    assert zh in said[0]
    assert en in said[1]


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("no/such.csv", "没有文件“no/such.csv”；请核对", "there is no file 'no/such.csv'"),
        (".", "读不了“.”：这是一个文件夹，请写明文件名。", "this is a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_chinese_words(capsys, tmp_path, source, zh, en):
    status = main(["epi", "rt", "--in", source, "--out", str(tmp_path / "out.csv"), *SI])
    said = two(capsys.readouterr().err)
    assert status == 2
    assert zh in said[0]
    assert en in said[1]


@pytest.mark.parametrize(("place", "zh"), [("no/out.csv", "文件夹不存在"), ("", "这是一个文件夹")])
def test_a_place_that_cannot_be_written_to_is_told_in_chinese_words(capsys, tmp_path, place, zh):
    source = tmp_path / "in.csv"
    source.write_text(series(COUNTS), "utf-8")
    status = main(["epi", "rt", "--in", str(source), "--out", str(tmp_path / place), *SI])
    said = two(capsys.readouterr().err)
    assert status == 2
    assert zh in said[0]
    assert list(tmp_path.iterdir()) == [source]


def test_what_was_begun_is_removed_when_the_disk_is_full(console, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    answer = console.ask("rt", series(COUNTS), *SI)
    assert answer.status == 2
    assert "磁盘已满" in two(answer.said)[0]
    assert [one.name for one in console.folder.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ('date,count\n2026-03-01,"5\n', "第 2 行：引号没有配对"),
        ('date,count\n2026-03-01,"5"5\n', "第 2 行：引号没有配对"),
        ('date,count\n2026-03-01,"' + "5" * 140_000 + '"\n', "第 2 行：一个单元格过长"),
        ("date，count\n2026-03-01，5\n", "第 1 行：单元格不是用逗号分隔的"),
        ("date,count,count\n2026-03-01,5,5\n", "列名“count”出现了两次；请"),
        (" \n,\n", "文件是空的"),
        ("\n\ndate,cases\n", "第 3 行：缺少“count”列"),
        ("date,count\n2026-03-01," + "0" * 30 + "99999999999\n", "超过了世界人口；请核对"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_chinese_words(console, text, zh):
    answer = console.ask("rt", text, *SI)
    assert answer.status == 2
    assert zh in two(answer.said)[0]


def test_columns_without_a_name_and_rows_of_blanks_are_no_fault(console):
    plain = console.ask("rt", series(COUNTS), *SI)
    wide = "".join(f"{line},,\n" for line in series(COUNTS).splitlines()) + " , ,,\n"
    assert console.ask("rt", wide, *SI).rows == plain.rows


def test_an_open_regime_is_said_without_a_last_day(console):
    said = two(console.ask("forecast", series([60] * 40), "--regime", "2026-04-01..").said)
    assert "（2026-04-01 起）" in said[0]
    assert "9999" not in "".join(said)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("rt", "--in", "a"), "缺少 --out, --si-mean, --si-sd", "arguments are required: --out"),
        (("rt", "--si-mean", "x"), "--si-mean 应为数字，现为“x”", "invalid float value: 'x'"),
        (("rt", "--window", "7.5"), "--window 应为整数，现为“7.5”", "invalid int value: '7.5'"),
        (("rt", "--in"), "--in 后面缺少取值", "argument --in: expected one argument"),
        (
            ("nowcast", "--at", "1:2"),
            "--at：“1:2”不是日期；请写",
            "'1:2' is not a day",
        ),
        (("rt", "--regime", "x"), "--regime：“x”不是一段日期；请写", "'x' is not FROM..TO"),
        (("guess",), "没有 'guess'；可选：", "invalid choice: 'guess'"),
    ],
)
def test_a_wrong_option_is_told_in_both_languages(capsys, words, zh, en):
    said = stopped(capsys, *words)
    assert zh in said[0]
    assert en in said[1]
    assert said[2].startswith("用法 usage: bihuan epi")
    two("\n".join(said[:2]))


def test_an_option_nobody_knows_is_told_in_both_languages(capsys, tmp_path):
    said = stopped(capsys, "rt", "--in", "a", "--out", str(tmp_path / "b"), *SI, "--guess", "3")
    assert "没有这样的选项：--guess 3" in said[0]


def test_a_correction_later_than_any_report_still_counts_and_is_told(console):
    lines = [
        f"2026-03-{day:02d},{delay},{count}"
        for day in range(1, 29)
        for delay, count in enumerate((8, 4))
        if day + delay <= 28
    ]
    lines += [f"2026-03-{day:02d},3,-2" for day in range(1, 26)]
    text = "reference_date,delay_days,count\n" + "\n".join(lines)
    answer = console.ask("nowcast", text, "--at", "2026-03-28", "--no-weekday")
    assert "核减数从同一日期较早的延迟中扣除" in answer.said
    # Of twelve reports two are taken back in the end; the youngest day has eight of them.
    assert 9.0 < float(answer.rows[-1]["point"]) < 11.5


def test_standard_output_is_utf8_whatever_the_terminal_speaks(console, monkeypatch):
    source = console.write("in.csv", "date,count,zone\n2026-03-01,-1,古城\n")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert main(["epi", "screen", "--in", source, "--out", "-"]) == 0
    assert "古城: 病例数 -1 / count -1" in sys.stdout.buffer.getvalue().decode("utf-8")


@pytest.mark.parametrize(
    "quantiles", ["-1e308,0,1e308", "1e308,1.1e308,1.7e308", "-1.7e308,-1e308,1.7e308"]
)
def test_quantiles_that_no_count_can_have_are_an_error_and_no_blank_score(console, quantiles):
    text = QUANTILES.replace("1,2,3", quantiles)
    answer = console.ask("score", text, truth="date,count\n2026-03-01,5\n")
    assert (answer.status, answer.rows) == (2, [])
    assert "第 2 行：q050 是" in two(answer.said)[0]


@pytest.mark.filterwarnings("error")
def test_quantiles_next_to_nothing_are_scored_as_nothing(console):
    truth = "date,count\n2026-03-01,5\n"
    tiny = console.ask("score", QUANTILES.replace("1,2,3", "1e-320,1e-310,1e-300"), truth=truth)
    assert tiny.rows == console.ask("score", QUANTILES.replace("1,2,3", "0,0,0"), truth=truth).rows


@pytest.mark.parametrize("residents", ["0", "-4", "9" * 400])
def test_residents_that_no_place_can_have_are_told(console, residents):
    text = series([1, 0, 0], header="date,community_count")
    answer = console.ask("status", text, "--population", residents)
    assert answer.status == 2
    assert "请写居民人数，1 到 10000000000。" in two(answer.said)[0]


def test_the_earliest_report_is_named_when_none_was_known(console):
    text = "reference_date,delay_days,count\n2026-03-05,1,3\n2026-03-02,1,3\n"
    said = two(console.ask("nowcast", text, "--at", "2026-03-01").said)
    assert "第 3 行" in said[0]
    assert "2026-03-03" in said[0]
