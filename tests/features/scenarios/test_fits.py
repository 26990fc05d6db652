"""A fit to the record: asked, tested by a held-out week, approved by another person, then used."""

import pytest
from django.urls import reverse
from tests.factories import review as night
from tests.factories.acting import acting
from tests.factories.surveillance import enter, wave

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import Choice
from bihuan.features.incidents import api as incidents
from bihuan.features.scenarios import api
from bihuan.features.scenarios.models import RunAnswer
from bihuan.features.scenarios.selectors.charts import fit_chart
from bihuan.features.scenarios.selectors.runs import Answer
from bihuan.features.scenarios.selectors.simulated import task_of
from bihuan.features.scenarios.views import result
from bihuan.features.surveillance.api import make_and_keep
from bihuan.features.territory.api import zone_of

pytestmark = pytest.mark.django_db
RISE = [round(4 * 1.08**day) for day in range(28)]
JUMP = [*RISE[:21], *[300] * 7]  # the week that tests the fit disagrees
ASKER = acting(Role.EPIDEMIOLOGIST, night.CITY, post=960, person=9060, unit=91)


def fit(incident, *, by=ASKER, key="fit"):
    with night.at(incident, night.EVENING):
        answer = api.ask_fit(
            by=by, view=incidents.incident(incident), zone=zone_of(night.NORTH),
            choice=Choice((), infections=10, tier="T2"), key=key, runs=2,
        )  # fmt: skip
    if isinstance(answer, Refusal):
        return answer
    return api.run_of(incident=incident, number=answer.result["number"])


def fill(incident, counts=RISE):
    """Enter four weeks of counts, and make their analysis."""
    enter(incident, wave(counts, zone=night.NORTH, community=1.0))
    with night.at(incident, night.EVENING):
        view = incidents.incident(incident)
        day = night.EVENING.date()
        make_and_keep(view, [zone_of(night.NORTH)], day, at=night.EVENING)


@pytest.fixture
def record(ask, incident):
    fill(incident)
    return incident


@pytest.fixture(scope="module")
def said():
    """The texts that the first fit of this module left: the others record the same one."""
    return []


@pytest.fixture
def made(record, said):
    """A finished fit with its answer."""
    asked = fit(record)
    if not said:
        assert api.work(lambda: False) == 2
        said.append(RunAnswer.objects.get(id=asked.id).body)
    else:
        api.adopt_answer(by=night.SYSTEM, run=asked, text=said[0], key="same fit")
    found = api.run_of(incident=record, number=asked.number)
    assert found.state is RunState.FINISHED
    return found, api.answer_of(found)[0]


def use(made, **changes):
    run, answer = made
    low, high = answer.body["range"]
    return {"fit": run.id, "low_percent": low, "high_percent": high} | changes


def test_a_fit_stays_within_the_profile_and_is_tested_by_a_week_it_did_not_see(made):
    run, answer = made
    low, high = answer.body["range"]
    assert answer.body["candidates"] == 2 * 5
    assert answer.body["prior"][0] <= low <= high <= answer.body["prior"][1]
    assert answer.body["held_out"] == 7
    assert run.series.counts == tuple(RISE)


def test_only_another_person_who_may_approves_a_fit(made, ask, web):
    run, answer = made
    assert ask("early", **use(made)).code == "fit_not_approved"
    for by, code in ((ASKER, "own_fit"), (night.LEADER, "act_not_granted")):
        assert api.approve_fit(by=by, run=run, answer=answer, key="no").code == code
    address = reverse("scenarios:run", args=[run.number])
    page = web(night.EPIDEMIOLOGIST).get(address).content.decode()
    assert "Held-out week" in page
    assert "Approve the fit" in page
    own = web(ASKER).get(address).content.decode()
    assert 'disabled aria-describedby="why-approve"' in own
    assert "Whoever asked for a fit does not approve it" in own
    web(night.EPIDEMIOLOGIST).post(f"{address}/approve")
    approved = api.run_of(incident=run.incident, number=run.number)
    assert (approved.state, approved.approval_reason) == (RunState.APPROVED, "")


def test_the_page_of_a_fit_says_who_asked_for_it_and_who_approved_it(made, web, monkeypatch):
    run, answer = made
    api.approve_fit(by=night.EPIDEMIOLOGIST, run=run, answer=answer, key="yes")
    monkeypatch.setattr(result, "post_label", lambda number: f"post {number}")
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert f"post {ASKER.post}" in page
    assert f"post {night.EPIDEMIOLOGIST.post}" in page


