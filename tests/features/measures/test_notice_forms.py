"""The notice in its other forms: official paper, and a CAP message that its schema validates."""

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.factories.acting import acting
from tests.factories.decided import (
    HOUR,
    PRINCIPAL,
    act,
    adopted,
    draft,
    drafted,
    lawful,
    ready,
    walked,
)
from tests.factories.orders import COUNTY_PRINCIPAL, MORNING, Town
from tests.factories.premises import keeper, signed
from tests.factories.territory import BRIDGE, CITY
from tests.features.measures.schema import Schema

from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.features.measures import api
from bihuan.features.measures.selectors.notice_cap import cap_message
from bihuan.features.measures.selectors.notice_paper import notice_document
from bihuan.features.measures.selectors.notices import notice_of
from bihuan.features.measures.selectors.xml_text import xml_text
from bihuan.features.premises import api as premises
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.print.installed import origin

pytestmark = pytest.mark.django_db
CAP = Path(__file__).parents[2] / "data" / "cap" / "CAP-v1.2.xsd"
IN_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
WHY_EN = (
    "Fewer gatherings while the source of two clusters is looked for; supplies, medicine and care"
    " stay close by, every exit opens from inside, and whoever needs anything calls one number"
)
RULE, RULE_EN = "南门有人值守，六时至二十三时", "South gate staffed, 06:00 to 23:00"


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


def test_the_message_of_a_drill_is_an_exercise_that_says_which(wrong):
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        told = notice_of(ready(town), now())
        drill = replace(told, measure=replace(told.measure, drill=True))
        said = {"sender": "s", "address": "https://a.example", "appeal": "a"}
        real, played = (cap_message(one, now(), **said) for one in (told, drill))
    assert wrong(played) == []
    assert "<status>Exercise</status>" in played
    assert f"nobody has to follow it · {town.incident}</note>" in played
    assert "<note>" not in real


def test_a_phone_dials_the_help_line_of_the_notice_and_nothing_else_in_it():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        line = "<12345> 或 0357-211 0000 转 8，24小时"
        page = Client().get(f"/p/measures/{ready(town, help_line=line)}").content.decode()
    said = page[page.index("&lt;<a href=") : page.index("24小时")]
    assert said == (
        '&lt;<a href="tel:12345">12345</a>&gt; 或'
        ' <a href="tel:03572110000">0357-211 0000</a> 转 8，'
    )


def test_the_english_of_a_notice_stands_on_one_page_of_its_own():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        exempt = (
            "Care, ambulances, fire engines, supplies, waste, utilities and people on their way to"
            " work always pass; whoever works at night, delivers, or looks after somebody passes"
            " at any hour, and nobody is asked for a paper, an app, a code or a reason at a gate"
        )
        measure = ready(town, purpose_en=WHY_EN, exceptions_en=exempt)
        paper = Client().get(f"/p/measures/{measure}/pdf").content
    pages = ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(paper)).pages]
    assert "特此公告" in pages[-2]
    assert "[Drill]" not in pages[-1]
    assert pages[-1].startswith("Notice2026-1")
    assert "careandsuppliesgoon." in pages[-1]


def printed(measure):
    told = notice_document(notice_of(measure, now()), origin=origin(), link="l", appeal="a")
    return "\n".join([*told.opening, *(w for i in told.items for w in i.words), *told.english])


def forms_of(measure, language):
    anybody = Client(headers={"accept-language": language})
    at = f"/p/measures/{measure}"
    return [anybody.get(at + end).content.decode() for end in ("", "/text", "/cap")]


@pytest.mark.usefixtures("contexts_kept")
def test_every_form_says_the_rule_and_the_gates_in_both_languages_and_so_does_the_signed_page():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        lawful(town)
        signed()
        client = town.client(COUNTY_PRINCIPAL)
        measure = drafted(town)
        amended = client.get(f"/measures/{measure}/amend").context["form"].initial
        typed = {key: value for key, value in amended.items() if value is not None}
        typed |= {"part-plain_rule": RULE, "part-plain_rule_en": RULE_EN, "key": "rule"}
        assert client.post(f"/measures/{measure}/amend", typed).status_code == 303
        page = client.get(f"/measures/{measure}").content.decode()
        assert RULE in page
        assert RULE_EN in page
        walked(town, measure)
        gate = next(iter(premises.entrances_in(notice_of(measure, now()).measure.around.scope,
                                               most=1)))  # fmt: skip
        for said in forms_of(measure, "zh-hans"):
            assert RULE in said
            assert gate.gates.zh in said
        for said in forms_of(measure, "en"):
            assert RULE_EN in said
            assert gate.gates.en in said
        assert RULE in printed(measure)
        assert RULE_EN in printed(measure)
        assert f"http://testserver/p/appeal/{measure}" in forms_of(measure, "en")[1]


def test_no_form_of_a_suspended_or_ended_measure_reads_as_in_force(wrong):
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        lawful(town)
        compound = signed()
        measure = walked(town, drafted(town))
        first = ET.fromstring(forms_of(measure, "en")[2])  # noqa: S314
        seal = premises.SealDraft(compound=compound, gate="南门")
        premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key="s")
        page, text, cap = forms_of(measure, "en")
        assert f"/p/measures/{measure}/cap" in page
        assert "Suspended: nobody has to follow it" in page
        assert text.startswith("Suspended: nobody has to follow it")
        assert "已暂停执行" in printed(measure)
        assert told(wrong, cap) == ("Update", reference(first))
        assert "[Suspended]" in cap
    with fixed_at(MORNING + HOUR):
        act(town, measure, Act.LIFT_MEASURE)
        before = f"{reference(first)} {reference(ET.fromstring(cap))}"  # noqa: S314
        assert told(wrong, forms_of(measure, "en")[2]) == ("Cancel", before)
        # It counts as long as the alert would have: else a receiver drops it as out of date.
        assert "<expires>2026-08-05T10:00:00+08:00</expires>" in forms_of(measure, "en")[2]
        assert "已经结束" in printed(measure)


