"""Orders raised before their deadline: for true reasons, said truly."""

from tests.factories import posts as duty
from tests.factories.orders import ORDINARY
from tests.features.supervision.test_papers import get, words_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.jobs.ticks import run_tick


def file(town, finding):
    town.do(duty.CLERK, finding, A.FILE, severity="3", clause="plan")


def test_what_was_rejected_or_merged_is_no_recurrence(town):
    first, second, third, fourth = (town.to_reported(type_code=ORDINARY) for _ in range(4))
    town.do(duty.CLERK, second, A.REJECT, reason="不属实")
    file(town, first)
    assert town.facts(first).recent_same_type == 1
    town.do(duty.CLERK, third, A.MERGE, target=first)
    file(town, fourth)
    assert town.facts(fourth).recent_same_type == 2


def test_a_supervision_order_for_a_recurrence_says_so_and_shortens_no_deadline(town):
    for _ in range(2):
        file(town, town.to_reported(type_code=ORDINARY))
    finding = town.to_assigned(type_code=ORDINARY)
    with town.later(minutes=1), fixed_at(town.wall):
        run_tick(now())
    facts = town.facts(finding)
    assert facts.level == 3
    paper = words_of(get(town, duty.CLERK, f"/orders/{finding}/DB-2026-0001.pdf"))
    order = words_of(get(town, duty.CLERK, f"/orders/{finding}/order.pdf"))
    assert "七日内同一责任区同类问题已发现3件" in paper
    assert "已同时提级督办并提请专题会商" in paper
    assert "超时" not in paper
    assert "到期仍未整改" not in paper
    until = paper[paper.index("请于") + 2 : paper.index("前完成整改并反馈")]
    assert until in order
