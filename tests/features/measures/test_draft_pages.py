"""The pages on which a draft is written: nothing typed is lost, nothing typed is ignored."""

from datetime import timedelta

import pytest
from tests.factories.decided import LAWYER, PRINCIPAL, act, done, draft, drafted, lawful
from tests.factories.orders import COUNTY_PRINCIPAL, LEGAL, MORNING
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, FIELD, MARKET

from bihuan.domain.policy.acts import Act
from bihuan.features.measures import api
from bihuan.features.measures.selectors.rows import said_of
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import undone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts_kept")]
HOUR = timedelta(hours=1)


def shown(client, measure):
    """Return what the page of a draft would send if nothing were changed."""
    values = client.get(f"/measures/{measure}/amend").context["form"].initial
    return {name: value for name, value in values.items() if value is not None}


def saved(client, measure, key, typed):
    return client.post(f"/measures/{measure}/amend", typed | {"key": key})


def test_two_people_who_write_at_once_see_both_texts_and_nothing_is_lost(town):
    measure = drafted(town)
    first, second = town.client(COUNTY_PRINCIPAL), town.client(COUNTY_PRINCIPAL)
    before = shown(first, measure)
    assert saved(first, measure, "a", before | {"purpose": "schools first"}).status_code == 303
    late = saved(second, measure, "b", before | {"purpose": "markets first"})
    page = late.content.decode()
    assert late.status_code == 409
    assert page.count("schools first") == 1
    assert page.count("markets first") == 2  # beside the other one, and kept in its field
    assert api.measure_of(measure).purpose == "schools first"
    again = {**before, "purpose": "markets first", "version": late.context["form"].data["version"]}
    assert saved(second, measure, "c", again).status_code == 303
    assert api.measure_of(measure).purpose == "markets first"


def test_a_form_that_does_not_say_what_it_has_read_overwrites_nothing(town):
    measure = drafted(town)
    client = town.client(COUNTY_PRINCIPAL)
    blind = {name: one for name, one in shown(client, measure).items() if name != "version"}
    for version in ({}, {"version": ""}, {"version": "x"}, {"version": "9" * 30}):
        said = blind | version | {"purpose": "unread"}
        assert saved(client, measure, f"k{version}", said).status_code == 409
    assert api.measure_of(measure).purpose == "fewer contacts"


