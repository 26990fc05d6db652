"""A frozen night stays frozen, and everything that comes later is listed."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from tests.factories import review as night
from tests.factories.review import DAY, EVENING, HOUR, MINUTE, NEXT, T0, row

from bihuan.domain.chain.canonical import canonical
from bihuan.features.review import api
from bihuan.features.review.models import DataSnapshot, Revision
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Count,
    Definition,
    Figure,
    Registry,
    Words,
    registered,
    shown,
)
from bihuan.platform.jobs.ticks import run_tick
from bihuan.platform.ledger import signing
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db


def frozen(incident, day=DAY):
    return api.report_of(json.loads(api.snapshot_body(incident=incident, day=day)))


def test_a_freeze_keeps_one_canonical_report_and_its_hash(drill):
    night.enter(drill)
    outcome = night.freeze(drill)
    head = api.snapshot_head(incident=drill, day=DAY)
    body = api.snapshot_body(incident=drill, day=DAY)
    assert outcome.result == {"snapshot": "SNAP-20221128-1800", "sha256": head.sha256}
    assert sha256(body.encode()).hexdigest() == head.sha256
    assert canonical(json.loads(body)).decode() == body
    assert api.night_of(incident=drill, day=DAY).root


def test_a_second_freeze_returns_the_first_whoever_asks(drill):
    first = night.freeze(drill)
    night.enter(drill, when=EVENING + MINUTE)
    second = night.freeze(drill, key="again", when=EVENING + 9 * MINUTE, by=night.HEAD)
    assert second.repeated
    assert second.result == first.result
    assert (second.chain, second.number) == (first.chain, first.number)


def test_published_counts_give_the_figures_of_section_2(drill):
    night.enter(drill)
    night.freeze(drill)
    report = frozen(drill)
    said = {
        code: shown(report.figure(f"review.{code}").value)
        for code in (
            "new_cases", "new_per_100k", "community_detected", "managed_detected",
            "share_community", "seven_day_trend", "cumulative", "completeness",
        )
    }  # fmt: skip
    assert said == {
        "new_cases": "12",
        "new_per_100k": "8.00",
        "community_detected": "3",
        "managed_detected": "9",
        "share_community": "25.00 %",
        "seven_day_trend": "—",
        "cumulative": "—",
        "completeness": "0/2",
    }
    rows = report.figure("review.cases_by_county").value.rows
    assert [(one.key, one.values) for one in rows] == [("990102", (7,)), ("990121", (5,))]


def test_what_does_not_add_up_is_said_in_the_annex(drill):
    night.enter(drill, (*night.BULLETIN[:-1], row("total", "new_infections_in_window", 14)))
    night.freeze(drill)
    quality = [words.en for words in frozen(drill).quality]
    assert "The counties add up to 12, the published total is 14" in quality


def test_sections_that_cannot_be_hidden_are_there_without_any_figure(drill):
    night.freeze(drill)
    numbers = [section.number for section in frozen(drill).sections]
    assert {0, 1, 2, 4, 9, 11, 12, 13, 14, 15} <= set(numbers)
    assert len(frozen(drill).bottom_line) == 5


def test_late_and_corrected_inputs_leave_the_snapshot_and_are_listed_tomorrow(drill):
    night.enter(drill)
    night.freeze(drill)
    before = DataSnapshot.objects.values_list("body", "sha256").get()
    night.enter(drill, [row(value=8)], when=EVENING + MINUTE, key="corrected")
    night.enter(drill, [row("route", "fever", 1, "community")], when=EVENING + MINUTE, key="late")
    assert DataSnapshot.objects.values_list("body", "sha256").get() == before
    listed = api.revisions(incident=drill, listed_on=NEXT)
    assert [(one.old, one.new, one.day) for one in listed] == [(7, 8, DAY), (None, 1, DAY)]
    night.freeze(drill, day=NEXT, when=EVENING + timedelta(days=1), key="next")
    assert len(frozen(drill, NEXT).content["revisions"]) == 2
    assert check(Session(), ledgered_tables())[1] == []
    assert verify(Session()).faults == ()


def test_a_thousand_late_and_corrected_inputs_change_no_hash_and_are_each_listed(drill):
    night.enter(drill)
    first = night.freeze(drill)
    for number in range(1000):
        late = number % 2
        key = f"late{number}" if late else "990102"
        rows = [row("route" if late else "county", key, 100 + number)]
        answer = night.enter(drill, rows, when=EVENING + MINUTE, key=f"r{number}")
        assert answer.result["revisions"] == 1
    body = api.snapshot_body(incident=drill, day=DAY)
    assert sha256(body.encode()).hexdigest() == first.result["sha256"]
    assert night.freeze(drill, key="later").result == first.result
    assert len(api.revisions(incident=drill, listed_on=NEXT)) == 1000


def test_the_database_itself_refuses_a_changed_snapshot(drill):
    night.freeze(drill)
    from django.db import IntegrityError, connection

    from bihuan.platform.db import guard

    with guard.lifted(), pytest.raises(IntegrityError, match="snapshot_is_never_changed"):
        connection.cursor().execute("UPDATE review_snapshot SET version=2")


@pytest.mark.parametrize(
    ("day", "when", "code"),
    [
        (DAY, T0 - MINUTE, "window_has_not_ended"),
        ("2022-11-20", EVENING, "night_before_incident"),
        ("tonight", EVENING, "not_a_day"),
    ],
)
def test_a_night_that_is_not_over_or_is_none_is_refused(drill, day, when, code):
    assert night.freeze(drill, day=day, when=when).code == code
    assert not DataSnapshot.objects.exists()


def test_only_the_office_freezes(drill):
    assert night.freeze(drill, by=night.SOUTH_DUTY).code == "act_not_granted"
    assert night.freeze(drill, by=night.HEAD).result["sha256"]


@pytest.mark.parametrize(
    ("rows", "source", "code"),
    [
        ([row(value=-1)], "s", "figure_is_no_count"),
        ([row(), row()], "s", "figure_twice"),
        ([row("weather")], "s", "figure_kind_unknown"),
        ([row(zh=" ")], "s", "figure_name_missing"),
        ([row()], " ", "figure_source_missing"),
    ],
)
def test_a_count_that_is_none_is_refused_with_its_row(drill, rows, source, code):
    with night.at(drill, EVENING):
        answer = api.enter_figures(
            by=night.EPIDEMIOLOGIST, incident=drill, day=DAY, rows=rows, source=source, key="x"
        )
    assert answer.code == code


def test_a_window_that_has_not_begun_takes_no_published_count(drill):
    answer = night.enter(drill, day=NEXT, when=T0 - MINUTE)
    assert answer.code == "window_has_not_begun"


def test_a_count_that_arrives_after_the_cut_off_is_a_revision_of_the_next_night(drill):
    in_time = night.enter(drill, [row()], when=T0)
    late = night.enter(drill, [row(key="990121", value=5)], when=T0 + MINUTE, key="late")
    assert (in_time.result["entered"], late.result["revisions"]) == (1, 1)
    night.freeze(drill)
    assert frozen(drill).figure("review.new_cases").value == Count(7)
    assert [(one.old, one.new) for one in api.revisions(incident=drill, listed_on=NEXT)] == [
        (None, 5)
    ]


def test_checking_before_the_freeze_corrects_what_was_there_at_the_cut_off(drill):
    night.enter(drill, [row()], when=T0 - HOUR)
    rows = [row(value=9), row(key="990121", value=5)]
    answer = night.enter(drill, rows, when=T0 + HOUR, key="checked")
    assert answer.result == {"entered": 1, "revisions": 1, "unchanged": 0}
    again = night.enter(drill, [row(key="990121", value=6)], when=T0 + HOUR, key="again")
    assert again.result["revisions"] == 1
    night.freeze(drill)
    assert frozen(drill).figure("review.new_cases").value == Count(9)
    listed = api.revisions(incident=drill, listed_on=NEXT)
    assert [(one.old, one.new) for one in listed] == [(None, 5), (5, 6)]


def test_a_later_night_knows_what_was_corrected_by_its_own_cut_off_only(drill):
    night.enter(drill)
    night.freeze(drill)
    day = timedelta(days=1)
    night.enter(drill, [row(value=8)], when=T0 + day, key="in time for the next")
    night.enter(drill, [row(value=99)], when=T0 + day + MINUTE, key="too late for the next")
    known = {one.key: one.value for one in api.published(incident=drill, day=DAY, night=NEXT)}
    assert known["990102"] == 8
    assert [one.new for one in api.revisions(incident=drill, listed_on=NEXT)] == [8]


def test_a_county_enters_its_own_count_and_no_other(drill):
    by = night.acting(night.Role.EPIDEMIOLOGIST, night.SOUTH, post=903)
    own = [row(key="990121", value=5)]
    assert night.enter(drill, own, by=by, key="own").result["entered"] == 1
    assert night.enter(drill, by=by, key="other").code == "outside_own_scope"


def test_a_county_that_submits_is_complete_and_one_that_is_silent_is_named(drill):
    with night.at(drill, T0 + MINUTE):
        assert api.submit(by=night.SOUTH_DUTY, incident=drill, day=DAY, key="s").result == {}
        again = api.submit(by=night.SOUTH_DUTY, incident=drill, day=DAY, key="s2")
        assert again.code == "already_submitted"
        city = api.submit(by=night.HEAD, incident=drill, day=DAY, key="s3")
        assert city.code == "county_posts_submit"
    night.freeze(drill)
    report = frozen(drill)
    assert [unit["en"] for unit in report.missing_units] == ["Beimen District"]
    gap = next(fact for fact in report.agenda if fact.subject == "completeness")
    assert gap.kind is AgendaKind.GAP
    with night.at(drill, EVENING + MINUTE):
        late = api.submit(by=night.NORTH_DUTY, incident=drill, day=DAY, key="s4")
    assert late.code == "night_is_frozen"


def test_a_county_whose_posts_acted_in_the_window_has_not_reported_yet(drill):
    by = night.acting(night.Role.EPIDEMIOLOGIST, night.SOUTH, post=night.COUNTY_DUTY)
    rows = [row(key="990121", value=1)]
    answer = night.enter(drill, rows, when=T0 - MINUTE, by=by)
    assert answer.result["entered"] == 1
    night.freeze(drill)
    report = frozen(drill)
    units = report.content["completeness"]["units"]
    assert [(unit["zone"], unit["how"]) for unit in units] == [
        (night.NORTH, "missing"),
        (night.SOUTH, "acted"),
    ]
    assert report.content["completeness"]["n"] == 0
    assert len(report.missing_units) == 2


def test_a_broken_source_is_named_and_the_night_is_frozen_all_the_same(drill):
    def broken(context):
        raise RuntimeError("planted")

    words = Words("坏", "Broken")
    figure = Figure("test.broken", 9, words, Definition(words, words), broken)
    with registered(Registry((figure,), (AgendaSource("test.source", broken),))):
        night.freeze(drill)
    report = frozen(drill)
    assert report.figure("test.broken").broken
    assert any("test.broken, test.source" in words.en for words in report.quality)


def test_the_agenda_fits_the_hour_and_names_what_does_not(drill):
    def many(context):
        return [
            AgendaFact(AgendaKind.OVERDUE, f"JB-{n}", Words(f"问题{n}", f"Finding {n}"), minutes=5)
            for n in range(60)
        ]

    with registered(Registry(agenda=(AgendaSource("test.many", many),))):
        night.freeze(drill)
    agenda = frozen(drill).agenda
    assert sum(fact.minutes for fact in agenda) <= 60
    assert [fact.kind for fact in agenda[-2:]] == [AgendaKind.SAFEGUARDS, AgendaKind.PLAN]
    further = next(fact for fact in agenda if fact.subject == "further")
    alone = sum(fact.subject.startswith("JB-") for fact in agenda)
    assert alone + len(further.facts) >= 60


def test_figures_of_other_features_stand_in_their_sections(drill):
    words = Words("自设", "Own")
    figure = Figure("test.own", 4, words, Definition(words, words), lambda _: Count(2))
    with registered(Registry((figure,))):
        night.freeze(drill)
    section = next(one for one in frozen(drill).sections if one.number == 4)
    assert "test.own" in [one.code for one in section.figures]
    assert "Unowned zones: 0" in frozen(drill).bottom_line[2].en


def test_the_evening_runs_by_itself_and_once(drill):
    for hours, state in ((0.5, None), (1.2, "draft"), (2.5, "frozen"), (2.6, "frozen")):
        with night.at(drill, T0 + timedelta(hours=hours)):
            run_tick(T0)
        view = api.night_of(incident=drill, day=DAY)
        assert (view.state if view else None) == state
    assert DataSnapshot.objects.count() == 1
    assert Revision.objects.count() == 0


def test_the_tables_of_the_review_follow_from_the_ledger(drill):
    night.enter(drill)
    night.freeze(drill)
    assert check(Session(), ledgered_tables())[1] == []
    assert verify(Session()).faults == ()


@pytest.mark.parametrize("year", [1998, 2022, 2031])
def test_a_past_and_a_coming_day_are_played_and_frozen_like_any_other(settings, tmp_path, year):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    cut_off, day = T0.replace(year=year), f"{year}-11-28"
    drill = night.open_drill(cut_off - 3 * HOUR, first_day=date(year, 11, 27))
    night.enter(drill, day=day, when=cut_off)
    first = night.freeze(drill, day=day, when=cut_off + 2 * HOUR)
    night.call(drill, day=day, when=cut_off + 2 * HOUR)
    night.decide(
        drill, day=day, when=cut_off + 3 * HOUR, due_at=cut_off + 9 * HOUR,
        review_at=cut_off + 24 * HOUR,
    )  # fmt: skip
    report = frozen(drill, day)
    assert first.result["snapshot"] == f"SNAP-{year}1128-1800"
    assert report.figure("review.new_cases").value == Count(12)
    assert report.content["incident"]["day_number"] == 2
    assert api.decisions(incident=drill)[0].order.document_year == year
    assert verify(Session()).faults == ()
