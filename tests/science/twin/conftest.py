"""The tests of this folder import their cities from beside them, and compile the kernels once."""

import sys
from pathlib import Path

import pytest
from tests.factories.kernels import compile_once

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def _kernels_are_compiled_by_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    compile_once(tmp_path_factory)