def test_a_fit_against_its_held_out_week_is_approved_only_with_a_reason_in_words(
    ask, incident, web
):
    fill(incident, JUMP)
    asked = fit(incident)
    api.work(lambda: False)
    run = api.run_of(incident=incident, number=asked.number)
    answer, _ = api.answer_of(run)
    refused = api.approve_fit(by=night.EPIDEMIOLOGIST, run=run, answer=answer, key="no", reason=" ")
    assert refused.code == "disagreement_unexplained"
    address = reverse("scenarios:run", args=[run.number])
    browser = web(night.EPIDEMIOLOGIST)
    page = browser.post(f"{address}/approve", {"reason": " "})
    assert page.status_code == 409
    assert "Why it stands all the same" in page.content.decode()
    assert api.run_of(incident=incident, number=run.number).state is RunState.FINISHED
    done = browser.post(f"{address}/approve", {"reason": "one dormitory, counted late"})
    assert done.status_code == 303
    assert "one dormitory, counted late" in browser.get(address).content.decode()
    record = browser.get(reverse("scenarios:record", args=[run.number])).json()
    assert record["approval_reason"] == "one dormitory, counted late"


def test_plans_may_use_an_approved_fit_and_only_its_own_range(made, ask, web):
    run, answer = made
    done = api.approve_fit(by=night.EPIDEMIOLOGIST, run=run, answer=answer, key="yes")
    assert not isinstance(done, Refusal), done
    form = web(night.LEADER).get(f"{reverse('scenarios:new')}?zone={night.NORTH}")
    assert f"Fit of run {run.number}" in form.content.decode()
    assert ask("other", **use(made, low_percent=1)).code == "fit_not_approved"
    used = ask("used", runs=1, **use(made))
    task, _ = task_of(used)
    ends = [round(one.reproduction_number * 100) for one in (task.low, task.high)]
    assert ends == answer.body["range"]
    api.work(lambda: False)
    page = web(night.LEADER).get(reverse("scenarios:run", args=[used.number])).content.decode()
    assert f'<a href="/scenarios/{run.number}">Fit of run {run.number}</a>' in page


def test_a_record_with_too_few_days_is_refused_with_the_numbers(ask, incident, web):
    refused = fit(incident)
    assert (refused.code, refused.params["before"]) == ("too_few_days_to_fit", 0)
    address = f"{reverse('scenarios:fit')}?zone={night.NORTH}"
    page = web(ASKER).post(address, {"start": "5"})
    assert page.status_code == 409
    assert "knows 0 of the 10 days" in page.content.decode()
    assert "once they are analysed" in page.content.decode()


def test_plans_are_never_approved(ask):
    run = ask(runs=1)
    api.work(lambda: False)
    made = api.run_of(incident=run.incident, number=run.number)
    answer, _ = api.answer_of(made)
    refused = api.approve_fit(by=night.EPIDEMIOLOGIST, run=made, answer=answer, key="no")
    assert refused.code == "only_fits_are_approved"


def test_what_a_plan_or_a_fit_starts_from_tells_no_count_below_five(incident, ask, web):
    few = [0] * 27 + [3]
    fill(incident, few)
    address = f"{reverse('scenarios:new')}?zone={night.NORTH}"
    page = web(night.LEADER).get(address).content.decode()
    assert "<dd>&lt;5</dd>" in page
    assert 'name="infections" value="5"' in page
    page = web(night.EPIDEMIOLOGIST).get(address).content.decode()
    assert "<dd>3</dd>" in page
    assert 'name="infections" value="5"' in page, "whoever sees the run reads what it began with"
    run = ask()
    record = reverse("scenarios:record", args=[run.number])
    told = [web(by).get(record).json()["basis"]["tonight"]["cases"]
            for by in (night.LEADER, night.EPIDEMIOLOGIST)]  # fmt: skip
    assert told == ["<5", 3]


def test_the_chart_of_a_fit_hides_a_day_that_covers_for_a_neighbours(incident, ask):
    days = [12] * 28
    enter(incident, wave([*days[:-1], 3], zone=night.SOUTH, community=1.0), key="south")
    enter(incident, wave(days, zone=night.NORTH, community=1.0), key="north")
    with night.at(incident, night.EVENING):
        view, day = incidents.incident(incident), night.EVENING.date()
        make_and_keep(view, [zone_of(night.NORTH)], day, at=night.EVENING)
    run = fit(incident)
    answer = Answer(2, {"bands": [[0] * 28] * 5, "inside": 7, "held_out": 7}, "0" * 64, True)
    drawn = fit_chart(run, answer).suppressed(5).series[-1]
    assert drawn.values[-2:] == (12, None)
