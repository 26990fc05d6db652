"""A town whose incident has a disease profile, in the morning."""

import pytest
from tests.factories.decided import adopted
from tests.factories.orders import MORNING, Town

from bihuan.platform.clock.system import fixed_at


@pytest.fixture
def town():
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        yield made
