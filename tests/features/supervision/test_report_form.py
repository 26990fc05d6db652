"""What a phone may send as text."""

import json

import pytest
from tests.factories.orders import SECOND_CLERK, SUPERVISOR

from bihuan.features.supervision.forms.report import whole_signs


@pytest.mark.parametrize("said", ["", "疏散通道上锁", "a 🔒 b"])
def test_whole_text_stays_as_it_is(said):
    assert whole_signs(said) == said


@pytest.mark.parametrize("said", ['"locked \\ud83d"', '"\\udd12 locked"', '"\\udd12\\ud83d"'])
def test_half_a_sign_never_stops_a_report(said):
    kept = whole_signs(json.loads(said))
    assert "\ufffd" in kept
    kept.encode()


def test_a_post_that_reports_too_much_control_only_is_told_so_before_it_types(town):
    def shut(post):
        with town.later(minutes=1):
            page = town.client(post).get("/f/report").content.decode()
        inputs = [one for one in page.split("<input") if 'name="type"' in one]
        return {code for code in ("X02", "N01", "W01") for one in inputs
                if f'value="{code}"' in one and " disabled" in one.split(">")[0]}  # fmt: skip

    assert shut(SUPERVISOR) == set()
    assert shut(SECOND_CLERK) == {"N01", "W01"}
