"""A measure for one compound or one building: chosen, counted, guarded, announced, ended."""

import pytest
from django.test import Client
from tests.factories.decided import (
    HOUR,
    LAWYER,
    PRINCIPAL,
    act,
    adopted,
    done,
    draft,
    drafted,
    lawful,
    state,
    walked,
)
from tests.factories.orders import COUNTY_PRINCIPAL, MORNING, Town
from tests.factories.premises import drawn, keeper, signed
from tests.factories.territory import BRIDGE, CITY, GRIDS, NORTH, SOUTH
from tests.features.measures.test_faults import filed
from tests.features.measures.test_packages import THREE, gates, issued, sign, states

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.measures.scopes import ScopePlace, scope_of
from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.measures.views.scales import comparison
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        lawful(made)
        yield made
        assert check(Session(), ledgered_tables())[1] == []


def place(compound, building=""):
    return ScopePlace(BRIDGE, compound, building)


def narrow(town, *places, **said):
    one = draft(zones=(), **said)
    one = api.MeasureDraft(
        one.code, (), one.columns, one.answers, one.parts, one.companion, places=places
    )
    answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=one, key=str(places))
    return done(answer).result["measure"]


def test_a_measure_for_a_compound_counts_its_people_and_asks_for_its_own_gates_alone(town):
    ready, bare = signed(), drawn("石桥旧院")
    measure = walked(town, narrow(town, place(ready)))
    one = api.measure_of(measure)
    assert (one.around.people, one.around.compounds, one.around.without_plan) == (1000, 1, 0)
    assert state(measure) == "ACTIVE"
    assert api.affected([one], range_of(CITY)) == 1000
    other = walked(town, narrow(town, place(bare)), until=Act.PROVIDE_COMPANION)
    assert act(town, other, Act.ACTIVATE_MEASURE).code == "gate_plan_missing"


def test_people_of_overlapping_scopes_count_once_and_days_equal_a_count_by_hand(town):
    compound = signed()
    inner = walked(town, narrow(town, place(compound, "1号楼"), place(compound, "2号楼"), hours=24))
    assert api.measure_of(inner).around.people == 1000
    with fixed_at(MORNING + 30 * HOUR):
        around = walked(town, drafted(town, hours=7))
        within, whole = api.measure_of(inner), api.measure_of(around)
        assert api.affected([within], range_of(CITY)) == 1000
        assert api.affected([within, whole], range_of(CITY)) == 4000
        meeting = walked(town, narrow(town, place(compound, "1号楼"), hours=6),
                         until=Act.GIVE_OPINION)  # fmt: skip
        assert act(town, meeting, Act.DECIDE_MEASURE).code == "measure_conflict"
    with fixed_at(MORNING + 60 * HOUR):
        days = api.restricted_days(town.incident, range_of(CITY), first=MORNING.date(), until=now())
    assert days == [1000, 4000, 0]


def test_two_orders_meet_where_somebody_lives_under_both_and_elsewhere_not():
    a, b = ScopePlace(BRIDGE, "a"), ScopePlace(BRIDGE, "b")
    a1, a2 = ScopePlace(BRIDGE, "a", "1"), ScopePlace(BRIDGE, "a", "2")
    whole, none = scope_of([BRIDGE]), scope_of([SOUTH])
    assert scope_of([], [a]).meets(scope_of([], [a1]))
    assert not scope_of([], [a1]).meets(scope_of([], [a2]))
    assert not scope_of([], [a]).meets(scope_of([], [b]))
    assert whole.meets(scope_of([], [a1]))
    assert not none.meets(scope_of([], [a1]))
    assert whole.covers(scope_of([], [a1, b]))
    assert not scope_of([], [a1]).covers(scope_of([], [a]))
    assert scope_of([BRIDGE], [a1]) == whole  # what lies inside a whole zone is left out
    assert scope_of([], [a1, a]).places == (a,)
    assert scope_of([], [a1]).smallest


def test_a_locked_exit_next_door_does_not_suspend_it_and_one_of_its_own_does(town):
    mine, other = signed(), signed("石桥旧院")
    measure = walked(town, narrow(town, place(mine, "1号楼")))
    report_locked(town, other)
    assert state(measure) == "ACTIVE"
    report_locked(town, mine)
    assert state(measure) == "SUSPENDED"
    with fixed_at(MORNING + 50 * HOUR):
        days = api.restricted_days(town.incident, range_of(CITY), first=MORNING.date(), until=now())
    assert days == [600, 0, 0]


def report_locked(town, compound):
    seal = premises.SealDraft(compound=compound, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key=compound))


def test_only_the_gates_of_its_own_compound_are_a_finding_after_its_end(town):
    mine, other = signed(), signed("石桥旧院")
    measure = walked(town, narrow(town, place(mine)))
    done(act(town, measure, Act.LIFT_MEASURE))
    with fixed_at(MORNING + 3 * HOUR):
        found = filed(town, "X01")
    assert len(found) == 1
    assert mine in found[0].source_key
    assert other not in found[0].source_key


