"""R22: a city with a folder for backups loses at most an hour with its disk."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.unit.test_restore_refuses import city

from bihuan.platform.clock.incident import LOCAL
from bihuan.site.environment import read_installation
from bihuan.site.installation.backup import restore
from bihuan.site.installation.files import make_installation
from bihuan.site.installation.hourly import EVERY, HourlyBackup, cut_off, due, surplus

NOON = datetime(2026, 8, 3, 12, 0, tzinfo=LOCAL)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOURCE = Path(__file__).resolve().parents[2] / "src"


def name(at):
    return f"bihuan-{at:%Y%m%dT%H%M%S}.tar.gz"


def test_the_next_backup_begins_before_the_hour_is_over_whatever_the_clock_did():
    assert due(NOON, None, None)
    assert not due(NOON, NOON - EVERY + MINUTE, None)
    assert due(NOON, NOON - EVERY, None)
    assert EVERY + MINUTE < HOUR
    assert due(NOON, NOON + HOUR, None)
    assert not due(NOON, None, NOON - MINUTE)
    assert due(NOON, None, NOON - HOUR)


def test_two_days_of_hours_and_five_weeks_of_days_are_kept_and_no_foreign_file_goes():
    hourly = [name(NOON - n * HOUR) for n in range(24 * 60)]
    others = ["2026-08-01.tar.gz", "notes.txt", "bihuan-old.tar.gz"]
    gone = surplus([*hourly, *others])
    kept = sorted(set(hourly) - set(gone), reverse=True)
    assert not set(gone) & set(others)
    assert kept[:48] == hourly[:48]
    last_of_days = [one for one in kept[48:] if "T23" in one]
    assert (len(kept), len(last_of_days)) == (48 + 32, 32)
    assert cut_off([name(NOON) + ".part", "mine.part"]) == [name(NOON) + ".part"]


def test_a_city_with_a_folder_is_backed_up_by_itself_and_the_copy_restores(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    data, folder = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    folder.mkdir()
    make_installation(city(data, 30), demo=False, base_url="http://127.0.0.1:8000")
    (data / "settings.toml").write_text(f'backups = "{folder}"\n', "utf-8")
    work = HourlyBackup(read_installation({"BIHUAN_DATA": str(data)}))
    for second in range(240):
        work(NOON + timedelta(seconds=second))
        if work._running is None:
            break
        time.sleep(0.25)
    (file,) = folder.iterdir()
    assert file.name == name(NOON)
    assert restore(file, tmp_path / "restored").entries == 30


def test_nothing_is_begun_without_a_folder_in_a_demo_or_when_switched_off(tmp_path):
    for said in ("", 'backups = "/b"\ndemo = true', 'backups = "/b"\nhourly_backup = false'):
        (tmp_path / "settings.toml").write_text(said + "\n", "utf-8")
        work = HourlyBackup(read_installation({"BIHUAN_DATA": str(tmp_path)}))
        work(NOON)
        assert work._running is None
