import pytest
from tests.science.console import Console


@pytest.fixture
def console(tmp_path, capsys):
    return Console(tmp_path, capsys)
