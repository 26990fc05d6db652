"""The record of counts: entered once, revised with a reason, seen by those who may."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories.acting import acting
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, T0, at
from tests.factories.surveillance import SOURCE, case, enter
from tests.factories.territory import CITY, NORTH, RIVER, SOUTH

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.surveillance import api
from bihuan.features.surveillance.models import CaseAggregate, CaseChange
from bihuan.platform.commands import Outcome
from bihuan.platform.db.guard import WriteOutsideCommand

pytestmark = pytest.mark.django_db
COUNTY = acting(Role.EPIDEMIOLOGIST, SOUTH, post=903, person=9005, unit=93)
SECRETARY = acting(Role.TOWNSHIP_SECRETARY, RIVER, post=904, person=9006, unit=94)
CLERK = acting(Role.CLERK, CITY, post=905, person=9007, unit=95)


def code(answer):
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_counts_are_stored_with_their_window_and_source(incident):
    answer = enter(incident, [case(7, route="fever_clinic"), case(5, zone=SOUTH)])
    assert isinstance(answer, Outcome), answer
    assert dict(answer.result) == {"new": 2, "revised": 0, "unchanged": 0}
    rows = api.rows_of_days(incident=incident, scope=range_of(CITY), days=[DAY])
    assert [(row.cell.zone, row.cell.count, row.source) for row in rows] == [
        (NORTH, 7, SOURCE), (SOUTH, 5, SOURCE),
    ]  # fmt: skip
    assert rows[0].window_end == T0
    assert rows[0].window_end - rows[0].window_start == timedelta(hours=24)


def test_a_revision_keeps_the_old_value_and_needs_a_reason(incident):
    enter(incident, [case(7)])
    assert code(enter(incident, [case(9)], key="again")) == "revision_needs_reason"
    enter(incident, [case(9)], key="why", reason="two late reports")
    lines = api.changes_of_day(incident=incident, scope=range_of(CITY), day=DAY)
    assert [(one.old_count, one.new_count, one.reason) for one in lines] == [
        (7, 9, "two late reports")
    ]
    assert code(enter(incident, [case(9)], key="same")) == "cases_unchanged"


def test_the_history_of_counts_cannot_be_written_outside_a_command(incident):
    enter(incident, [case(7)])
    with pytest.raises(WriteOutsideCommand):
        CaseChange.objects.all().update(new_count=1)
    with pytest.raises(WriteOutsideCommand):
        CaseAggregate.objects.all().delete()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (case(3, day="2022-11-30"), "case_day_in_future"),
        (case(-1), "case_count_impossible"),
        (case(3, converted=4), "case_count_impossible"),
        (case(3, zone=141002_000_000_000), "case_zone_outside"),
        (case(3, reason="see 13800138000"), "case_text_holds_personal_number"),
    ],
)
def test_impossible_counts_are_refused(incident, row, said):
    wide = acting(Role.SYSTEM, CITY, post=0, person=0, unit=0)
    assert code(enter(incident, [row], by=wide)) == said


def test_a_county_enters_for_itself_only(incident):
    assert isinstance(enter(incident, [case(1, zone=SOUTH)], by=COUNTY), Outcome)
    assert code(enter(incident, [case(1)], by=COUNTY, key="n")) == "outside_own_scope"
    assert code(enter(incident, [case(1)], by=SECRETARY, key="t")) == "act_not_granted"


def test_below_the_centre_for_disease_control_small_counts_are_hidden(incident, web):
    enter(incident, [case(3), case(12, zone=SOUTH)])
    address = reverse("surveillance:day", args=(DAY,))
    with at(incident, EVENING):
        seen = web(EPIDEMIOLOGIST).get(address).content.decode()
        hidden = web(CLERK).get(address).content.decode()
    assert 'class="number">3</td>' in seen
    assert "&lt;5" in hidden
    assert 'class="number">3</td>' not in hidden
    assert 'class="number">12</td>' not in hidden, "the other count would betray it"


def test_a_file_is_tried_first_and_names_row_and_field(incident, web, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    address = reverse("surveillance:case_file", args=(DAY,))
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        bad = upload("day,zone,count\n2022-11-28,990102,2.5\n")
        page = browser.post(address, {"file": bad, "source": SOURCE}).content.decode()
        assert "2.5" in page
        assert CaseAggregate.objects.count() == 0
        good = upload("day,zone,route,count\n2022-11-28,990102,self_report,4\n")
        page = browser.post(address, {"file": good, "source": SOURCE}).content.decode()
        ready = page.split('name="confirm" value="')[1].split('"')[0]
        told = {"confirm": ready, "source": SOURCE, "reason": ""}
        assert browser.post(address, told).status_code == 303
    assert CaseAggregate.objects.get().count == 4


def test_a_file_names_its_own_row_and_leads_to_a_day_it_holds(incident, web, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    enter(incident, [case(4, day="2022-11-20", route="self_report")])
    text = "day,zone,route,count\n2022-11-19,990102,self_report,\n2022-11-20,990102,self_report,9\n"
    address = reverse("surveillance:case_file", args=(DAY,))
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        page = browser.post(address, {"file": upload(text), "source": SOURCE}).content.decode()
        told = {"confirm": page.split('name="confirm" value="')[1].split('"')[0], "source": SOURCE}
        refused = browser.post(address, told)
        entered = browser.post(address, told | {"reason": "late reports"})
    assert "Row 3 changes a stored count of 2022-11-20" in refused.content.decode()
    assert entered["Location"].startswith(reverse("surveillance:day", args=("2022-11-20",)))


def upload(text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("cases.csv", text.encode())


def test_what_is_exported_can_be_imported_again(incident, web):
    enter(incident, [case(7, route="fever_clinic"), case(12, zone=SOUTH)])
    with at(incident, EVENING):
        answer = web(EPIDEMIOLOGIST).get(reverse("surveillance:cases_csv"))
        text = answer.content.decode("utf-8-sig")
        assert text.splitlines()[1].startswith("#date,#adm+code,")
        from bihuan.features.incidents.api import incident as view_of
        from bihuan.platform.exchange.readers import read_file

        sheet = read_file(answer.content, name="cases").sheets[0]
        report = api.check_cases(view=view_of(incident), lines=sheet.lines, header=sheet.header)
    assert report.problems == ()
    assert (report.comparison.new, report.comparison.unchanged) == (0, 2)


def test_exported_text_is_no_formula(incident):
    with at(incident, EVENING):
        api.enter_cases(
            by=EPIDEMIOLOGIST, incident=incident, rows=[case(7)], source="=cmd()", key="f"
        )
    rows = api.rows_of_days(incident=incident, scope=range_of(CITY), days=[DAY])
    assert api.case_table(rows, sees_small_cells=True).splitlines()[2].endswith(",'=cmd()")


def test_the_interface_asks_the_policy_of_the_pages(incident, web):
    address = reverse("surveillance:cases_json")
    body = {"rows": [{"day": DAY, "zone": "990102", "count": 6}], "source": SOURCE, "key": "k1"}

    def send(by, said=body):
        with at(incident, EVENING):
            return web(by).post(address, json.dumps(said), content_type="application/json")

    assert send(SECRETARY).status_code == 403
    assert send(EPIDEMIOLOGIST).json() == {"new": 1, "revised": 0, "unchanged": 0}
    assert send(EPIDEMIOLOGIST).status_code == 201, "the same key gives the first answer again"
    wrong = {**body, "rows": [{"day": DAY, "zone": "990102", "count": 1.5}], "key": "k2"}
    assert send(EPIDEMIOLOGIST, wrong).json()["problems"][0]["field"] == "count"
    assert send(EPIDEMIOLOGIST, ["x"]).status_code == 400
    with at(incident, EVENING):
        rows = web(EPIDEMIOLOGIST).get(address, {"day": DAY}).json()["rows"]
    assert [(row["zone"], row["count"]) for row in rows] == [(str(NORTH), "6")]


def test_nobody_looks_outside_his_own_zones(incident, web):
    with at(incident, EVENING):
        browser = web(COUNTY)
        assert browser.get(reverse("surveillance:record"), {"zone": NORTH}).status_code == 404
        assert browser.get(reverse("surveillance:record"), {"zone": SOUTH}).status_code == 200
        assert browser.get(reverse("surveillance:day", args=("2022-13-01",))).status_code == 404


def test_a_regime_is_recorded_with_its_explanation(incident, web):
    address = reverse("surveillance:regimes")
    said = {"zone": CITY, "first": "2022-11-20", "last": "", "effect": "level_shift", "zh": ""}
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        assert browser.post(address, said).status_code == 409
        assert browser.post(address, {**said, "zh": "停止全员筛查"}).status_code == 303
        page = browser.get(address).content.decode()
    assert "停止全员筛查" in page
    assert [one.first.isoformat() for one in api.regimes(incident=incident)] == ["2022-11-20"]


def test_a_file_of_counts_is_entered_from_the_console(incident):
    from argparse import Namespace

    from bihuan.platform.exchange.readers import read_file
    from bihuan.site.commands import register

    text = f"day,zone,route,count\n{DAY},990102,self_report,6\n"
    file = read_file(text.encode(), name="cases")
    said = {"incident": incident, "source": "table", "reason": ""}
    with at(incident, EVENING):
        tried = register._cases(file, Namespace(**said, enter=False))
        entered = register._cases(file, Namespace(**said, enter=True))
        again = register._cases(file, Namespace(**said, enter=False))
    assert (tried.comparison.new, entered.new, again.comparison.unchanged) == (1, 1, 1)
