"""The tests of this folder import their cities from beside them, and compile the kernels once."""

import sys
from pathlib import Path

import pytest
from tests.factories.kernels import compile_once

from bihuan.site.commands import twin
from bihuan.site.usage import Parser

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def _kernels_are_compiled_by_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    compile_once(tmp_path_factory)


@pytest.fixture
def call(tmp_path, capsys):
    def call(*words, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        parser = Parser()
        twin.add_arguments(parser)
        if "--language" not in words:
            words = (*words, "--language", "en")
        given = [str(tmp_path / w) if w == "out" or w.endswith(".yaml") else w for w in words]
        status = twin.run(parser.parse_args(given))
        return status, capsys.readouterr()

    return call
