"""A small city for every test of the loop's pages."""

import pytest
from tests.factories.orders import Town


@pytest.fixture(autouse=True)
def _own_data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def town(db):
    return Town()
