"""What a phone may send as text."""

import json

import pytest

from bihuan.features.supervision.forms.report import whole_signs


@pytest.mark.parametrize("said", ["", "疏散通道上锁", "a 🔒 b"])
def test_whole_text_stays_as_it_is(said):
    assert whole_signs(said) == said


@pytest.mark.parametrize("said", ['"locked \\ud83d"', '"\\udd12 locked"', '"\\udd12\\ud83d"'])
def test_half_a_sign_never_stops_a_report(said):
    kept = whole_signs(json.loads(said))
    assert "\ufffd" in kept
    kept.encode()
