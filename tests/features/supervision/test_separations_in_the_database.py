"""Separations of duties hold in the database too: whoever gets past the code is stopped there."""

import pytest
from django.db import IntegrityError, connection
from tests.factories import posts as duty
from tests.factories.orders import ORDINARY

from bihuan.platform.db import guard

TABLE = "supervision_finding"


def change(finding: str, **columns) -> None:
    names = ", ".join(f"{name}=%s" for name in columns)
    with guard.lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {names} WHERE id=%s", [*columns.values(), finding])


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"verifier_unit": duty.BRIDGE_HOUSE}, "verifier_is_not_the_handling_unit"),
        ({"verifier_unit": duty.OFFICE}, "grave_verifier_is_not_the_issuing_unit"),
        ({"state": "CLOSED", "closed_at": 1, "passed_at": None}, "closed_only_after_passed"),
        ({"state": "ARCHIVED", "closed_at": 1, "passed_at": None}, "closed_only_after_passed"),
        ({"handler_post": None}, "an_order_has_a_responsible_post"),
        ({"state": "RECTIFYING", "document_number": None}, "rectifying_has_an_order"),
        ({"closed_at": 1}, "open_by_its_instants"),
        ({"state": "WITHDRAWN"}, "open_by_its_instants"),
        ({"reported_at": None}, "open_by_its_instants"),
        ({"severity": 0}, "severity_1_to_4"),
        ({"severity": 5}, "severity_1_to_4"),
    ],
)
def test_a_row_that_breaks_a_separation_cannot_be_written(town, columns, constraint):
    finding = town.to_passed()
    with pytest.raises(IntegrityError, match=constraint):
        change(finding, **columns)


def test_the_closer_cannot_be_the_verifier(town):
    finding = town.to_passed()
    verifier = town.facts(finding).verifier_post
    with pytest.raises(IntegrityError, match="closer_is_not_the_verifier"):
        change(finding, closer_post=verifier)


def test_the_closing_person_is_not_the_verifying_one_whatever_post_he_holds(town):
    finding = town.to_closed()
    verifier = town.facts(finding).verifier_person
    with pytest.raises(IntegrityError, match="closer_person_is_not_the_verifier"):
        change(finding, closer_person=verifier)


@pytest.mark.parametrize(
    ("proposer", "rejecter"), [(None, 7), (7, 7), (7, None), (None, None), (0, 7), (7, 0)]
)
def test_what_touches_life_or_rights_is_rejected_by_two_known_people(town, proposer, rejecter):
    finding = town.to_reported()
    rejected = {"state": "REJECTED", "ended_at": 1}
    with pytest.raises(IntegrityError, match="s1_is_rejected_by_two"):
        change(finding, **rejected, proposer_person=proposer, rejecter_person=rejecter)
    change(finding, **rejected, proposer_person=7, rejecter_person=8)


@pytest.mark.parametrize(
    ("column", "constraint"),
    [
        ("author_person", "verifier_is_not_the_author"),
        ("author_post", "verifier_is_not_the_author"),
        ("handler_person", "verifier_is_not_the_handler"),
        ("handler_post", "verifier_is_not_the_handler"),
    ],
)
def test_nobody_verifies_what_he_found_or_put_right_whatever_post_he_holds(
    town, column, constraint
):
    finding = town.to_passed()
    facts = town.facts(finding)
    verifier = column.replace(column.split("_")[0], "verifier")
    assert getattr(facts, column) is not None
    with pytest.raises(IntegrityError, match=constraint):
        change(finding, **{verifier: getattr(facts, column)})


def test_a_finding_on_its_way_cannot_be_closed_without_a_pass(town):
    finding = town.to_verifying()
    with pytest.raises(IntegrityError, match="closed_only_after_passed"):
        change(finding, state="CLOSED", closed_at=1)
    assert town.facts(finding).state == "VERIFYING"


def test_a_ledger_number_is_given_once(town):
    first, second = town.to_assigned(), town.to_assigned()
    with pytest.raises(IntegrityError):
        change(second, ledger_number=town.facts(first).ledger_number)


def test_an_ordinary_verifier_may_belong_to_the_issuing_unit(town):
    finding = town.to_reported(type_code=ORDINARY)
    change(finding, severity=3, verifier_unit=duty.OFFICE, issuer_unit=duty.OFFICE)


def test_a_write_outside_a_command_is_stopped_before_the_database_sees_it(town):
    finding = town.to_reported()
    with pytest.raises(guard.WriteOutsideCommand), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET severity=4 WHERE id=%s", [finding])
