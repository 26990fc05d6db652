"""The permission matrix: act × role × level × scope. The only place that says who may.

Townships and communities have no act that decides a restriction; the administrator has none
that reads the content of cases. What an object itself allows is the machines' matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import PUBLIC_ROLES, Role
from bihuan.domain.zones import Level


class Scope(StrEnum):
    """Where a granted act reaches."""

    OWN_SUBTREE = "own_subtree"
    OWN_UNIT = "own_unit"
    OWN_POST = "own_post"
    SHARED_TASK = "shared_task"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may do an act, at which levels, how far it reaches.

    An act with several scopes is granted where any of them holds.
    """

    act: str
    roles: frozenset[Role]
    scopes: tuple[Scope, ...] = (Scope.OWN_SUBTREE,)
    levels: frozenset[Level] = frozenset(Level)


STAFF = frozenset(Role) - PUBLIC_ROLES - {Role.SYSTEM}
CASE_READERS = STAFF - {Role.ADMINISTRATOR}
LEADERS = frozenset({Role.CITY_LEADER, Role.COUNTY_PRINCIPAL})
OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})
UPPER = frozenset({Level.CITY, Level.COUNTY})
CITY = frozenset({Level.CITY})
COUNTY = frozenset({Level.COUNTY})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
DUTY_KEEPERS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.COORDINATOR,
        Role.DUTY_OFFICER,
        Role.COUNTY_PRINCIPAL,
        Role.TOWNSHIP_SECRETARY,
    }
)
COUNTY_REPORTERS = OFFICE | frozenset(
    {Role.COUNTY_PRINCIPAL, Role.DUTY_OFFICER, Role.COORDINATOR, Role.EPIDEMIOLOGIST}
)
EVERYWHERE = (Scope.PUBLIC,)
OWN_OR_SHARED = (Scope.OWN_SUBTREE, Scope.OWN_UNIT, Scope.SHARED_TASK)

READING = (
    Rule(Act.VIEW_NOW, STAFF, EVERYWHERE),
    Rule(Act.SEARCH, STAFF, EVERYWHERE),
    Rule(Act.CHANGE_OWN_PASSWORD, STAFF, EVERYWHERE),
    # Everybody may say that there is too much control; other types the loop's own rules narrow.
    Rule(Act.REPORT_FINDING, STAFF - {Role.ADMINISTRATOR, Role.AUDITOR}, EVERYWHERE),
    Rule(Act.VIEW_LEDGER, CASE_READERS, EVERYWHERE),  # rows are scoped by the selector
    Rule(Act.VIEW_ORDER, CASE_READERS, OWN_OR_SHARED),
    Rule(Act.EXPORT_LEDGER, CASE_READERS - {Role.GRID_WORKER}, EVERYWHERE),
    Rule(Act.PUT_ON_AGENDA, OFFICE | LEADERS | {Role.DUTY_OFFICER, Role.COORDINATOR}),
    Rule(Act.VIEW_ZONE, STAFF, EVERYWHERE),  # neighbours see the public status only
    Rule(Act.VIEW_MAP, STAFF, EVERYWHERE),
    Rule(Act.VIEW_POSTS, STAFF, EVERYWHERE),
    Rule(Act.VIEW_REVIEW, CASE_READERS - {Role.GRID_WORKER}, EVERYWHERE),
    Rule(Act.VIEW_AUDIT, frozenset({Role.AUDITOR, Role.SAFEGUARDS_OFFICER, Role.CITY_LEADER})),
)

TERRITORY = (
    Rule(Act.IMPORT_REGISTER, ADMINISTRATOR),
    Rule(Act.CREATE_ZONE, ADMINISTRATOR),
    Rule(Act.MERGE_ZONES, ADMINISTRATOR),
    Rule(Act.SPLIT_ZONE, ADMINISTRATOR),
    Rule(Act.RENAME_ZONE, ADMINISTRATOR),
    Rule(Act.RETIRE_ZONE, ADMINISTRATOR),
    Rule(Act.CREATE_PLACE, DUTY_KEEPERS | {Role.COMMUNITY_LEADER, Role.SUPERVISOR}),
)

