"""No number of a person is published: refused where it is typed, and again at the notice."""

import json

import pytest
from django.test import Client
from tests.factories.decided import act, done, drafted, lawful, walked
from tests.factories.orders import COUNTY_PRINCIPAL
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE

from bihuan.domain.measures.disclosure import PUBLISHED
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api
from bihuan.features.measures.models import Measure
from bihuan.platform.db import guard
from bihuan.platform.i18n import refusal_texts

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"
FIELDS = (*PUBLISHED, "part-plain_rule", "part-plain_rule_en")


@pytest.mark.usefixtures("contexts_kept")
@pytest.mark.parametrize("name", FIELDS)
def test_a_number_of_a_person_is_refused_at_its_field_and_what_was_typed_is_kept(town, name):
    client = town.client(COUNTY_PRINCIPAL)
    typed = {"purpose": "减少聚集", "exceptions": "就医", "help_line": "12345", "key": "k"}
    typed[name] = f"王某 {ID}"
    answer = client.post(f"/measures/new?code=M10&zone={BRIDGE}", typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {name}
    assert ID in answer.content.decode()
    typed[name] = "值班电话13800138000" if name == "help_line" else "没有号码"
    assert client.post(f"/measures/new?code=M10&zone={BRIDGE}", typed).status_code == 303


@pytest.mark.parametrize("name", ["purpose", "exceptions_en", "help_line"])
def test_a_draft_from_elsewhere_is_not_submitted_with_a_number_in_it(town, name):
    lawful(town)
    signed()
    measure = drafted(town, **{name: f"王某{ID}"})
    refusal = act(town, measure, Act.SUBMIT_MEASURE)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.params["field"]) == ("notice_holds_private_number", name)
    assert ID not in refusal_texts.sentence(refusal)
    assert api.measure_of(measure).state == "DRAFT"


def test_what_was_decided_before_is_not_published_with_a_number_in_any_part(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.DECIDE_MEASURE)
    row = Measure.objects.filter(id=measure)
    before = row.get().parts
    with guard.lifted():  # as it may stand from before the rule
        row.update(parts=json.dumps({"plain_rule": "张某13800138000", "staff": "said"}))
    refusal = act(town, measure, Act.PUBLISH_NOTICE)
    assert refusal.params["field"] == "plain_rule"
    for end in ("", "/text", "/pdf", "/cap"):
        assert Client().get(f"/p/measures/{measure}{end}").status_code == 404
    with guard.lifted():
        row.update(parts=before)
    done(act(town, measure, Act.PUBLISH_NOTICE))