def test_the_notice_names_compound_and_building_and_only_their_gates(town):
    compound = signed()
    signed("石桥旧院")
    measure = walked(town, narrow(town, place(compound, "1号楼")))
    anybody = Client(headers={"accept-language": "zh-hans"})
    for end in ("", "/text", "/cap"):
        said = anybody.get(f"/p/measures/{measure}{end}").content.decode()
        assert "石桥社区石桥花园1号楼" in said
        assert "石桥旧院" not in said


def test_what_is_not_drawn_is_refused_and_below_a_building_nothing_smaller_is_asked(town):
    compound = signed()
    wrong = draft(zones=())
    for one in (place("0" * 32), place(compound, "9号楼"), ScopePlace(SOUTH, compound)):
        said = api.MeasureDraft(wrong.code, (), wrong.columns, places=(one,))
        answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=said, key=str(one))
        assert answer.code == "place_not_drawn"
    bare = narrow(town, place(compound, "1号楼"), smaller_why="")
    done(act(town, bare, Act.SUBMIT_MEASURE))
    whole = narrow(town, place(compound), smaller_why="")
    assert act(town, whole, Act.SUBMIT_MEASURE).code == "smaller_scope_not_answered"


@pytest.mark.usefixtures("contexts_kept")
def test_the_offer_and_the_form_lead_to_a_compound_and_to_one_building_of_it(town):
    compound = signed()
    client = town.client(COUNTY_PRINCIPAL)
    page = client.get(f"/measures/offered?zone={BRIDGE}").content.decode()
    assert f'name="place" value="{compound}/1号楼"' in page
    page = client.get(f"/measures/offered?place={compound}/1号楼").content.decode()
    asked = page.split("code=M10&amp;")[1].split('"')[0]
    form = client.get(f"/measures/new?code=M10&{asked}")
    rows = {str(row.zone): row for row in form.context["scales"]}
    assert [name for name, row in rows.items() if row.chosen] == ["石桥花园1号楼"]
    assert (rows["石桥花园1号楼"].people.residents, rows["石桥社区"].people.residents) == (
        600,
        4000,
    )
    answer = client.post(f"/measures/new?code=M10&{asked}", {"purpose": "less", "key": "n"})
    one = api.measure_of(answer["Location"].rpartition("/")[2])
    assert one.around.places == (place(compound, "1号楼"),)
    wide = client.get(f"/measures/new?code=M10&zone={BRIDGE}").content.decode()
    assert f"&amp;place={compound}" in wide
    assert client.get("/measures/new?code=M10&place=nothing").status_code == 404


def test_a_package_covers_only_the_building_that_was_ticked_and_signs_it(town):
    for reference in ("IDL 63(1)", "IDL 40", "IDL 53"):
        word = api.BasisWord(reference, "Official text of the article.", Confirmation.CONFIRMED)
        done(api.confirm_basis(by=LAWYER, word=word, key=reference))
    first, *_ = gates(*THREE)
    package, page = issued(town, places=[f"{first}/1号楼"])
    assert "pill--late" not in page
    assert "1号楼" in page
    sign(town, package)
    assert set(states(package).values()) == {"ACTIVE"}
    entrance = next(
        m for m in api.measures_of_package(package) if m.code == "M10" and m.zone == BRIDGE
    )
    assert entrance.around.people == 600
    everywhere = next(m for m in api.measures_of_package(package) if m.code == "M06")
    assert everywhere.around.people == 600 + 3000 + 900


def test_a_package_covers_one_grid_of_a_community_and_counts_its_people(town):
    for reference in ("IDL 63(1)", "IDL 40", "IDL 53"):
        word = api.BasisWord(reference, "Official text of the article.", Confirmation.CONFIRMED)
        done(api.confirm_basis(by=LAWYER, word=word, key=reference))
    gates(*THREE)
    package, page = issued(town, places=[str(GRIDS[0])])
    assert "石桥社区 第一网格" in page
    found = api.measures_of_package(package)
    entrance = next(m for m in found if m.code == "M10" and m.zone == BRIDGE)
    assert entrance.around.people == 2000
    assert entrance.around.compounds == 0  # none is drawn in the grid: it cannot be in force
    everywhere = next(m for m in found if m.code == "M06")
    assert everywhere.around.people == 2000 + 3000 + 900


def test_isolation_of_a_place_may_name_a_building_and_no_whole_compound(town):
    compound = signed()
    view_scope = scope_of([], [place(compound)])
    rows = comparison(view_scope)
    assert [str(row.zone) for row in rows][:2] == ["石桥花园 1号楼", ""]
    kind = api.catalogue().types["M14"]
    assert scope_of([], [place(compound, "1号楼")]).fineness >= kind.widest.fineness
    assert view_scope.fineness < kind.widest.fineness
    assert scope_of([NORTH]).fineness == 2
