"""When the weekly restore drill begins by itself, and what is known of backups."""

from datetime import datetime, timedelta

from bihuan.platform.clock.incident import LOCAL
from bihuan.site.environment import read_installation
from bihuan.site.installation.drills import due, newest_in
from bihuan.site.installation.last_backup import LastBackup, last_backup, note_backup

NIGHT = datetime(2026, 8, 3, 3, 0, tzinfo=LOCAL)
NOON = datetime(2026, 8, 3, 12, 0, tzinfo=LOCAL)
DAY = timedelta(days=1)


def test_a_drill_is_due_at_night_once_a_week_and_at_any_hour_a_day_later():
    assert due(NIGHT, None, None)
    assert not due(NOON, None, None)
    assert not due(NIGHT, NIGHT - 6 * DAY, None)
    assert due(NIGHT, NIGHT - 7 * DAY, None)
    assert not due(NOON, NOON - 7 * DAY, None)
    assert due(NOON, NOON - 8 * DAY, None)


def test_a_drill_that_left_no_record_is_not_begun_again_the_same_night():
    assert not due(NIGHT + timedelta(minutes=1), None, NIGHT)
    assert due(NIGHT + DAY, None, NIGHT)


def test_the_newest_backup_of_a_folder_is_the_one_that_is_proven(tmp_path):
    assert newest_in(tmp_path) is None
    assert newest_in(tmp_path / "not there") is None
    (tmp_path / "b.tar.gz").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert newest_in(tmp_path) == tmp_path / "b.tar.gz"


def test_the_last_backup_is_known_with_its_age_and_a_spoilt_note_is_none(tmp_path):
    assert last_backup(tmp_path) is None
    note_backup(tmp_path, LastBackup(NIGHT, "/backup/a.tar.gz", 12))
    kept = last_backup(tmp_path)
    assert kept == LastBackup(NIGHT, "/backup/a.tar.gz", 12)
    assert kept.hours(NIGHT + timedelta(hours=30)) == 30
    (tmp_path / "last-backup.json").write_text("{", "utf-8")
    assert last_backup(tmp_path) is None


def test_the_settings_file_switches_the_drill_off_and_names_the_folder(tmp_path):
    (tmp_path / "settings.toml").write_text('restore_drill = false\nbackups = "/b"\n', "utf-8")
    said = read_installation({"BIHUAN_DATA": str(tmp_path)})
    assert (said.restore_drill, said.backups, said.faults) == (False, "/b", ())
    assert read_installation({"BIHUAN_DATA": str(tmp_path / "x")}).restore_drill
