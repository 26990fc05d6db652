"""How much memory a run may take: what the machine has free, or its container leaves."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MACHINE = Path("/proc/meminfo")
# A container sees its own control group here; the limit, what is used, and what is told of that.
GROUPS = Path("/sys/fs/cgroup")
LIMITS = (
    ("memory.max", "memory.current", "memory.stat"),
    (
        "memory/memory.limit_in_bytes",
        "memory/memory.usage_in_bytes",
        "memory/memory.stat",
    ),
)
# Pages of files nobody uses just now: they count as used and are given up when asked for.
GIVEN_UP = ("inactive_file", "total_inactive_file")


def free_mib() -> int | None:
    """Return the smaller of both in MiB; None where the system tells neither."""
    told = [*_of_machine(), *_of_container()]
    return min(told) >> 20 if told else None


def _of_machine() -> Iterator[int]:
    with suppress(OSError, ValueError, IndexError):
        for line in MACHINE.read_text("ascii").splitlines():
            if line.startswith("MemAvailable"):
                yield int(line.split()[1]) << 10


def _of_container() -> Iterator[int]:
    for limit, used, told in LIMITS:
        # The word "max" stands for no limit.
        with suppress(OSError, ValueError):
            granted = int((GROUPS / limit).read_text("ascii"))
            kept = int((GROUPS / used).read_text("ascii")) - _given_up(GROUPS / told)
            yield max(0, granted - kept)


def _given_up(path: Path) -> int:
    lines = (line.split() for line in path.read_text("ascii").splitlines())
    return max((int(line[1]) for line in lines if line[0] in GIVEN_UP), default=0)
