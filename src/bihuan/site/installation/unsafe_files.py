"""Which files of a data directory others could read or change, and which are not what they are."""

import stat
from collections.abc import Iterator
from pathlib import Path

from bihuan.platform.ledger.signing import (
    KEY_FILE,
    PUBLIC_FILE,
    private_key,
    public_bytes,
    public_keys,
)
from bihuan.site.environment import SECRET_FILE, SETTINGS_FILE
from bihuan.site.installation.concerns import Concern, concern
from bihuan.site.settings.databases import DATABASE_FILE

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
MOUNTS = Path("/proc/mounts")
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "afs", "ceph", "glusterfs",
     "fuse.glusterfs", "9p", "davfs", "fuse.davfs2"}
)  # fmt: skip


def file_concerns(data: Path) -> Iterator[Concern]:
    """Yield what is unsafe about the files of a data directory."""
    yield from _reach(data)
    yield from _keys(data)
    kind = (
        network_file_system(data, MOUNTS.read_text("utf-8", "replace")) if MOUNTS.is_file() else ""
    )
    if kind:
        yield concern("folder_on_network", kind)


def open_to_others(path: Path, *, modes: int = OTHERS) -> bool:
    """Tell whether other users of the machine may use a file; False when it is not there."""
    return path.is_file() and bool(path.stat().st_mode & modes)


def network_file_system(folder: Path, mounts: str) -> str:
    """Return the kind of network file system that holds a folder, empty when it is none.

    Parameters
    ----------
    folder
        An absolute path.
    mounts
        The text of ``/proc/mounts``: device, place, kind and options on each line.
    """
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split()
        if len(words) < len(("device", "place", "kind")):
            continue
        place = words[1].replace("\\040", " ")
        if folder.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, words[2]
    return kind if kind in NETWORK else ""


def _reach(data: Path) -> Iterator[Concern]:
    for name in (SECRET_FILE, KEY_FILE):
        if not (data / name).is_file():
            yield concern("file_missing", name)
    for name in (SECRET_FILE, KEY_FILE, DATABASE_FILE):
        if open_to_others(data / name):
            yield concern("file_readable", name)
    for name in (SETTINGS_FILE, PUBLIC_FILE):
        if open_to_others(data / name, modes=OTHERS_WRITE):
            yield concern("file_writable", name)
    if data.is_dir() and data.stat().st_mode & OTHERS:
        yield concern("folder_open", data)


def _keys(data: Path) -> Iterator[Concern]:
    if not (data / KEY_FILE).is_file():
        return
    try:
        public = public_bytes(private_key(data).public_key()).hex()
    except (ValueError, TypeError, AssertionError):
        yield concern("key_not_readable", KEY_FILE)
        return
    try:
        written = [key.hex() for key in public_keys(data)]
    except ValueError:
        written = [""]
    # After a restore the former key may be brought back: it stands below the new one.
    if written and public not in written:
        yield concern("keys_differ", PUBLIC_FILE)
