"""R22 and R33 from outside: set up, start, back up and restore by the console program alone."""

import io
import json
import shutil
import socket
import sqlite3
import tarfile
from pathlib import Path

import pytest
from tests.console import bihuan

from bihuan.site.commands.serve import refuse_taken
from bihuan.site.commands.setup import _password
from bihuan.site.environment import read_installation
from bihuan.site.installation.backup import BackupRefused, restore
from bihuan.site.installation.concerns import CODES
from bihuan.site.installation.faults import stopped_by
from bihuan.site.installation.unsafe_files import network_file_system

SETUP = ("--city", "1410", "--name-zh", "临汾", "--name-en", "Linfen", "--admin", "chief",
         "--admin-name", "张某")  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """An installation as `bihuan setup` makes it."""
    place = tmp_path_factory.mktemp("fresh")
    password = place / "password"
    password.write_text("seven quiet geese at dawn\n", "utf-8")
    data = place / "data"
    made = bihuan("setup", *SETUP, "--password-file", password, data=data)
    assert made.returncode == 0, made.stderr
    return data


@pytest.fixture
def copy(fresh, tmp_path):
    """A copy of it that a test may spoil."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    for path in fresh.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
        (data / path.name).chmod(0o600)
    return data


def test_a_fresh_installation_is_its_owners_alone_and_has_one_account(fresh):
    assert fresh.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in fresh.iterdir()} == {0o600}
    assert len((fresh / "secret.key").read_text("utf-8").strip()) >= 50
    with sqlite3.connect(fresh / "bihuan.sqlite3") as database:
        accounts = database.execute("SELECT username, password, demo FROM account").fetchall()
        posts = database.execute("SELECT role FROM posts_post").fetchall()
    database.close()
    assert [(name, demo) for name, _, demo in accounts] == [("chief", 0)]
    assert accounts[0][1].startswith("argon2$argon2id$")
    assert posts == [("administrator",)]


def test_two_installations_have_two_secrets(fresh, tmp_path):
    password = tmp_path / "password"
    password.write_text("seven quiet geese at dawn", "utf-8")
    other = tmp_path / "other"
    assert bihuan("setup", *SETUP, "--password-file", password, data=other).returncode == 0
    for name in ("secret.key", "root-key.pem", "epoch"):
        assert (fresh / name).read_bytes() != (other / name).read_bytes(), name


def test_the_framework_finds_nothing_to_warn_of(fresh):
    found = bihuan("check", "--deploy", "--fail-level", "WARNING", data=fresh,
                   program=("-m", "django"))  # fmt: skip
    assert found.returncode == 0, found.stderr


def test_setting_up_twice_or_with_a_weak_password_changes_nothing(fresh, tmp_path):
    before = (fresh / "secret.key").read_bytes()
    weak = tmp_path / "weak"
    weak.write_text("123456", "utf-8")
    again = bihuan("setup", *SETUP, "--password-file", weak, data=fresh)
    assert again.returncode == 2
    assert "untouched" in again.stderr
    assert (fresh / "secret.key").read_bytes() == before
    new = tmp_path / "new"
    refused = bihuan("setup", *SETUP, "--password-file", weak, data=new)
    assert refused.returncode == 1
    assert "too weak" in refused.stderr
    assert not (new / "bihuan.sqlite3").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [("--name-zh", ""), ("--admin-name", " "), ("--admin-phone", "ten"), ("--admin", "Ad min!")],
)
def test_setup_names_the_option_that_is_wrong_and_can_be_run_again(tmp_path, option, value):
    password = tmp_path / "password"
    password.write_text("seven quiet geese at dawn", "utf-8")
    words = [*SETUP, "--password-file", password]
    refused = bihuan("setup", *words, option, value, data=tmp_path / "new")
    assert refused.returncode == 1
    assert {line.split(":")[0] for line in refused.stderr.splitlines()} == {option}
    if option == "--admin":
        assert bihuan("setup", *words, data=tmp_path / "new").returncode == 0


def test_setup_without_a_terminal_says_how_to_give_the_password(capsys):
    with pytest.raises(SystemExit):
        _password(None)
    assert "--password-file" in capsys.readouterr().err


def test_check_says_that_a_new_city_has_no_duties_yet(fresh):
    found = bihuan("check", data=fresh)
    assert found.returncode == 1
    assert "No responsibility rules" in found.stdout
    assert "Traceback" not in found.stderr


def settings(data, text):
    (data / "settings.toml").write_text(text, "utf-8")


def secret(data, text):
    (data / "secret.key").write_text(text, "utf-8")


def demo_account(data):
    with sqlite3.connect(data / "bihuan.sqlite3") as database:
        database.execute("UPDATE account SET demo = 1")
    database.close()


def alone(data):
    (data / "cert.pem").write_text("x", "utf-8")


def key(data, mode):
    alone(data)
    (data / "key.pem").write_text("x", "utf-8")
    (data / "key.pem").chmod(mode)


OPEN = ("--host", "0.0.0.0")  # noqa: S104  (that is the unsafe thing)
UNSAFE = {
    "settings_unreadable": (lambda data: settings(data, "tls = yes"), ()),
    "setting_unknown": (lambda data: settings(data, "tls = true\nhost = 'a'\n"), ()),
    "setting_wrong_kind demo": (lambda data: settings(data, "demo = 'yes'\n"), ()),
    "setting_wrong_kind tls": (lambda data: settings(data, "tls = 1\n"), ()),
    "setting_no_address": (lambda data: settings(data, "proxies = ['proxy.city']\n"), ()),
    "setting_wrong_kind hosts": (lambda data: settings(data, "hosts = 'a.example'\n"), ()),
    "file_missing": (lambda data: (data / "root-key.pem").unlink(), ()),
    "file_readable secret": (lambda data: (data / "secret.key").chmod(0o644), ()),
    "file_readable key": (lambda data: (data / "root-key.pem").chmod(0o640), ()),
    "file_readable database": (lambda data: (data / "bihuan.sqlite3").chmod(0o644), ()),
    "file_writable": (lambda data: (data / "settings.toml").chmod(0o666), ()),
    "folder_open": (lambda data: data.chmod(0o755), ()),
    "secret_short": (lambda data: secret(data, "short"), ()),
    "secret_guessable": (lambda data: secret(data, "ab" * 40), ()),
    "secret_guessable sample": (
        lambda data: secret(data, "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF"),
        (),
    ),
    "key_not_readable": (lambda data: (data / "root-key.pem").write_text("x"), ()),
    "keys_differ": (lambda data: (data / "root-key.pub").write_text("00" * 32), ()),
    "demo_accounts": (demo_account, ()),
    "demo": (lambda data: settings(data, "demo = true\ntls = true\nhosts = ['a.example']"), OPEN),
    "no_tls": (lambda data: settings(data, "tls = false\nhosts = ['a.example']\n"), OPEN),
    "no_host_named": (lambda data: settings(data, "tls = true\n"), OPEN),
    "any_host": (lambda data: settings(data, "hosts = ['*']\n"), ()),
    "any_host below": (lambda data: settings(data, "hosts = ['.example']\n"), ()),
    "base_url_wrong": (lambda data: settings(data, "base_url = 'city.example'\n"), ()),
    "base_url_plain": (lambda data: settings(data, "base_url = 'http://city.example'\n"), ()),
    "base_url_here": (
        lambda data: settings(data, "hosts = ['a.example']\nbase_url = 'https://localhost'"), OPEN,
    ),
    "certificate_missing": (
        lambda data: None, ("--tls-cert", "gone.pem", "--tls-key", "gone.key"),
    ),
    "certificate_alone": (alone, ("--tls-cert", "cert.pem")),
    "certificate_unused": (
        lambda data: (settings(data, "tls = false\n"), key(data, 0o600)),
        ("--tls-cert", "cert.pem", "--tls-key", "key.pem"),
    ),
    "file_readable tls": (
        lambda data: key(data, 0o644), ("--tls-cert", "cert.pem", "--tls-key", "key.pem"),
    ),
    "log_talkative": (lambda data: None, ()),
}  # fmt: skip
# What forbids a start, asked of the installation as `serve` asks it.
JUDGE = """
import json, sys
from bihuan.site.boot import boot
boot()
from bihuan.site.installation.safety import Listening, refusals
found = refusals(Listening(*json.loads(sys.argv[1])))
print(json.dumps([[one.code, one.zh, one.en] for one in found]))
"""


def judged(data, listening, **more):
    """What forbids the start of a city with this host and this certificate."""
    asked = bihuan(json.dumps(listening), program=("-c", JUDGE), data=data, **more)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


@pytest.mark.parametrize("case", UNSAFE)
def test_an_unsafe_setting_forbids_the_start_and_says_why(copy, case):
    spoil, words = UNSAFE[case]
    spoil(copy)
    said = dict(zip(words[::2], words[1::2], strict=True))
    files = [said.get(name) and str(copy / said[name]) for name in ("--tls-cert", "--tls-key")]
    more = {"BIHUAN_LOG": "DEBUG"} if case == "log_talkative" else {}
    found = judged(copy, [said.get("--host", "127.0.0.1"), *files], **more)
    reasons = {code: (zh, en) for code, zh, en in found}
    assert case.split()[0] in reasons, reasons
    assert all(all(words) for words in reasons.values())
    assert set(reasons) <= CODES


def test_at_least_twenty_unsafe_settings_are_known():
    assert len(UNSAFE) >= 20


def test_serve_itself_stops_with_the_reason_in_both_languages(copy):
    demo_account(copy)
    stopped = bihuan("serve", data=copy)
    assert stopped.returncode == 2
    assert "accounts of the demo" in stopped.stderr
    assert "演示账号" in stopped.stderr


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "65536"), ("--threads", "0")])
def test_serve_says_which_number_is_impossible(fresh, words):
    stopped = bihuan("serve", *words, data=fresh)
    assert stopped.returncode == 2
    assert "Traceback" not in stopped.stderr
    assert words[0].strip("-") in stopped.stderr


def test_serve_never_shares_a_port_with_another_city(capsys):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as stopped:
            refuse_taken("127.0.0.1", port, patience=0)
    assert stopped.value.code == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err
    refuse_taken("127.0.0.1", port, patience=0)


@pytest.mark.parametrize(
    "words",
    [
        ("setup", *SETUP, "--password-file", "{file}", "--data", "{file}"),
        ("demo", "--no-serve", "--data", "{file}"),
        ("ledger", "roots", "{file}"),
        ("restore", "--drill", "--place", "{file}"),
        ("docs", "build", "--out", "{file}"),
    ],
    ids=lambda words: words[0],
)
def test_a_place_that_is_none_is_named_in_both_languages(fresh, tmp_path, words):
    file = tmp_path / "file"
    file.write_text("seven quiet geese at dawn", "utf-8")
    stopped = bihuan(*(word.format(file=file) for word in words), data=fresh)
    assert stopped.returncode == 1, stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert len(stopped.stderr.splitlines()) == 2
    assert all(str(file) in line for line in stopped.stderr.splitlines())


def test_a_database_that_cannot_be_written_is_said_and_named(tmp_path):
    (tmp_path / "city").touch()
    database = sqlite3.connect(f"file:{tmp_path / 'city'}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as stopped:
        database.execute("CREATE TABLE a (b)")
    database.close()
    zh, en = stopped_by(stopped.value, tmp_path)
    assert str(tmp_path) in zh
    assert "read only" in en
    assert stopped_by(ValueError("a fault of our own"), tmp_path) is None


def test_a_lost_secret_is_named_with_two_ways_back(copy):
    (copy / "secret.key").unlink()
    stopped = bihuan("serve", data=copy)
    assert stopped.returncode == 2
    assert "secret.key is missing" in stopped.stderr
    assert "bihuan setup" not in stopped.stderr


def test_a_chain_that_never_was_is_no_fault_of_the_ledger(fresh):
    found = bihuan("ledger", "verify", "--chain", "9", data=fresh)
    assert found.returncode == 2
    assert "no chain 9" in found.stderr


def test_a_network_file_system_is_recognised():
    mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/city /srv/city nfs4 rw 0 0\n"
    assert network_file_system(Path("/srv/city/data"), mounts) == "nfs4"
    assert network_file_system(Path("/srv/cityscape"), mounts) == ""


def test_broken_settings_are_faults_never_a_traceback(tmp_path):
    for text in ("tls = yes", "[x", "tls = 1", "hosts = [1]", "unknown = 3", "\x00"):
        settings(tmp_path, text)
        found = read_installation({"BIHUAN_DATA": str(tmp_path)})
        assert found.faults, text
        assert not found.demo


# Backup and restore


@pytest.fixture(scope="module")
def kept(fresh, tmp_path_factory):
    """A backup of the fresh installation, and what the program said of it."""
    file = tmp_path_factory.mktemp("kept") / "city.tar.gz"
    made = bihuan("backup", file, data=fresh)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    return file, made.stdout.split("heads ")[1].split()[0]


def test_a_backup_restores_to_the_same_heads_and_the_ledger_says_so_and_holds(
    fresh, kept, tmp_path
):
    file, heads = kept
    data = tmp_path / "restored"
    back = bihuan("restore", file, data=data)
    assert back.returncode == 0, back.stderr
    assert f"heads {heads}" in back.stdout
    ((kind, facts),) = entries_of(data)
    assert (kind, facts["heads"], len(facts["file"])) == ("review.restored", heads, 64)
    assert facts["epoch"] == (data / "epoch").read_text().strip()
    assert facts["epoch"] != (fresh / "epoch").read_text().strip()
    assert bihuan("ledger", "verify", data=data).returncode == 0
    assert bihuan("ledger", "rebuild", "--check", data=data).returncode == 0
    assert {path.stat().st_mode & 0o777 for path in data.iterdir()} == {0o600}
    again = bihuan("restore", file, data=data)
    assert again.returncode == 1
    assert "empty directory" in again.stderr
    assert "keys_differ" not in codes(data)
    shutil.copy(fresh / "root-key.pem", data / "root-key.pem")
    assert "keys_differ" not in codes(data), "the former key was brought back from its copy"


def codes(data):
    return {code for code, *_words in judged(data, [])}


def entries_of(data, subject="restore"):
    with sqlite3.connect(data / "bihuan.sqlite3") as database:
        rows = database.execute(
            "SELECT kind, body FROM ledger_event WHERE subject=? ORDER BY n", (subject,)
        ).fetchall()
    database.close()
    return [(kind, json.loads(body)["facts"]) for kind, body in rows]


def test_a_drill_proves_a_backup_and_the_living_ledger_says_so(copy, tmp_path):
    file = tmp_path / "city.tar.gz"
    assert bihuan("backup", file, data=copy).returncode == 0
    place = tmp_path / "place"
    place.mkdir()
    proven = bihuan("restore", file, "--drill", "--place", place, data=copy)
    assert proven.returncode == 0, proven.stderr
    assert "1 accounts" in proven.stdout
    assert list(place.iterdir()) == []
    ((kind, facts),) = entries_of(copy)
    assert (kind, facts["reason"]) == ("review.restore_proven", "")
    assert facts["rows"] > facts["entries"] > 0
    assert bihuan("ledger", "verify", data=copy).returncode == 0


def test_a_drill_with_a_backup_that_is_not_this_citys_fails_and_is_recorded(copy, kept, tmp_path):
    spoilt = packed(tmp_path / "bad.tar.gz", DAMAGES["a changed byte"](members(kept[0])))
    with sqlite3.connect(copy / "bihuan.sqlite3") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE ledger_event SET hash = zeroblob(32)")
    database.close()
    for file, reason in ((kept[0], "other_record"), (spoilt, "refused")):
        failed = bihuan("restore", file, "--drill", data=copy)
        assert failed.returncode == 1, failed.stdout
        assert "Not proven" in failed.stderr
        assert "未通过" in failed.stderr
        assert "Traceback" not in failed.stderr
        kind, facts = entries_of(copy)[-1]
        assert (kind, facts["reason"]) == ("review.restore_failed", reason)


def members(file):
    with tarfile.open(file) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}


def packed(path, contents):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def changed_manifest(contents, change):
    manifest = json.loads(contents["manifest.json"])
    change(manifest)
    return {**contents, "manifest.json": json.dumps(manifest).encode()}


DAMAGES = {
    "a changed byte": lambda all_: {**all_, "bihuan.sqlite3": all_["bihuan.sqlite3"][:-1] + b"x"},
    "a missing database": lambda all_: {n: c for n, c in all_.items() if n != "bihuan.sqlite3"},
    "no manifest": lambda all_: {n: c for n, c in all_.items() if n != "manifest.json"},
    "a file that is not listed": lambda all_: {**all_, "attachments/x": b"x"},
    "another format": lambda all_: changed_manifest(all_, lambda one: one.update(format=9)),
    "no format": lambda all_: {**all_, "manifest.json": b"[]"},
    "no counts": lambda all_: changed_manifest(all_, lambda one: one.pop("entries")),
    "other heads": lambda all_: changed_manifest(all_, lambda one: one.update(heads="0" * 64)),
    "a name that leads elsewhere": lambda all_: changed_manifest(
        all_, lambda one: one["files"].update({"../../etc/hostname": "0"})
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_leaves_nothing(kept, tmp_path, damage):
    file = packed(tmp_path / "bad.tar.gz", DAMAGES[damage](members(kept[0])))
    data = tmp_path / "data"
    with pytest.raises(BackupRefused):
        restore(file, data)
    assert not (data / "bihuan.sqlite3").exists()


@pytest.mark.parametrize("part", [0.2, 0.9])
def test_a_backup_that_was_cut_off_is_refused(kept, tmp_path, part):
    whole = kept[0].read_bytes()
    file = tmp_path / "cut.tar.gz"
    file.write_bytes(whole[: int(len(whole) * part)])
    back = bihuan("restore", file, data=tmp_path / "data")
    assert back.returncode == 1
    assert "Not restored" in back.stderr
    assert "Traceback" not in back.stderr
