"""The permission matrix, walked whole."""

from dataclasses import replace

import pytest
from tests.factories.loop import (
    ADMINISTRATOR,
    AUDITOR,
    CITY,
    COMMUNITY,
    COUNTY,
    GRID,
    GRID_WORKER,
    TOWNSHIP,
    UNIT,
    new_finding,
)

from bihuan.domain.policy.actor import CLOCK, Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import can_loop, check_loop
from bihuan.domain.policy.loop_rules import LOOP_RULES, REPORTERS
from bihuan.domain.policy.matrix import Scope
from bihuan.domain.policy.table import matrix_rows
from bihuan.domain.roles import PUBLIC_ROLES, ROLE_LEVELS, Role
from bihuan.domain.zones import Level, range_of

ZONES = {
    Level.CITY: CITY,
    Level.COUNTY: COUNTY,
    Level.TOWNSHIP: TOWNSHIP,
    Level.COMMUNITY: COMMUNITY,
    Level.GRID: GRID,
}
ELSEWHERE = 990104000000000


def actor(role: Role, level: Level, *, zone: int | None = None, unit: int = 50) -> Actor:
    reach = range_of(zone or ZONES[level])
    return Actor(500, 1500, unit, role, level, reach.lo, reach.hi)


def test_there_are_twenty_six_roles_of_people_and_each_has_levels():
    assert len([role for role in Role if role is not Role.SYSTEM]) == 26
    assert set(ROLE_LEVELS) == set(Role)
    assert all(ROLE_LEVELS.values())


def test_every_act_of_the_loop_has_one_rule_and_every_row_is_printable():
    assert set(LOOP_RULES) == set(LoopAct)
    rows = list(matrix_rows())
    assert len(rows) == len(LoopAct) + len(Act)
    assert len({row.act for row in rows}) == len(rows)
    for row in rows:
        assert row.cells, row.act
        assert set(row.levels) == set(row.cells)


@pytest.mark.parametrize("role", Role)
def test_a_role_acts_only_where_the_matrix_says_so(role):
    """Every act at every level, in the own zone and unit and in another."""
    away = replace(new_finding(3), zone=ELSEWHERE, handler_unit=51)
    for level in Level:
        by = actor(role, level)
        at_level = level in ROLE_LEVELS[role]
        for act in LoopAct:
            scope = LOOP_RULES[act].grants.get(role)
            assert can_loop(act, by) == (scope is not None and at_level)
            if not at_level or scope is None:
                continue
            if scope is Scope.OWN_SUBTREE and level is not Level.CITY:
                assert check_loop(act, by, away).code == "outside_own_subtree"
            if scope is Scope.OWN_UNIT:
                assert check_loop(act, by, away).code == "outside_own_unit"
                assert can_loop(act, by, replace(away, handler_unit=50))


def test_the_administrator_and_the_auditor_have_no_act_in_the_loop():
    for act in LoopAct:
        assert not can_loop(act, ADMINISTRATOR)
        assert not can_loop(act, AUDITOR)


def test_people_without_an_account_only_raise_over_control():
    for act, rule in LOOP_RULES.items():
        granted = PUBLIC_ROLES & set(rule.grants)
        assert not granted or act in {LoopAct.RAISE_OVER_CONTROL, LoopAct.DISCARD}


def test_everybody_at_work_may_raise_over_control_anywhere():
    there = replace(new_finding(2, over_control=True), zone=ELSEWHERE)
    assert can_loop(LoopAct.REPORT, UNIT, there)
    assert can_loop(LoopAct.REPORT, GRID_WORKER, there)
    assert not can_loop(LoopAct.REPORT, AUDITOR, there)
    ordinary = replace(there, over_control=False)
    assert check_loop(LoopAct.REPORT, UNIT, ordinary).code == "role_may_not"
    assert check_loop(LoopAct.REPORT, GRID_WORKER, ordinary).code == "outside_own_subtree"
    assert Role.UNIT_DUTY not in REPORTERS


def test_the_clock_does_only_what_falls_due():
    may = {act for act in LoopAct if can_loop(act, CLOCK)}
    assert may == {
        LoopAct.FILE_BY_RULE, LoopAct.RAISE_SEVERITY, LoopAct.NAME_VERIFIER, LoopAct.ARCHIVE,
        LoopAct.RESUME, LoopAct.ESCALATE,
    }  # fmt: skip


def test_no_township_or_community_role_rules_on_others():
    ruling = (
        LoopAct.ASSIGN, LoopAct.GRANT_EXTENSION, LoopAct.SUSPEND, LoopAct.WITHDRAW, LoopAct.PASS,
        LoopAct.CLOSE, LoopAct.UPHOLD_ORDER, LoopAct.AMEND_ON_REVIEW, LoopAct.APPROVE_REFERRAL,
    )  # fmt: skip
    for act in ruling:
        for role in LOOP_RULES[act].grants:
            assert ROLE_LEVELS[role] <= {Level.CITY, Level.COUNTY}, (act, role)


def test_a_verifier_reports_nothing_as_his_own_task_and_passes_only_what_he_is_named_for():
    by = actor(Role.VERIFIER, Level.CITY)
    assert check_loop(LoopAct.PASS, by, new_finding(3)).code == "outside_own_post"
    named = new_finding(3, verifier_post=by.post, handler_unit=7)
    assert can_loop(LoopAct.PASS, by, named)
    own = replace(named, handler_unit=by.unit)
    assert check_loop(LoopAct.PASS, by, own).code == "from_handling_unit"
    found = replace(named, author_person=by.person)
    assert check_loop(LoopAct.PASS, by, found).code == "author_of_the_finding"
    grave = replace(named, severity=2, issuer_unit=by.unit)
    assert check_loop(LoopAct.PASS, by, grave).code == "verifier_from_issuing_unit"