POSTS = (
    Rule(Act.CREATE_POST, ADMINISTRATOR),
    Rule(Act.APPOINT, DUTY_KEEPERS),
    Rule(Act.CONFIRM_APPOINTMENT, DUTY_KEEPERS),
    Rule(Act.END_APPOINTMENT, DUTY_KEEPERS),
    Rule(Act.ACKNOWLEDGE_DUTY, STAFF, (Scope.OWN_UNIT,)),
    Rule(Act.HAND_OVER, STAFF, (Scope.OWN_UNIT,)),
    Rule(Act.SET_RESPONSIBILITY, DUTY_KEEPERS),
    Rule(Act.CALL_OUT, frozenset({Role.DUTY_OFFICER, Role.COORDINATOR, Role.CLERK})),
    Rule(Act.EXPORT_DUTY_BOOK, DUTY_KEEPERS | {Role.AUDITOR}),
)

INCIDENTS = (
    Rule(Act.OPEN_INCIDENT, LEADERS | ADMINISTRATOR, levels=UPPER),
    Rule(Act.CLOSE_INCIDENT, LEADERS, levels=UPPER),
    Rule(Act.SET_LEVEL, LEADERS, levels=UPPER),
    Rule(Act.ADOPT_PROFILE, LEADERS, levels=UPPER),
    # Two hands: the disease-control centre and the legal office, never one person for both.
    Rule(
        Act.SIGN_PROFILE,
        frozenset({Role.EPIDEMIOLOGIST, Role.LEGAL_REVIEWER}),
        EVERYWHERE,
        levels=UPPER,
    ),
    Rule(Act.SET_CUT_OFF, LEADERS | {Role.OFFICE_HEAD}, levels=CITY),
    Rule(Act.SET_CALENDAR, ADMINISTRATOR | {Role.OFFICE_HEAD}, levels=CITY),
    # A live incident's clock refuses everybody.
    Rule(Act.SET_DRILL_CLOCK, LEADERS | ADMINISTRATOR | {Role.COORDINATOR}, levels=UPPER),
)

KEEPERS = frozenset(
    {Role.TOWNSHIP_SECRETARY, Role.COMMUNITY_LEADER, Role.LIAISON_CADRE, Role.UNIT_DUTY}
)
CHECKERS = frozenset({Role.GROUP_LEAD, Role.SUPERVISOR, Role.UNIT_DUTY})
PREMISES = (
    Rule(Act.VIEW_GATES, CASE_READERS, EVERYWHERE),  # rows are scoped by the selector
    Rule(Act.DRAW_COMPOUND, KEEPERS | DUTY_KEEPERS),
    Rule(Act.SET_GATE, KEEPERS | {Role.GROUP_LEAD, Role.COUNTY_PRINCIPAL}),
    # Whoever signs that the ways out are free is not the one who staffs the entrance.
    Rule(Act.SIGN_EGRESS_CHECK, CHECKERS, levels=UPPER),
    Rule(Act.REPORT_SEALED, STAFF - {Role.ADMINISTRATOR, Role.AUDITOR}, EVERYWHERE),
)

