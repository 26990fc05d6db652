"""Backup while running, and restore that proves what it restored."""

import errno
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bihuan.platform.ledger.signing import PUBLIC_FILE
from bihuan.site.environment import SETTINGS_FILE
from bihuan.site.installation.faults import damage_in_words, number_of
from bihuan.site.settings.databases import DATABASE_FILE

MANIFEST = "manifest.json"
FORMAT = 1
ATTACHMENTS = "attachments"
NOT_INSIDE = ["secret.key", "root-key.pem", "logs"]
TOP_LEVEL = {DATABASE_FILE, ATTACHMENTS, SETTINGS_FILE, PUBLIC_FILE}
CHUNK = 2**20
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class BackupRefused(Exception):  # noqa: N818  (the sentence is for a person)
    """A backup that cannot be made or must not be restored, and why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    files: int
    entries: int
    heads: str


def heads_of(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return the number of ledger entries and a fingerprint of all chain heads."""
    entries = connection.execute("SELECT count(*) FROM ledger_event").fetchone()[0]
    rows = connection.execute("SELECT chain, n, hash FROM ledger_head ORDER BY chain").fetchall()
    text = json.dumps([[chain, n, bytes(link).hex()] for chain, n, link in rows])
    return entries, hashlib.sha256(text.encode()).hexdigest()


def counts_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names.fetchall()
    }


def backup(data: Path, target: Path) -> Backup:
    """Write a consistent copy of database and attachments while the city goes on working.

    Raises
    ------
    OSError
        The place named by the fault cannot be read or written; nothing is left of the backup.
    """
    with _scratch(data, target) as scratch:
        copy = scratch / DATABASE_FILE
        manifest = _copied(data, copy)
        files = [(DATABASE_FILE, copy), *_kept(data)]
        manifest |= {"files": {name: digest_of(path) for name, path in files}}
        described = scratch / MANIFEST
        described.write_text(json.dumps(manifest, indent=1, sort_keys=True), "utf-8")
        _packed(target, [(MANIFEST, described), *files])
    return Backup(len(files), manifest["entries"], manifest["heads"])


@contextmanager
def _scratch(data: Path, target: Path) -> Iterator[Path]:
    """Give room for the copy: with the city; where that is full or read-only, beside the backup."""
    try:
        room = _with_the_city(data)
    except OSError as fault:
        if fault.errno not in {*READ_ONLY, errno.ENOSPC}:
            raise
        room = tempfile.TemporaryDirectory(dir=target.parent)
    with room as folder:
        yield Path(folder)


def _with_the_city(data: Path) -> tempfile.TemporaryDirectory[str]:
    if shutil.disk_usage(data).free < (data / DATABASE_FILE).stat().st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(data))
    return tempfile.TemporaryDirectory(dir=data)


def _copied(data: Path, copy: Path) -> dict[str, Any]:
    """Copy the database as it stands at one instant; return what it holds."""
    try:
        with closing(_opened(data)) as source, closing(sqlite3.connect(copy)) as held:
            source.backup(held)
            entries, heads = heads_of(held)
            said = {"entries": entries, "heads": heads, "counts": counts_of(held)}
    except sqlite3.DatabaseError as fault:
        full = fault.sqlite_errorcode == sqlite3.SQLITE_FULL
        place = copy.parent.parent if full else data
        raise OSError(number_of(fault), str(fault), str(place)) from fault
    return {"format": FORMAT, "not_inside": NOT_INSIDE, **said}


def _opened(data: Path) -> sqlite3.Connection:
    """Open the city's database, also on a disk that can only be read."""
    source = sqlite3.connect(data / DATABASE_FILE)
    try:
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        source.close()
        journal = data / f"{DATABASE_FILE}-wal"
        if os.access(data, os.W_OK) or (journal.is_file() and journal.stat().st_size):
            raise
        # No journal, and none can be made: nobody writes, so it may be read as it lies there.
        return sqlite3.connect(f"{(data / DATABASE_FILE).as_uri()}?immutable=1", uri=True)
    return source


def _packed(target: Path, files: Sequence[tuple[str, Path]]) -> None:
    """Write the files into one archive, whole or not at all."""
    partial = target.with_suffix(target.suffix + ".part")
    try:
        with tarfile.open(partial, "w:gz", compresslevel=3) as archive:
            for name, path in files:
                archive.add(path, arcname=name, recursive=False)
        partial.replace(target)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _kept(data: Path) -> Iterator[tuple[str, Path]]:
    for name in (SETTINGS_FILE, PUBLIC_FILE):
        if (data / name).is_file():
            yield name, data / name
    for path in sorted((data / ATTACHMENTS).rglob("*")):
        if path.is_file():
            yield path.relative_to(data).as_posix(), path


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _no_plain_file(name: str) -> BackupRefused:
    return BackupRefused(f"{name} 不是备份中的普通文件。", f"{name} is no plain file of a backup")


