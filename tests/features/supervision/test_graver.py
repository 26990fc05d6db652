"""A graver severity on the papers, on the call list, and after merging."""

from tests.factories import posts as duty
from tests.factories.orders import ORDINARY, SECOND_CLERK
from tests.features.supervision.test_papers import get, words_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.zones import range_of
from bihuan.features.supervision import api
from bihuan.platform.auth import system_post
from bihuan.platform.db.dialects import Session


def calls(town, finding):
    scope = range_of(town.facts(finding).zone)
    listed = api.open_calls(incident=town.incident, scope=scope)
    return [one.why for one in listed if one.finding == finding]


def raised(town, finding, severity="1"):
    town.do(duty.CLERK, finding, A.RAISE_SEVERITY, severity=severity, reason="情况恶化，影响就医")


def test_the_paper_of_a_raised_order_still_says_what_is_to_be_done(town):
    finding = town.to_assigned(type_code=ORDINARY)
    raised(town, finding)
    words = words_of(get(town, duty.CLERK, f"/orders/{finding}/order.pdf"))
    assert words.count("打开西门") >= 2, "demand and item"
    assert "定为一级问题，按新的时限办理。理由：情况恶化，影响就医。" in words
    assert calls(town, finding) == ["s1_assigned"]


def test_an_older_finding_takes_time_call_and_severity_of_a_graver_one(town):
    older, younger = (town.to_reported(type_code=ORDINARY) for _ in range(2))
    raised(town, younger)
    due = town.facts(younger).triage_due_at
    town.do(duty.CLERK, younger, A.MERGE, target=older)
    facts = town.facts(older)
    assert (facts.severity, facts.triage_due_at) == (1, due)
    assert "s1_reported" in calls(town, older)


def test_what_was_merged_into_an_order_that_passed_meanwhile_is_filed_again(town):
    older = town.to_verifying(type_code=ORDINARY)
    younger = town.to_reported(type_code=ORDINARY)
    raised(town, younger, "2")
    with town.later(minutes=1):
        said = {"target": older}
        seen = api.Seen(younger, town.incident)
        api.act_on(by=town.by(duty.CLERK), act=A.MERGE, seen=seen, said=said, key="merge")
    verifier = town.facts(older).verifier_post
    with town.later(seconds=1):
        seen, visit = api.Seen(older, town.incident), {"visit": "on_site"}
        api.act_on(by=town.by(verifier), act=A.PASS, seen=seen, said=visit, key="pass")
    town.do(SECOND_CLERK, older, A.CLOSE)
    sql = "SELECT id FROM supervision_finding WHERE source_key=?"
    ((again,),) = Session().all(sql, (f"merged:{younger}",))
    facts = town.facts(again)
    assert (facts.state, facts.severity, facts.parent) == ("FILED", 2, older)
    assert town.facts(older).severity == 3
    assert system_post().post == facts.author_post
