"""The machine code of the twin: made by one process of a run, read from the disk by the others."""

import fcntl

from scripts.kernels import compile_all


def compile_once(tmp_path_factory):
    """Let one process compile and the others wait: it takes a core 20 seconds."""
    shared = tmp_path_factory.getbasetemp().parent
    with (shared / "kernels.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        compile_all()
