"""What the system says of files, in plain words and both languages."""

import errno
import sqlite3
import zlib
from collections.abc import Mapping
from gzip import BadGzipFile
from pathlib import Path

Both = tuple[str, str]
_NO_ROOM: Both = ("磁盘已满。", "the disk is full.")
_MAY_NOT: Both = (
    "没有读写这个位置的权限。",
    "this account may not read or write there.",
)
_WORDS: Mapping[int, Both] = {
    errno.ENOENT: ("文件夹不存在，请先建立。", "the folder does not exist; make it first."),
    errno.ENOTDIR: ("路径中有一段不是文件夹。", "a part of the path is no folder."),
    errno.EEXIST: (
        "这里已有同名的文件，不是文件夹；请换一个位置。",
        "a file of this name is there already; name another place.",
    ),
    errno.EISDIR: ("这是一个文件夹，请写明文件名。", "this is a folder; name a file in it."),
    errno.EACCES: _MAY_NOT,
    errno.EPERM: _MAY_NOT,
    errno.EROFS: ("这个位置只能读取，不能写入。", "this place can be read only."),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.ENAMETOOLONG: ("文件名过长。", "the file name is too long."),
    errno.EBADMSG: ("数据库已损坏。", "the database is damaged."),
    errno.EBUSY: (
        "数据库正被另一程序占用，请稍后再试。",
        "another program holds the database; try again later.",
    ),
    errno.EIO: ("磁盘读写出错，请检查磁盘。", "the disk failed; look at the disk."),
}
_OF_SQLITE: Mapping[int, int] = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CORRUPT: errno.EBADMSG,
    sqlite3.SQLITE_NOTADB: errno.EBADMSG,
}
_MAIN = 0xFF  # the upper bits of a code of SQLite only say it more exactly


def number_of(fault: sqlite3.Error) -> int:
    """Return the system's number for what the database says."""
    return _OF_SQLITE.get(getattr(fault, "sqlite_errorcode", 0) & _MAIN, errno.EIO)


def stopped_by(fault: Exception, data: Path) -> Both | None:
    """Return what of the machine stopped a command; None where the program itself is at fault."""
    if isinstance(fault, OSError):
        number, place = fault.errno, fault.filename
    else:
        origin = fault if isinstance(fault, sqlite3.Error) else fault.__cause__
        if not isinstance(origin, sqlite3.Error):
            return None
        number, place = _OF_SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & _MAIN), data
    words = _WORDS.get(number or 0)
    if place is None or words is None:
        return None
    zh, en = words
    return f"没有办成，问题出在 {place}：{zh}", f"Not done. The fault lies in {place}: {en}"


def in_words(fault: OSError) -> Both:
    """Return why a file could not be read or written."""
    number = fault.errno or 0
    other = (f"系统拒绝读写（错误号 {number}）。", f"the system refused it (error {number}).")
    return _WORDS.get(number, other)


def not_written(fault: OSError, data: Path, target: Path) -> Both:
    """Return why a backup was not written, and which place is to blame."""
    zh, en = in_words(fault)
    place = Path(fault.filename) if fault.filename else target
    if place.is_relative_to(data) and not place.name.startswith(target.name):
        return (
            f"没有写成备份 {target}。问题出在数据目录 {data}：{zh}",
            f"No backup was written to {target}. The fault lies in the data directory {data}: {en}",
        )
    return f"没有写成备份 {target}：{zh}", f"No backup was written to {target}: {en}"


def damage_in_words(fault: Exception) -> Both:
    """Return what is wrong with a backup that cannot be read."""
    if isinstance(fault, EOFError):
        return (
            "文件不完整，可能没有传完；请重新传送。",
            "it ends too early, perhaps it was not copied whole; copy it again.",
        )
    if isinstance(fault, OSError) and not isinstance(fault, BadGzipFile):
        return in_words(fault)
    if isinstance(fault, BadGzipFile | zlib.error):
        return (
            "内容已损坏，或不是备份文件；请换一份备份。",
            "its content is damaged or it is no backup; take another one.",
        )
    return (
        "里面的内容不是备份，或已损坏；请换一份备份。",
        "what it holds is no backup or is damaged; take another one.",
    )
