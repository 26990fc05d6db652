"""The machine code of the twin: made by one process of a run, read from the disk by the others."""

import fcntl

import numpy as np

from bihuan.science.twin.blocks import uniforms
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import new_world, run_until
from bihuan.science.twin.tables import course_of
from bihuan.science.twin.toy import plain_disease, well_mixed

PEOPLE, DAYS = 100, 2


def compile_once(tmp_path_factory):
    """Let one process compile and the others wait: it takes a core 20 seconds."""
    shared = tmp_path_factory.getbasetemp().parent
    with (shared / "kernels.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        uniforms(1, 1, 0)
        course = course_of(plain_disease(dispersion=1.0), np.full(5, 0.01), np.ones(6))
        policy = open_policy(DAYS, 1, 1, PEOPLE, 1)
        run_until(new_world(well_mixed(PEOPLE), course, policy, DAYS, (1, 0)), DAYS)
