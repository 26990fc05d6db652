"""The notice in its other forms: official paper, and a CAP message that its schema validates."""

from pathlib import Path

import pytest
from django.test import Client
from tests.factories.decided import adopted, ready
from tests.factories.orders import MORNING, Town
from tests.features.measures.schema import Schema

from bihuan.platform.clock.system import fixed_at

pytestmark = pytest.mark.django_db
CAP = Path(__file__).parents[2] / "data" / "cap" / "CAP-v1.2.xsd"


@pytest.fixture(scope="module")
def wrong():
    return Schema.read(CAP).faults


def test_every_form_of_the_notice_comes_from_the_same_record(wrong):
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        measure = ready(town, purpose="减少 & <聚集>")
        anybody = Client()
        message = anybody.get(f"/p/measures/{measure}/cap").content.decode()
        assert wrong(message) == []
        for broken, told in (
            (message.replace("<status>Actual", "<status>Real"), "alert/status is 'Real'"),
            (message.replace("<scope>Public</scope>", ""), "alert/scope is missing"),
            (message.replace("+08:00</sent>", "Z</sent>"), "alert/sent is"),
            (message.replace("<web>", "<web>a b "), "alert/info/web is"),
            (message.replace("</info>", "<category>Health</category></info>", 1),
             "alert/info/category stands wrong"),
            (message.replace("<areaDesc>", "<areaDesc><b/>"), "alert/info/area/areaDesc is"),
        ):  # fmt: skip
            assert wrong(broken)[0].startswith(told), wrong(broken)
        paper = anybody.get(f"/p/measures/{measure}/pdf")
        assert paper.content[:5] == b"%PDF-"
        assert anybody.get(f"/p/measures/{measure}/pdf").content == paper.content