def test_a_draft_that_was_sent_meanwhile_keeps_its_text_and_shows_what_was_typed(town):
    lawful(town)
    measure = drafted(town)
    client = town.client(COUNTY_PRINCIPAL)
    typed = shown(client, measure) | {"purpose": "too late"}
    done(act(town, measure, Act.SUBMIT_MEASURE))
    late = saved(client, measure, "k", typed)
    assert late.status_code == 409
    assert "too late" in late.content.decode()
    assert client.get(f"/measures/{measure}/amend").status_code == 303


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ({"starts_at": "", "hours": ""}, None, None),
        ({"hours": ""}, MORNING, None),
        ({"starts_at": "2026-08-04T10:00"}, MORNING + 24 * HOUR, MORNING + 72 * HOUR),
        ({"starts_at": "2026-08-04T10:00", "hours": ""}, MORNING + 24 * HOUR, None),
    ],
)
def test_what_is_emptied_is_cleared_and_a_moved_start_moves_the_end(town, typed, start, end):
    measure = drafted(town)
    client = town.client(COUNTY_PRINCIPAL)
    assert saved(client, measure, "k", shown(client, measure) | typed).status_code == 303
    kept = api.measure_of(measure)
    assert (kept.starts_at, kept.ends_at) == (start, end)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts_at": "", "hours": "24"}, "starts_at"), ({"hours": "73"}, "hours"),
        ({"hours": "0"}, "hours"), ({"hours": "-5"}, "hours"), ({"hours": "1e9"}, "hours"),
        ({"starts_at": "9999-12-31T23:00"}, "starts_at"), ({"much-food": "-1"}, "much-food"),
        ({"much-food": "9" * 40}, "much-food"),
    ],
)  # fmt: skip
def test_a_period_or_a_number_that_cannot_be_is_told_at_its_field(town, typed, field):
    measure = drafted(town)
    client = town.client(COUNTY_PRINCIPAL)
    answer = saved(client, measure, "k", shown(client, measure) | typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert api.measure_of(measure).version == 1


def test_the_record_keeps_the_plan_that_an_amendment_took_away(town):
    measure = drafted(town)
    before = said_of(Session(), measure)["companion"]
    said = draft()
    changed = api.MeasureDraft(said.code, said.zones, said.columns, companion={"food": ("x", 1)})
    with fixed_at(MORNING + HOUR):
        done(api.amend_measure(
            by=PRINCIPAL, measure=measure, incident=town.incident, draft=changed, seen=1, key="k",
        ))  # fmt: skip
    assert said_of(Session(), measure)["companion"] == {"food": ["x", 1]}
    kept = undone_of(Session(), measure, "measures_measure", measure, MORNING)
    assert '"food"' in kept["companion"]
    assert len(before) == 7


def test_nobody_passes_a_text_that_was_rewritten_since_he_read_it(town):
    lawful(town)
    signed()
    measure = drafted(town)
    done(act(town, measure, Act.SUBMIT_MEASURE))
    lawyer = town.client(LEGAL)
    page = lawyer.get(f"/measures/{measure}").content.decode()
    assert f'name="version" value="{api.measure_of(measure).version}"' in page
    seen = {"version": api.measure_of(measure).version, "key": "pass"}
    done(act(town, measure, Act.OBJECT_TO_MEASURE, LAWYER))
    changed = draft(purpose="another purpose")
    done(api.amend_measure(
        by=PRINCIPAL, measure=measure, incident=town.incident, draft=changed,
        seen=api.measure_of(measure).version, key="k",
    ))  # fmt: skip
    done(api.act_on_measure(
        by=PRINCIPAL, act=Act.SUBMIT_MEASURE, measure=measure, incident=town.incident, key="again",
    ))  # fmt: skip
    answer = lawyer.post(f"/measures/{measure}/{Act.PASS_LEGAL_CHECK}", seen)
    assert answer.status_code == 409
    assert "another purpose" in answer.content.decode()
    assert api.measure_of(measure).state == "LEGAL_CHECK"


# Without a scope


NOTHING = {
    "code=M06": "scope covers nobody",
    "code=M06&zone=": "scope covers nobody",
    "code=M06&zone=abc": "scope covers nobody",
    "code=M06&zone=5": "no longer in force",
    f"code=M06&zone={BRIDGE}&zone={BRIDGE + 7000}": "no longer in force",
    f"code=M06&place=x&zone={MARKET}": "draw its plan first",
    f"code=M06&zone={BRIDGE}&zone={FIELD}": "outside the zones your post",
    f"code=M99&zone={MARKET}": "no measure type M99",
    f"zone={MARKET}": "no measure type",
}


HIDDEN = ("no longer in force", "draw its plan first", "outside the zones your post")


@pytest.mark.parametrize("way", ["get", "post"])
def test_without_a_scope_or_a_type_a_sentence_says_what_to_choose(town, way):
    client = town.client(COUNTY_PRINCIPAL)
    ask = {"get": client.get, "post": client.post}[way]
    more = {} if way == "get" else {"data": {"purpose": "kept <here>", "key": "k"}}
    for asked, said in NOTHING.items():
        if way == "get" and said in HIDDEN:
            assert client.get(f"/measures/new?{asked}").status_code == 404
            continue
        answer = ask(f"/measures/new?{asked}", headers={"accept-language": "en"}, **more)
        page = answer.content.decode()
        assert answer.status_code == (403 if said.startswith("outside") else 422)
        assert said in page
        assert "/measures/offered" in page
        assert ("kept &lt;here&gt;" in page) == (way == "post" and "code=M06" in asked)