def told(wrong, message):
    assert wrong(message) == []
    root = ET.fromstring(message)  # noqa: S314
    return root.findtext(f"{IN_CAP}msgType"), root.findtext(f"{IN_CAP}references")


def test_each_message_names_all_before_it_and_keeps_the_rules_that_no_schema_writes(wrong):
    hearing, said = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181, unit=41), []
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        measure = ready(town, hours=72)
        said.append(cap_of(measure))
    for hours, act_, by in ((2, Act.SUSPEND_ON_APPEAL, hearing), (4, Act.RESUME_MEASURE, hearing),
                            (6, Act.LIFT_MEASURE, PRINCIPAL)):  # fmt: skip
        with fixed_at(MORNING + hours * HOUR):
            assert isinstance(act(town, measure, act_, by, appeal="a1"), Outcome)
            said.append(cap_of(measure))
            assert said[-1] == cap_of(measure)  # asked twice it is the same message
    roots = [ET.fromstring(one) for one in said]  # noqa: S314
    assert [one.findtext(f"{IN_CAP}msgType") for one in roots] == [
        "Alert", "Update", "Update", "Cancel"
    ]  # fmt: skip
    assert len({one.findtext(f"{IN_CAP}identifier") for one in roots}) == 4
    for place, root in enumerate(roots):
        assert wrong(said[place]) == []
        before = (root.findtext(f"{IN_CAP}references") or "").split()
        assert before == [reference(one) for one in roots[:place]]
        for name in ("identifier", "sender"):
            assert not set(root.findtext(IN_CAP + name)) & set(" ,<&")
        for info in root.iter(f"{IN_CAP}info"):
            effective, onset, expires = (
                datetime.fromisoformat(info.findtext(IN_CAP + name))
                for name in ("effective", "onset", "expires")
            )
            assert effective == datetime.fromisoformat(root.findtext(f"{IN_CAP}sent"))
            assert max(effective, onset) < expires
            assert all(one.text.strip() for one in info.iter(f"{IN_CAP}areaDesc"))
            assert info.find(f"{IN_CAP}area") is not None
    languages = [one.text for one in roots[0].iter(f"{IN_CAP}language")]
    assert languages == ["zh-CN", "en"]


def test_an_exit_that_was_locked_for_an_hour_is_two_updates_and_no_new_alert(wrong):
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        lawful(town)
        compound = signed()
        measure = walked(town, drafted(town, hours=72))
        alert = ET.fromstring(cap_of(measure))  # noqa: S314
    with fixed_at(MORNING + HOUR):
        draft = premises.SealDraft(compound=compound, gate="南门")
        seal = premises.report_sealed(by=keeper(), incident=town.incident, draft=draft, key="s")
        first = cap_of(measure)
    with fixed_at(MORNING + 1.5 * HOUR):
        assert cap_of(measure) == first
        premises.clear_seal(by=system_post(), incident=town.incident, key="c",
                            seal=str(seal.result["seal"]))  # fmt: skip
    with fixed_at(MORNING + 2 * HOUR):
        resumed = cap_of(measure)
    assert told(wrong, first) == ("Update", reference(alert))
    before = f"{reference(alert)} {reference(ET.fromstring(first))}"  # noqa: S314
    assert told(wrong, resumed) == ("Update", before)
    assert "[Resumed]" in resumed


def cap_of(measure):
    return Client().get(f"/p/measures/{measure}/cap").content.decode()


def reference(first):
    return ",".join(first.findtext(IN_CAP + name) for name in ("sender", "identifier", "sent"))


@pytest.mark.usefixtures("contexts_kept")
def test_a_control_character_is_refused_with_its_place_and_never_reaches_the_message():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        with pytest.raises(AssertionError, match="text_unprintable"):
            ready(town, purpose="fewer\x0b contacts\ufffe")
        assert xml_text("fewer\x0b & contacts\ufffe") == "fewer &amp; contacts"
        typed = {"purpose": "fewer\x0b contacts", "hours": "99999", "key": "k"}
        client = town.client(COUNTY_PRINCIPAL)
        answer = client.post(f"/measures/new?code=M10&zone={BRIDGE}", typed)
        assert answer.status_code == 422
        assert {"purpose", "hours"} == set(answer.context["form"].errors)
        assert "U+000B" in answer.content.decode()


def test_a_proposed_reason_is_told_in_english_and_a_typed_one_is_marked_as_chinese():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        answers = {"legitimate_aim": (True, "减少传播，保护健康"), "necessary": (True, "病例分散")}
        said = replace(draft(), answers=answers)
        measure = api.draft_measure(
            by=PRINCIPAL, incident=town.incident, draft=said, key="reasons"
        ).result["measure"]
        client = town.client(COUNTY_PRINCIPAL)
        page = client.get(f"/measures/{measure}", headers={"accept-language": "en"})
        assert "Less spread; health is protected" in page.content.decode()
        assert 'lang="zh-CN">病例分散' in page.content.decode()
        page = client.get(f"/measures/{measure}", headers={"accept-language": "zh-hans"})
        assert "减少传播，保护健康" in page.content.decode()
