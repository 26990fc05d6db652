"""Profiles: signed by two hands, compared, adopted by a decision, kept in their version."""

import re
from dataclasses import fields

import pytest
from django.utils.translation import override
from tests.factories.acting import acting
from tests.factories.decided import CDC, LAWYER, adopted, done
from tests.factories.orders import CITY_LEADER, COUNTY_PRINCIPAL, LEGAL, MORNING, Town
from tests.factories.territory import CITY, NORTH

from bihuan.domain.profiles import PART_OF, DiseaseProfile, compare, grouped
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.incidents.selectors import incidents as stored
from bihuan.features.measures.views.profile_words import value
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
FLU = "influenza"


@pytest.fixture
def town():
    with fixed_at(MORNING):
        yield Town()


def adopt(town, key="k", profile=FLU, by=None):
    return incidents.adopt_profile(
        by=by or acting(Role.CITY_LEADER, CITY), incident=town.incident, profile=profile,
        major=False, key=key, reason="laboratory result",
    )  # fmt: skip


def sign(by, key, profile=FLU, digest=""):
    said = digest or incidents.digest_of(incidents.profile_text(profile))
    return incidents.sign_profile(by=by, profile=profile, digest=said, key=key)


def test_every_field_of_a_profile_stands_in_one_part_of_the_comparison():
    assert PART_OF.keys() == {field.name for field in fields(DiseaseProfile)}


def test_a_conversion_names_labels_thresholds_catalogue_checklists_and_end_rules(town):
    every = incidents.profiles()
    parts = grouped(compare(every["unknown-cluster"], every["chikungunya-dengue"]))
    assert {str(part) for part in parts} >= {
        "labels", "thresholds", "catalogue", "checklists", "end", "law",
    }  # fmt: skip


def test_a_live_incident_adopts_only_what_two_people_of_two_offices_have_signed(town):
    assert adopt(town).code == "profile_unsigned"
    done(sign(CDC, "1"))
    assert adopt(town).code == "profile_unsigned"
    same = acting(Role.LEGAL_REVIEWER, NORTH, post=99, person=CDC.actor.person)
    assert sign(same, "2").code == "profile_needs_two_people"
    assert sign(CDC, "3").code == "profile_signed_already"
    assert sign(LAWYER, "4", digest="0" * 64).code == "profile_text_changed"
    assert sign(acting(Role.CITY_LEADER, CITY), "5").code == "act_not_granted"
    done(sign(LAWYER, "6"))
    signer = acting(Role.CITY_LEADER, CITY, post=98, person=CDC.actor.person)
    assert adopt(town, "own", by=signer).code == "profile_adopted_by_signer"
    done(adopt(town, "again"))
    assert incidents.incident(town.incident).adoption.profile.id == FLU


def test_an_incident_stays_on_the_text_it_adopted(town, monkeypatch):
    adopted(town.incident, profile=FLU)
    monkeypatch.setattr(stored, "profiles", dict)  # the shipped files are gone
    stored._kept.clear()
    assert incidents.incident(town.incident).adoption.profile.reference == f"{FLU}@2026.1"
    assert Session().one("SELECT count(*) FROM incidents_adoption WHERE digest<>''") == (1,)


def test_a_later_text_of_the_profile_that_an_incident_is_on_may_be_chosen(town, monkeypatch):
    adopted(town.incident, profile=FLU)
    client, page = town.client(CITY_LEADER), f"/setup/profiles/adopt/{town.incident}"
    assert f'href="?to={FLU}"' not in client.get(page).content.decode()
    told = incidents.profile_text
    monkeypatch.setattr(incidents, "profile_text", lambda one: told(one) + "# the next version")
    assert f'href="?to={FLU}"' in client.get(page).content.decode()


def test_the_pages_show_what_changes_and_adopt_with_a_reason(town):
    client = town.client(CITY_LEADER)
    page = f"/setup/profiles/adopt/{town.incident}?to={FLU}"
    shown = client.get(page).content.decode()
    assert "M08" in shown
    assert client.post(page, {"key": "a"}).status_code == 422  # no reason
    unsigned = client.post(page, {"key": "b", "reason": "实验室结果"})
    assert unsigned.status_code == 422
    assert "实验室结果" in unsigned.content.decode()
    done(sign(CDC, "1"))
    lawyer = town.client(LEGAL)
    digest = incidents.digest_of(incidents.profile_text(FLU))
    said = {"profile": FLU, "digest": digest, "key": "s"}
    assert lawyer.post("/setup/profiles/sign", said).status_code == 303
    assert client.post(page, {"key": "c", "reason": "实验室结果"}).status_code == 303
    assert FLU in client.get("/setup/profiles").content.decode()
    assert client.get(f"/setup/profiles/{FLU}").status_code == 200
    assert client.get("/setup/incidents").status_code == 200
    assert town.client(COUNTY_PRINCIPAL).get(page).status_code == 404  # another territory


def test_a_comparison_in_chinese_shows_no_key_of_the_file(town):
    page = town.client(CITY_LEADER).get(
        f"/setup/profiles/adopt/{town.incident}?to=respiratory-novel"
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "隔离病房" in text
    for key in ("isolation_ward", "community_detected", "bands", "window_h", "fever_clinic"):
        assert key not in text, key
    changed = re.findall(r"<td[^>]*>([^<]*)</td><td><strong[^>]*>([^<]*)</strong>", text)
    assert changed
    assert ("—", "—") not in changed  # what neither of them says has not changed


def test_what_any_profile_says_by_a_key_has_words():
    told = set()
    for one in incidents.profiles().values():
        told |= {*one.checklists, *one.cost_panel, *one.facility_uses, *one.vulnerable}
        told |= {*one.routes, *one.community_zero.replaced_by, one.end_rule.code}
        told |= {str(one.objective.kind), *(found.unit for found in one.indicators)}
    with override("zh-hans"):
        assert sorted(key for key in told if value(key) == key) == []
    with override("en"):
        assert value("1.0, 3.5, 21.0") == "1, 3.5, 21"