def _unpack(archive: tarfile.TarFile, place: Path) -> None:
    """Write the archive's plain files below ``place``; anything else in it is refused.

    By hand, since Debian's Python 3.11.2 does not know ``extractall(filter="data")`` yet.
    """
    for member in archive:
        path = Path(member.name)
        content = archive.extractfile(member) if member.isfile() else None
        if content is None or path.is_absolute() or ".." in path.parts:
            raise _no_plain_file(member.name)
        goal = place / path
        goal.parent.mkdir(parents=True, exist_ok=True)
        with goal.open("wb") as file:
            shutil.copyfileobj(content, file, CHUNK)


def _unpack_whole(source: Path, place: Path) -> None:
    """Unpack, and read on behind the last file: the wrapping's checksum stands at its end."""
    with gzip.open(source) as stream:
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            _unpack(archive, place)
        while stream.read(CHUNK):
            pass


def _refuse_taken(data: Path) -> None:
    """Refuse a place with a database, or with the journal of one that would be read into ours."""
    if (data / DATABASE_FILE).exists():
        raise BackupRefused(
            f"{data} 里已有数据库；请恢复到空目录。",
            f"{data} already holds a database; restore into an empty directory",
        )
    for journal in sorted(data.glob(f"{DATABASE_FILE}-*")):
        raise BackupRefused(
            f"{journal} 是另一个数据库遗留的；请恢复到空目录。",
            f"{journal} is left of another database; restore into an empty directory",
        )


def restore(source: Path, data: Path) -> Backup:
    """Restore into an empty place; nothing is overwritten and a damaged backup is refused.

    Raises
    ------
    BackupRefused
        The place is not empty, or the backup is cut, changed or not one of ours.
    """
    _refuse_taken(data)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        place = Path(scratch)
        try:
            _unpack_whole(source, place)
            manifest = json.loads((place / MANIFEST).read_text("utf-8"))
        except (tarfile.TarError, OSError, ValueError, EOFError, zlib.error) as damage:
            zh, en = damage_in_words(damage)
            raise BackupRefused(
                f"{source.name} 无法读取：{zh}", f"{source.name} cannot be read: {en}"
            ) from damage
        held = _proven(place, manifest)
        for name, digest in manifest["files"].items():
            if (data / name).exists() and digest_of(data / name) != digest:
                raise BackupRefused(
                    f"{data / name} 属于另一个安装；请恢复到空目录。",
                    f"{data / name} is of another installation; restore into an empty directory",
                )
        # The database last: a restore that was cut off holds none and can be begun again.
        for name in sorted(manifest["files"], key=lambda name: name == DATABASE_FILE):
            goal = data / name
            goal.parent.mkdir(parents=True, exist_ok=True)
            (place / name).replace(goal)
    return held


def _proven(place: Path, manifest: Any) -> Backup:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupRefused(
            "备份的格式不是本版本的，或缺少清单。",
            "the backup was made by another version of the format",
        )
    files = manifest.get("files")
    if not isinstance(files, dict) or DATABASE_FILE not in files:
        raise BackupRefused("备份里没有数据库。", "the backup holds no database")
    _prove_files(place, files)
    held, counts = _prove_database(place / DATABASE_FILE)
    if held != (manifest.get("entries"), manifest.get("heads")):
        raise BackupRefused(
            "里面的数据库与备份时的不是同一个。",
            "the database inside is not the one that was backed up",
        )
    if counts != manifest.get("counts", counts):  # older backups do not say
        raise BackupRefused(
            "里面的数据行数与备份时不符。",
            "the database inside holds other rows than were backed up",
        )
    return Backup(len(files), *held)


def _prove_files(place: Path, files: Mapping[str, str]) -> None:
    """Refuse names that lead elsewhere, files that are missing, changed or not listed."""
    for name, digest in files.items():
        path = place / name
        if not path.resolve().is_relative_to(place.resolve()):
            raise _no_plain_file(name)
        if not path.is_file() or digest_of(path) != digest:
            raise BackupRefused(
                f"备份中缺少 {name}，或其内容已被改动。",
                f"{name} is missing from the backup or was changed",
            )
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    stray = sorted(found - set(files) - {MANIFEST})
    strange = [name for name in files if Path(name).parts[0] not in TOP_LEVEL]
    if stray or strange:
        name = [*stray, *strange][0]
        raise BackupRefused(f"{name} 不应出现在备份中。", f"{name} does not belong into the backup")


def _prove_database(path: Path) -> tuple[tuple[int, str], dict[str, int]]:
    connection = sqlite3.connect(path)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        held, counts = heads_of(connection), counts_of(connection)
    except sqlite3.DatabaseError as damage:
        raise BackupRefused(
            f"里面的数据库已损坏：{damage}", f"the database inside is damaged: {damage}"
        ) from damage
    finally:
        connection.close()
    if sound != "ok":
        raise BackupRefused(
            f"里面的数据库已损坏：{sound}", f"the database inside is damaged: {sound}"
        )
    return held, counts
