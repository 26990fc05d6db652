"""The tests of this folder import their cities from beside them, and compile the kernels once."""

import fcntl
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def _kernels_are_compiled_by_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the others wait and read the machine code from the disk: it takes a core 20 seconds."""
    from cities import city, world

    from bihuan.science.twin.simulate import run_until

    shared = tmp_path_factory.getbasetemp().parent
    with (shared / "kernels.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run_until(world(city(2_000), 1), 1)
