"""What the system says of files, in plain words and both languages."""

import errno
import zlib
from collections.abc import Mapping
from gzip import BadGzipFile

Both = tuple[str, str]
_NO_ROOM: Both = ("磁盘已满。", "the disk is full.")
_MAY_NOT: Both = (
    "没有读写这个位置的权限。",
    "this account may not read or write there.",
)
_WORDS: Mapping[int, Both] = {
    errno.ENOENT: ("文件夹不存在，请先建立。", "the folder does not exist; make it first."),
    errno.ENOTDIR: ("路径中有一段不是文件夹。", "a part of the path is no folder."),
    errno.EISDIR: ("这是一个文件夹，请写明文件名。", "this is a folder; name a file in it."),
    errno.EACCES: _MAY_NOT,
    errno.EPERM: _MAY_NOT,
    errno.EROFS: ("这个位置只能读取，不能写入。", "this place can be read only."),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.ENAMETOOLONG: ("文件名过长。", "the file name is too long."),
}


def in_words(fault: OSError) -> Both:
    """Return why a file could not be read or written."""
    number = fault.errno or 0
    other = (f"系统拒绝读写（错误号 {number}）。", f"the system refused it (error {number}).")
    return _WORDS.get(number, other)


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
