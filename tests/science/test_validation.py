import re

import pytest
from tests.science.validation import CHECKS, PAGE


def printed():
    lines = [re.split(r" ?\| ?", line)[1:-1] for line in PAGE.read_text("utf-8").splitlines()]
    return [cells for cells in lines if len(cells) == 6][2:]


def steady(measured):
    """Leave out what the rounding of a machine decides."""
    return re.sub(r"[0-9.]+e-[0-9]+", "…", measured)


@pytest.mark.parametrize("place", range(len(CHECKS)), ids=lambda place: CHECKS[place].what)
def test_validation_row_meets_its_criterion_and_the_page_says_what_was_measured(place):
    finding = CHECKS[place].run()
    assert finding.holds, finding.measured
    assert steady(printed()[place][4]) == steady(finding.measured)


def test_every_row_stands_in_the_generated_page_as_met():
    wanted = [(c.what, c.reference, c.criterion, c.oracle, "yes") for c in CHECKS]
    assert [(*cells[:4], cells[5]) for cells in printed()] == wanted
