"""What a restored city says of itself, and whether that is the city that was backed up.

A restored place is judged by a process of its own that works on nothing else; the living city
then compares what it said with its own record.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, is_password_usable

import bihuan
from bihuan.platform.auth.models import Account
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify
from bihuan.site.installation.backup import ATTACHMENTS, Backup, counts_of
from bihuan.site.installation.safety import pending_migrations
from bihuan.site.settings.databases import DATABASE_FILE

# This very program's modules, wherever the interpreter would look by itself.
SOURCE = Path(bihuan.__file__).parents[1]
# How the other process begins the two lines in which it says why not.
NOT_RESTORED = ("未恢复：", "Not restored: ")
# Beside the restored city itself: what SQLite and the archive need while they work.
ROOM_TO_SPARE = 500 * 2**20
Head = tuple[int, int, str]
Root = tuple[int, str, str]
_HEADS = "SELECT chain, n, lower(hex(hash)) FROM ledger_head ORDER BY chain"
_ROOTS = "SELECT series, day, lower(hex(root)) FROM ledger_root ORDER BY series, day"
_LINK = "SELECT lower(hex(hash)) FROM ledger_event WHERE chain=? AND n=?"
_ROOT = "SELECT lower(hex(root)) FROM ledger_root WHERE series=? AND day=?"
FAILURES = {
    "refused": ("备份不能恢复：{about}", "the backup cannot be restored: {about}"),
    "ledger": ("存证链校验不通过：{about}", "its ledger is not intact: {about}"),
    "tables": ("数据表与存证链不一致：{about}", "its tables differ from its ledger: {about}"),
    "references": ("数据表之间引用断裂：{about}", "its tables refer to rows not there: {about}"),
    "accounts": ("没有可用的账号。", "no account of it can be read."),
    "other_record": (
        "链 {about} 的记录与本城不同：不是本城的备份，或其中一份的存证链被改动。",
        "chain {about} has another history than this city: not its backup, or one was changed.",
    ),
    "other_root": (
        "{about} 的日根与本城不同。",
        "the signed root of {about} differs from this city's.",
    ),
    "no_answer": ("恢复进程中断：{about}", "the restoring process ended: {about}"),
    "no_room": ("磁盘空间不够：{about}", "there is not enough room on the disk: {about}"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a backup is not proven: a known code, and the place it is about."""

    code: str
    about: str = ""
    about_en: str = ""

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return FAILURES[self.code][0].format(about=self.about)

    @property
    def en(self) -> str:
        """The sentence in English."""
        return FAILURES[self.code][1].format(about=self.about_en or self.about)


@dataclass(frozen=True, slots=True)
class Found:
    """What a restored city holds, as it says itself."""

    entries: int
    heads_print: str
    rows: int
    accounts: int
    until: int
    heads: tuple[Head, ...]
    roots: tuple[Root, ...]
    failures: tuple[Failure, ...] = ()

    def as_json(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def found_in(said: str) -> Found:
    """Read what a restored city said.

    Raises
    ------
    ValueError, KeyError, TypeError
        It is no such line.
    """
    read = json.loads(said)
    read["heads"] = tuple((chain, n, link) for chain, n, link in read["heads"])
    read["roots"] = tuple((series, day, root) for series, day, root in read["roots"])
    read["failures"] = tuple(Failure(**one) for one in read["failures"])
    return Found(**read)


def examine(held: Backup) -> Found:
    """Examine the city that this process works on, which has just been restored."""
    session = Session()
    with closing(sqlite3.connect(settings.DATA_DIR / DATABASE_FILE)) as file:
        rows = sum(counts_of(file).values())
    accounts = sum(_readable(password) for password in _passwords())
    row = session.one("SELECT max(wall_at) FROM ledger_head")
    return Found(
        held.entries,
        held.heads,
        rows,
        accounts,
        (row and row[0]) or 0,
        tuple(session.all(_HEADS)),
        tuple(session.all(_ROOTS)),
        tuple(_failures(session, accounts)),
    )


def _failures(session: Session, accounts: int) -> Iterator[Failure]:
    for fault in verify(session).faults[:1]:
        yield Failure("ledger", f"{fault.chain}/{fault.number} {fault.what}")
    if not pending_migrations():  # another version's tables cannot be compared before `upgrade`
        for one in check(session, ledgered_tables())[1][:1]:
            yield Failure("tables", f"{one.table} {one.row} {one.column}")
    lost = session.one("PRAGMA foreign_key_check")
    if lost is not None:
        yield Failure("references", f"{lost[0]} {lost[1]}")
    if not accounts:
        yield Failure("accounts")


def _passwords() -> list[str]:
    return list(Account.objects.filter(is_active=True).values_list("password", flat=True))


def _readable(password: str) -> bool:
    """Tell whether an account's secret is one that a sign-in could be compared with, or none."""
    if not is_password_usable(password):
        return True
    try:
        return bool(identify_hasher(password))
    except ValueError:
        return False


def try_out(source: Path, data: Path, place: Path | None) -> tuple[Found | None, list[Failure]]:
    """Restore a backup into an empty temporary place, examine it there, compare it with us.

    Parameters
    ----------
    source
        The backup.
    data
        The living city's data directory: as much room is needed once more.
    place
        Where the temporary place is made; left out, where the system keeps such things.
    """
    with tempfile.TemporaryDirectory(prefix="bihuan-drill-", dir=place) as folder:
        lacking = _lacking_room(data, Path(folder))
        if lacking:
            return None, [Failure("no_room", lacking)]
        words = ["restore", str(source.absolute()), "--data", f"{folder}/city", "--prove"]
        ran = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-m", "bihuan", *words],
            env={**os.environ, "BIHUAN_LOG": "ERROR", "PYTHONPATH": str(SOURCE)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    try:
        found = found_in(ran.stdout.splitlines()[-1])
    except (ValueError, KeyError, TypeError, IndexError):
        said = (ran.stderr.splitlines() or [""])[-2:]
        code = "refused" if ran.returncode == 1 else "no_answer"
        zh, en = (line.removeprefix(NOT_RESTORED[0]).removeprefix(NOT_RESTORED[1])
                  for line in (said[0], said[-1]))  # fmt: skip
        return None, [Failure(code, zh, en)]
    return found, [*found.failures, *_compared(Session(), found)]


def _lacking_room(data: Path, folder: Path) -> str:
    """Say how much room is wanted where too little is; a drill must not fill the city's disk."""
    files = [data / DATABASE_FILE, *(data / ATTACHMENTS).rglob("*")]
    wanted = sum(one.stat().st_size for one in files if one.is_file()) + ROOM_TO_SPARE
    free = shutil.disk_usage(folder).free
    return f"{wanted // 2**20} MB > {free // 2**20} MB" if free < wanted else ""


def _compared(session: Session, found: Found) -> Iterator[Failure]:
    """Yield where the restored record is not a beginning of ours."""
    for chain, number, link in found.heads:
        if session.one(_LINK, (chain, number)) != (link,):
            yield Failure("other_record", str(chain))
    for series, day, root in found.roots:
        if session.one(_ROOT, (series, day)) != (root,):
            yield Failure("other_root", day)


class Watch:
    """Whole seconds since it was made, on a clock that nobody sets."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    @property
    def seconds(self) -> int:
        """Seconds so far, rounded."""
        return round(time.monotonic() - self._since)