TASK_VERIFIERS = frozenset({Role.SUPERVISOR, Role.VERIFIER, Role.CLERK, Role.OFFICE_HEAD})
DRAFTERS = LEADERS | {
    Role.GROUP_LEAD, Role.EPIDEMIOLOGIST, Role.DUTY_OFFICER, Role.GOVERNMENT_OFFICE,
}  # fmt: skip
# Below the county there is no row that decides, publishes, activates or prolongs anything.
MEASURES = (
    Rule(Act.VIEW_MEASURES, STAFF - {Role.ADMINISTRATOR}, EVERYWHERE),
    Rule(Act.CONFIRM_BASIS, frozenset({Role.LEGAL_REVIEWER}), EVERYWHERE, levels=UPPER),
    Rule(Act.REGISTER_POLICY, frozenset({Role.LEGAL_REVIEWER, Role.GOVERNMENT_OFFICE}),
         EVERYWHERE, levels=UPPER),
    Rule(Act.ASSESS_NECESSITY, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
    Rule(Act.DRAFT_MEASURE, DRAFTERS, levels=UPPER),
    Rule(Act.SUBMIT_MEASURE, DRAFTERS, levels=UPPER),
    Rule(Act.DISCARD_MEASURE, DRAFTERS, levels=UPPER),
    Rule(Act.OBJECT_TO_MEASURE, frozenset({Role.LEGAL_REVIEWER}), levels=UPPER),
    Rule(Act.PASS_LEGAL_CHECK, frozenset({Role.LEGAL_REVIEWER}), levels=UPPER),
    Rule(Act.GIVE_OPINION, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
    Rule(Act.APPROVE_MEASURE, frozenset({Role.CITY_LEADER}), levels=CITY),
    Rule(Act.DECIDE_MEASURE, LEADERS, levels=UPPER),
    Rule(Act.PUBLISH_NOTICE, LEADERS | {Role.GOVERNMENT_OFFICE, Role.PRESS_OFFICER}, levels=UPPER),
    Rule(Act.REPORT_UPWARD, LEADERS | {Role.DUTY_OFFICER, Role.GOVERNMENT_OFFICE}, levels=UPPER),
    Rule(Act.PROVIDE_COMPANION, LEADERS | {
        Role.GROUP_LEAD, Role.COORDINATOR, Role.TOWNSHIP_SECRETARY, Role.DUTY_OFFICER,
    }),
    Rule(Act.ACTIVATE_MEASURE, LEADERS, levels=UPPER),
    Rule(Act.PROPOSE_LIFTING, LEADERS | {Role.TOWNSHIP_SECRETARY, Role.COMMUNITY_LEADER}),
    Rule(Act.LIFT_MEASURE, LEADERS, levels=UPPER),
    Rule(Act.REVOKE_MEASURE, LEADERS, levels=UPPER),
    Rule(Act.SUSPEND_ON_APPEAL, frozenset({Role.GOVERNMENT_OFFICE}), levels=UPPER),
    Rule(Act.RESUME_MEASURE, frozenset({Role.GOVERNMENT_OFFICE}), levels=UPPER),
    Rule(Act.FINISH_AFTERCARE, LEADERS | {Role.GROUP_LEAD, Role.COORDINATOR}, levels=UPPER),
    # The office of a township or community says that it has the notice.
    Rule(Act.ACKNOWLEDGE_NOTICE, KEEPERS),
    # Whoever works in the zone may say that a task is done; somebody else looks.
    Rule(Act.REPORT_TASK, STAFF - {Role.ADMINISTRATOR, Role.AUDITOR, Role.VERIFIER}),
    Rule(Act.VERIFY_TASK, TASK_VERIFIERS, levels=UPPER),
    Rule(Act.RETURN_TASK, TASK_VERIFIERS, levels=UPPER),
)  # fmt: skip

SAFEGUARDS = (
    Rule(Act.FILE_APPEAL, PUBLIC_ROLES, EVERYWHERE),
    Rule(Act.VIEW_APPEALS, LEADERS | {
        Role.GOVERNMENT_OFFICE, Role.LEGAL_REVIEWER, Role.SAFEGUARDS_OFFICER, Role.AUDITOR,
    }, levels=UPPER),
    # Whether the body took part in the measure is the appeal's own question.
    Rule(Act.DECIDE_APPEAL, frozenset({Role.GOVERNMENT_OFFICE}), levels=UPPER),
)  # fmt: skip

REVIEW = (
    Rule(Act.ENTER_BULLETIN_FIGURE, frozenset({Role.EPIDEMIOLOGIST, Role.CLERK}), levels=UPPER),
    Rule(Act.SUBMIT_FOR_REVIEW, COUNTY_REPORTERS, levels=COUNTY),
    Rule(Act.FREEZE, OFFICE | {Role.DUTY_OFFICER}, levels=CITY),
    # Done at the machine itself; the entry says what a backup was worth.
    Rule(Act.RECORD_RESTORE, ADMINISTRATOR, levels=CITY),
    Rule(Act.CALL_MEETING, OFFICE | {Role.CITY_LEADER}, levels=CITY),
    # The scribe takes down, the leader signs: never the same person.
    Rule(Act.NOTE_DECISION, OFFICE, levels=CITY),
    Rule(Act.DECIDE, frozenset({Role.CITY_LEADER}), levels=CITY),
    Rule(Act.FOLLOW_DECISION, CASE_READERS, (Scope.OWN_UNIT,)),
    Rule(Act.VERIFY_DECISION, frozenset({Role.VERIFIER, Role.SUPERVISOR}), levels=UPPER),
    Rule(Act.ISSUE_MINUTES, OFFICE, levels=CITY),
    Rule(Act.PUBLISH_PLAN, OFFICE | {Role.CITY_LEADER}, levels=CITY),
    Rule(Act.ACKNOWLEDGE_PLAN, COUNTY_REPORTERS, levels=COUNTY),
)

SURVEILLANCE = (
    Rule(Act.VIEW_SURVEILLANCE, CASE_READERS - {Role.GRID_WORKER}),
    # Counts of one to four could name somebody: only those who work with cases see them.
    Rule(Act.VIEW_SMALL_CELLS, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
    Rule(Act.EXPORT_CASES, frozenset({Role.EPIDEMIOLOGIST, Role.CLERK, Role.AUDITOR})),
    Rule(Act.ENTER_CASES, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
    Rule(Act.SET_REGIME, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
    Rule(
        Act.ENTER_SIGNALS,
        frozenset({Role.EPIDEMIOLOGIST, Role.TESTING_LEAD, Role.DUTY_OFFICER}),
        levels=UPPER,
    ),
    Rule(Act.ENTER_TIMELINE, frozenset({Role.EPIDEMIOLOGIST, Role.DUTY_OFFICER}), levels=UPPER),
    Rule(Act.VIEW_CAPACITY, CASE_READERS - {Role.GRID_WORKER}),
    Rule(
        Act.ENTER_CAPACITY,
        frozenset({Role.TESTING_LEAD, Role.FACILITY_MANAGER, Role.EPIDEMIOLOGIST}),
        levels=UPPER,
    ),
)

SCENARIOS = (
    # A model of made-up people; whoever prepares or takes a decision may look at it.
    Rule(Act.VIEW_SCENARIOS, CASE_READERS - {Role.GRID_WORKER}),
    Rule(
        Act.RUN_SCENARIO,
        LEADERS | OFFICE | {
            Role.EPIDEMIOLOGIST, Role.DUTY_OFFICER, Role.COORDINATOR, Role.SAFEGUARDS_OFFICER,
        },
        levels=UPPER,
    ),
    # Not whoever asked for it; the fit's own machine sees to that.
    Rule(Act.APPROVE_FIT, frozenset({Role.EPIDEMIOLOGIST}), levels=UPPER),
)  # fmt: skip

ACCOUNTS = (
    Rule(Act.VIEW_SETUP, DUTY_KEEPERS | LEADERS | OFFICE, EVERYWHERE),  # each line asks for its own
    Rule(Act.VIEW_ACCOUNTS, ADMINISTRATOR),
    Rule(Act.CREATE_ACCOUNT, ADMINISTRATOR),
    Rule(Act.DISABLE_ACCOUNT, ADMINISTRATOR),
    Rule(Act.RESET_SECOND_FACTOR, ADMINISTRATOR),
)

RULES: tuple[Rule, ...] = (
    *READING, *TERRITORY, *POSTS, *INCIDENTS, *PREMISES, *MEASURES, *SAFEGUARDS, *SURVEILLANCE,
    *REVIEW, *SCENARIOS, *ACCOUNTS,
)  # fmt: skip


def by_act(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Index rules by act.

    Raises
    ------
    ValueError
        An act stands in two rows: then nobody could read who may.
    """
    table: dict[str, Rule] = {}
    for rule in rules:
        if rule.act in table:
            raise ValueError(f"Expected one rule for {rule.act}.")
        table[str(rule.act)] = rule
    return MappingProxyType(table)


MATRIX: Mapping[str, Rule] = by_act(RULES)
