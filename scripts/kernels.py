"""Compile the simulation once, so that nobody's first answer waits for it.

Usage: python scripts/kernels.py

The machine code lies below XDG_CACHE_HOME, in a folder named by the sources it was made from: a
second run does nothing, and after a change of the sources the next run compiles anew (20 s).
"""

import sys

import numpy as np

from bihuan.science.twin.blocks import uniforms
from bihuan.science.twin.compiling import cache_folder
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import new_world, run_until
from bihuan.science.twin.tables import course_of
from bihuan.science.twin.toy import plain_disease, well_mixed

PEOPLE, DAYS = 100, 2
MADE = "made"


def compile_all() -> None:
    """Run every kernel on a city of a hundred people; what is compiled already is read only."""
    uniforms(1, 1, 0)
    course = course_of(plain_disease(dispersion=1.0), np.full(5, 0.01), np.ones(6))
    policy = open_policy(DAYS, 1, 1, PEOPLE, 1)
    run_until(new_world(well_mixed(PEOPLE), course, policy, DAYS, (1, 0)), DAYS)


def main() -> None:
    """Compile unless that was done."""
    done = cache_folder() / MADE
    if done.exists():
        return
    sys.stderr.write("Compiling the simulation (20 s, once) …\n")
    compile_all()
    done.parent.mkdir(parents=True, exist_ok=True)
    done.touch()


if __name__ == "__main__":
    main()
