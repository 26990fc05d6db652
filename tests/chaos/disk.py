"""A disk that fails on demand, put between SQLite and the file system.

SQLite asks its file layer (VFS) to write, cut and sync files. The layer's own functions stay
in place; three of them are asked through here first, so that a test can count what is written,
refuse it as a broken or full disk would, and keep a second copy of what a power cut would leave:
only what was synced.
"""

import _sqlite3
import ctypes
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

OK, FULL, IO_WRITE, IO_SYNC = 0, 13, 10 | 3 << 8, 10 | 4 << 8
SECTOR = 512

Pointer, Int, Long = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
WRITE = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Int, Long)
TRUNCATE = ctypes.CFUNCTYPE(Int, Pointer, Long)
SYNC = ctypes.CFUNCTYPE(Int, Pointer, Int)
OPEN = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Pointer, Int, Pointer)


class Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = [
        ("version", Int), ("close", Pointer), ("read", Pointer), ("write", WRITE),
        ("truncate", TRUNCATE), ("sync", SYNC), *((f"other{n}", Pointer) for n in range(13)),
    ]  # fmt: skip


class File(ctypes.Structure):
    """sqlite3_file."""

    _fields_ = [("methods", ctypes.POINTER(Methods))]


class Layer(ctypes.Structure):
    """sqlite3_vfs, as far as its function that opens files."""

    _fields_ = [
        ("version", Int), ("size", Int), ("longest", Int), ("next", Pointer),
        ("name", ctypes.c_char_p), ("data", Pointer), ("open", OPEN),
    ]  # fmt: skip


def _layer() -> Layer:
    library = ctypes.CDLL(_sqlite3.__file__)  # finds the library that Python itself uses
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Layer)
    return library.sqlite3_vfs_find(None).contents


Piece = tuple[int, bytes]


class Disk:
    """What files hold for certain, and the failures that are asked for."""

    def __init__(self) -> None:
        self.operations = 0
        self.fails_at: int | None = None
        self.room: int | None = None
        self.watch: Callable[[], None] | None = None
        self._names: dict[int, str] = {}
        self._usual: dict[int, Methods] = {}
        self._safe: dict[str, bytearray] = {}
        self._unsafe: defaultdict[str, list[Piece]] = defaultdict(list)
        self._kept: list[object] = []

    def fail_at(self, number: int | None) -> None:
        """Let the n-th write, cut or sync from now on fail, once; None heals the disk."""
        self.operations, self.fails_at = 0, number

    def unsynced(self) -> int:
        """Return how many bytes of write-ahead logs are written and not yet safe."""
        waiting = (pieces for name, pieces in self._unsafe.items() if name.endswith("-wal"))
        return sum(len(data) for pieces in waiting for _, data in pieces)

    def after_a_power_cut(self, folder: Path, rng: random.Random) -> None:
        """Write what the files would hold: what was synced, and any part of the rest."""
        folder.mkdir()
        for name, safe in self._safe.items():
            if name.endswith("-journal"):
                continue  # used once, to switch to a write-ahead log; gone since
            content = bytearray(safe)
            for place, data in self._unsafe[name]:
                if rng.random() < 0.5:
                    cut = rng.randrange(0, len(data) + SECTOR, SECTOR)
                    _put(content, place, data[:cut])
            (folder / Path(name).name).write_bytes(content)

    def opened(self, file: int, name: str, methods: Methods) -> Methods:
        """Return the functions through which an opened file is used from now on."""
        self._names[file], self._usual[file] = name, methods
        if name not in self._safe:
            self._safe[name] = bytearray(Path(name).read_bytes())
        changed = Methods.from_buffer_copy(methods)
        changed.write, changed.truncate = WRITE(self._write), TRUNCATE(self._truncate)
        changed.sync = SYNC(self._sync)
        self._kept.append(changed)
        return changed

    def _write(self, file: int, data: int, size: int, place: int) -> int:
        name = self._names[file]
        fault = self._fault(IO_WRITE, name, place + size)
        fault = fault or self._usual[file].write(file, data, size, place)
        if fault == OK:
            self._unsafe[name].append((place, ctypes.string_at(data, size)))
        return fault

    def _truncate(self, file: int, size: int) -> int:
        name = self._names[file]
        fault = self._fault(IO_WRITE, name) or self._usual[file].truncate(file, size)
        if fault == OK:
            self._settle(name)
            del self._safe[name][size:]
        return fault

    def _sync(self, file: int, flags: int) -> int:
        name = self._names[file]
        fault = self._fault(IO_SYNC, name) or self._usual[file].sync(file, flags)
        if fault == OK:
            self._settle(name)
        return fault

    def _fault(self, code: int, name: str, end: int = 0) -> int:
        if self.watch is not None:
            self.watch()
        self.operations += 1
        if self.operations == self.fails_at:
            return code
        if self.room is not None and end > max(self.room, len(self._safe[name])):
            return FULL
        return OK

    def _settle(self, name: str) -> None:
        for place, data in self._unsafe.pop(name, ()):
            _put(self._safe[name], place, data)


def _put(content: bytearray, place: int, data: bytes) -> None:
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place : place + len(data)] = data


@contextmanager
def failing_disk(folder: Path) -> Iterator[Disk]:
    """Put a disk under every database file of a folder that is opened from now on."""
    layer, disk = _layer(), Disk()
    # A function read from a structure follows the structure; this one stays what it was.
    usual = OPEN(ctypes.cast(layer.open, Pointer).value or 0)

    @OPEN
    def opening(vfs: int, name: int | None, file: int, flags: int, said: int) -> int:
        fault = usual(vfs, name, file, flags, said)
        path = ctypes.string_at(name).decode() if name else ""
        if fault == OK and path.startswith(str(folder)):
            opened = ctypes.cast(file, ctypes.POINTER(File)).contents
            changed = disk.opened(file, path, opened.methods.contents)
            opened.methods = ctypes.pointer(changed)
        return fault

    layer.open = opening
    try:
        yield disk
    finally:
        layer.open = usual
        disk.fails_at = disk.room = disk.watch = None
