import re

import pytest
from tests.science.validation import CHECKS, PAGE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.what)
def test_validation_row_meets_its_criterion(check):
    finding = check.run()
    assert finding.holds, finding.measured


def test_every_row_stands_in_the_generated_page_as_met():
    lines = [re.split(r" ?\| ?", line)[1:-1] for line in PAGE.read_text("utf-8").splitlines()]
    printed = [(*cells[:4], cells[5]) for cells in lines if len(cells) == 6][2:]
    wanted = [(c.what, c.reference, c.criterion, c.oracle, "yes") for c in CHECKS]
    assert printed == wanted
