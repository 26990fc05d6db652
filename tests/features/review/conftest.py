import pytest
from tests.factories import review

from bihuan.platform.ledger import signing


@pytest.fixture
def drill(settings, tmp_path) -> int:
    settings.DATA_DIR = tmp_path
    signing.make_key(settings.DATA_DIR)
    return review.open_drill()
