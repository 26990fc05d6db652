"""R23: a damaged backup is refused with the reason, and nothing that stands is overwritten."""

import errno
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path

import pytest

from bihuan.site.installation.backup import BackupRefused, backup, restore
from bihuan.site.installation.faults import in_words, not_written

DATABASE, MANIFEST, PHOTO = "bihuan.sqlite3", "manifest.json", "attachments/ab/abcdef"
SCHEMA = (
    "CREATE TABLE ledger_event (chain, n, hash, PRIMARY KEY (chain, n));"
    "CREATE TABLE ledger_head (chain PRIMARY KEY, n, hash);"
)


def city(data, entries):
    """A data directory with a small record: the columns that a backup proves."""
    (data / PHOTO).parent.mkdir(parents=True)
    (data / PHOTO).write_bytes(bytes(range(256)) * 8)
    (data / "settings.toml").write_text("demo = false\n", "utf-8")
    (data / "root-key.pub").write_text("aa" * 32 + "\n", "utf-8")
    links = [hashlib.sha256(b"%d" % n).digest() for n in range(1, entries + 1)]
    with sqlite3.connect(data / DATABASE) as database:
        database.executescript(SCHEMA)
        rows = [(141002, n, link) for n, link in enumerate(links, start=1)]
        database.executemany("INSERT INTO ledger_event VALUES (?, ?, ?)", rows)
        database.execute("INSERT INTO ledger_head VALUES (141002, ?, ?)", (entries, links[-1]))
    database.close()
    return data


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a sound backup."""
    place = tmp_path_factory.mktemp("whole")
    (place / "data").mkdir()
    backup(city(place / "data", 300), place / "city.tar.gz")
    return (place / "city.tar.gz").read_bytes()


def members(whole):
    with tarfile.open(fileobj=io.BytesIO(whole)) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}


def packed(contents):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def cut(share):
    return lambda whole: whole[: int(len(whole) * share)]


def cut_inside(share):
    """Cut before it is packed: the wrapping is sound, its content ends too early."""
    return lambda whole: gzip.compress(
        gzip.decompress(whole)[: int(len(gzip.decompress(whole)) * share)], 1
    )


def flipped_packed(share):
    def flip(whole):
        place = 40 + int((len(whole) - 41) * share)  # behind the name in the header
        return whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :]

    return flip


def flipped_inside(name, share):
    def flip(whole):
        found = members(whole)
        content = bytearray(found[name])
        content[int((len(content) - 1) * share)] ^= 1
        return packed({**found, name: bytes(content)})

    return flip


def without(name):
    return lambda whole: packed({n: c for n, c in members(whole).items() if n != name})


def said(**changes):
    def change(whole):
        found = members(whole)
        manifest = {**json.loads(found[MANIFEST]), **changes}
        return packed({**found, MANIFEST: json.dumps(manifest).encode()})

    return change


def other_database(whole):
    """Another sound database, truly described: only the heads tell that it is not the one."""
    found = members(whole)
    manifest = json.loads(found[MANIFEST])
    changed = found[DATABASE].replace(hashlib.sha256(b"300").digest(), b"\0" * 32)
    manifest["files"][DATABASE] = hashlib.sha256(changed).hexdigest()
    return packed({**found, DATABASE: changed, MANIFEST: json.dumps(manifest).encode()})


SHARES = (0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
DAMAGES = {
    **{f"cut at {share:.0%}": cut(share) for share in SHARES},
    "cut by its last byte": lambda whole: whole[:-1],
    **{f"content cut at {share:.0%}": cut_inside(share) for share in SHARES[1:7]},
    **{f"a bit flipped at {n}/12": flipped_packed(n / 12) for n in range(13)},
    **{f"{DATABASE} changed at {s:.0%}": flipped_inside(DATABASE, s) for s in (*SHARES, 1)},
    **{f"{PHOTO} changed at {s:.0%}": flipped_inside(PHOTO, s) for s in (0, 0.5, 1)},
    **{f"{name} changed": flipped_inside(name, 0.5) for name in ("settings.toml", "root-key.pub")},
    **{
        f"no {name}": without(name)
        for name in (DATABASE, MANIFEST, PHOTO, "settings.toml", "root-key.pub")
    },
    **{f"format {one!r}": said(format=one) for one in (0, 2, "1", None)},
    **{f"entries {one!r}": said(entries=one) for one in (0, 299, None)},
    "other heads": said(heads="0" * 64),
    "nothing listed": said(files={}),
    "a list of files": said(files=[DATABASE]),
    "a digest that is none": said(files={DATABASE: None}),
    "another database, truly described": other_database,
    "an empty archive": lambda _: packed({}),
    "a letter": lambda _: "尊敬的领导：".encode() * 50,
}


def test_fifty_damages_are_tried():
    assert len(DAMAGES) >= 50


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_backup_is_refused_and_leaves_nothing(whole, tmp_path, damage):
    source, data = tmp_path / "bad.tar.gz", tmp_path / "data"
    source.write_bytes(damage(whole))
    assert source.read_bytes() != whole
    with pytest.raises(BackupRefused, match=r"cannot be read|backup|database") as no:
        restore(source, data)
    assert re.search(r"[\u4e00-\u9fff]{4}", no.value.zh), "Chinese first"
    assert not re.search(r"[A-Za-z]{3} [A-Za-z]", no.value.zh), "no English inside the Chinese"
    assert list(data.rglob("*")) == []


def stands(data):
    return {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()}


def test_an_older_backup_overwrites_nothing_of_a_newer_installation(whole, tmp_path):
    source, data = tmp_path / "old.tar.gz", tmp_path / "data"
    source.write_bytes(whole)
    data.mkdir()
    (city(data, 400) / "epoch").write_text("0123456789abcdef\n", "utf-8")
    before = stands(data)
    with pytest.raises(BackupRefused, match="already holds a database"):
        restore(source, data)
    assert stands(data) == before


@pytest.mark.parametrize("left", ["settings.toml", "root-key.pub", PHOTO, f"{DATABASE}-wal"])
def test_what_is_left_of_another_installation_is_neither_overwritten_nor_mixed_in(
    whole, tmp_path, left
):
    source, data = tmp_path / "old.tar.gz", tmp_path / "data"
    source.write_bytes(whole)
    (data / left).parent.mkdir(parents=True)
    (data / left).write_bytes(b"of another city")
    before = stands(data)
    with pytest.raises(BackupRefused, match=left):
        restore(source, data)
    assert stands(data) == before


def test_a_restore_that_was_cut_off_can_be_begun_again(whole, tmp_path):
    source, data = tmp_path / "city.tar.gz", tmp_path / "data"
    source.write_bytes(whole)
    restore(source, data)
    (data / DATABASE).unlink()
    assert restore(source, data).entries == 300


def test_a_city_that_can_only_be_read_is_backed_up_with_the_room_of_the_target(
    tmp_path, monkeypatch
):
    (tmp_path / "data").mkdir()
    data, real = city(tmp_path / "data", 3), tempfile.mkdtemp

    def read_only(suffix, prefix, place):
        if Path(place) == data:
            raise OSError(errno.EROFS, "Read-only file system", str(data))
        return real(suffix, prefix, place)

    monkeypatch.setattr(tempfile, "mkdtemp", read_only)
    assert backup(data, tmp_path / "x.tar.gz").entries == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "x.tar.gz"]


def test_a_city_on_a_full_disk_is_backed_up_with_the_room_of_the_target(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    data, places = city(tmp_path / "data", 3), []
    room, left = tempfile.mkdtemp, shutil.disk_usage

    def noted(suffix, prefix, place):
        places.append(Path(place))
        return room(suffix, prefix, place)

    monkeypatch.setattr(tempfile, "mkdtemp", noted)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda at: left(at)._replace(free=0) if at == data else left(at)
    )
    assert backup(data, tmp_path / "x.tar.gz").entries == 3
    assert places == [tmp_path]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "x.tar.gz"]


def test_the_place_that_is_to_blame_is_named(tmp_path):
    (tmp_path / "data").mkdir()
    data, target = city(tmp_path / "data", 3), tmp_path / "x.tar.gz"
    (data / DATABASE).write_bytes(b"no database" * 500)
    with pytest.raises(OSError, match="not a database") as fault:
        backup(data, target)
    zh, en = not_written(fault.value, data, target)
    assert f"问题出在数据目录 {data}：数据库已损坏。" in zh
    assert f"The fault lies in the data directory {data}: the database is damaged." in en
    full = OSError(errno.ENOSPC, "No space left on device")
    assert not_written(full, data, target)[1] == (
        f"No backup was written to {target}: the disk is full."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_backup_that_cannot_be_written_says_why_in_plain_words(tmp_path):
    (tmp_path / "data").mkdir()
    with pytest.raises(OSError, match="No such file") as fault:
        backup(city(tmp_path / "data", 3), tmp_path / "nowhere" / "x.tar.gz")
    zh, en = in_words(fault.value)
    assert zh == "文件夹不存在，请先建立。"
    assert en == "the folder does not exist; make it first."
    assert "look at the disk" in in_words(OSError(5, "Input/output error"))[1]
    assert "121" in in_words(OSError(121, "Remote I/O error"))[1], (
        "what has no words has its number"
    )
