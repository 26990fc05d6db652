"""Every type that people may report can be reported, and triage may put a type right."""

from tests.factories import posts as duty
from tests.factories.orders import SUPERVISOR, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check


def test_every_type_reported_by_hand_stands_on_the_form(town):
    with town.later(minutes=1):
        page = town.client(SUPERVISOR).get("/f/report").content.decode()
    by_hand = [kind.code for kind in api.finding_types().values() if not kind.by_rule]
    assert [code for code in by_hand if f'name="type" id="type-{code}"' not in page] == []
    assert 'id="type-R01"' not in page
    assert len(page.encode()) < 100_000


def corrected(town, finding, **more):
    said = {"type_code": "G03", "clause": town.facts(finding).clause, **more}
    return town.press(duty.CLERK, finding, A.FILE, **said)


def test_triage_corrects_the_type_with_a_reason_and_the_severity_follows(town):
    finding = town.to_reported()
    refused = corrected(town, finding, severity=1)
    assert refused.status_code == 422
    assert town.facts(finding).state == "REPORTED"
    assert corrected(town, finding, severity=1, reason="坡道被挡").status_code == 303
    facts = town.facts(finding)
    kind = api.finding_types()["G03"]
    assert (facts.type_code, facts.severity, facts.default_severity) == ("G03", 2, 2)
    assert (facts.clause, facts.over_control) == (kind.clause, False)
    kept = api.last_record(finding, "correction")
    assert (kept["from_type"], kept["to_type"]) == ("X02", "G03")
    assert check(Session(), ledgered_tables())[1] == []
    with town.later(minutes=1):
        assert f"X02 {api.finding_types()['X02'].zh} → G03 {kind.zh}" in text_of(
            town.client(duty.CLERK).get(f"/orders/{finding}")
        )


def test_triage_cannot_make_a_finding_one_that_only_a_rule_files(town):
    finding = town.to_reported()
    answer = corrected(town, finding, type_code="R01", severity=1, reason="无人负责")
    assert answer.status_code == 422
    assert town.facts(finding).type_code == "X02"
