"""Runs, their answers, and what waits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.domain.profiles import Model
from bihuan.domain.scenarios.series import Series, series_of
from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import Choice, Tonight, asked
from bihuan.domain.zones import ZoneRange
from bihuan.features.scenarios.models import RunAnswer, RunReplicate, ScenarioRun

FIELDS = (
    "id", "incident", "zone", "number", "snapshot", "snapshot_sha256", "profile", "basis", "seed",
    "runs", "state", "asked_at", "asked_by", "ended_at", "task", "versions", "sha256", "version",
    "low_percent", "high_percent", "approved_at", "approved_by",
    "approval_reason",
)  # fmt: skip
MOST = 100
ANSWERED = Exists(RunAnswer.objects.filter(id=OuterRef("id"), runs__gt=0))


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as it was asked, and where it stands; ``renewal`` tells which model answers it."""

    id: str
    incident: int
    zone: int
    number: int
    snapshot: str
    snapshot_sha256: str
    profile: str
    tonight: Tonight
    choice: Choice
    seed: int
    runs: int
    state: RunState
    asked_at: datetime
    asked_by: int
    ended_at: datetime | None
    task: str
    versions: str
    sha256: str
    version: int
    low_percent: int = 0
    high_percent: int = 0
    approved_at: datetime | None = None
    approved_by: int | None = None
    approval_reason: str = ""
    series: Series | None = None
    renewal: bool = False

    @property
    def waiting(self) -> bool:
        """Tell whether it is still on its way."""
        return self.state is RunState.ASKED


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run says; ``intact`` tells that the text is the one that was recorded."""

    runs: int
    body: Mapping[str, Any]
    sha256: str
    intact: bool


def _view(row: tuple[Any, ...]) -> RunView:
    told = dict(zip(FIELDS, row, strict=True))
    basis = json.loads(told.pop("basis"))
    told["tonight"], told["choice"] = asked(basis)
    told["series"] = series_of(basis["series"]) if "series" in basis else None
    told["renewal"] = basis.get("model") == Model.VECTOR_RENEWAL
    return RunView(**(told | {"state": RunState(told["state"])}))


def runs_in(*, incident: int, scope: ZoneRange) -> list[RunView]:
    """Return the runs of zones in a scope, the newest first."""
    found = ScenarioRun.objects.filter(
        incident=incident, zone__gte=scope.lo, zone__lte=scope.hi
    ).order_by("-number")
    return [_view(row) for row in found.values_list(*FIELDS)[:MOST]]


def beds_given(*, incident: int, zone: int) -> int | None:
    """Return the beds that the newest comparison of plans for a zone was given; None for none.

    The renewal model asks for none.
    """
    found = ScenarioRun.objects.filter(incident=incident, zone=zone).order_by("-number")
    runs = (_view(row) for row in found.values_list(*FIELDS)[:MOST])
    asked = (one for one in runs if one.series is None and not one.renewal)
    return next((one.choice.beds for one in asked), None)


def approved_fits(*, incident: int, zone: int, profile: str) -> list[RunView]:
    """Return the approved fits of a zone on a profile, the newest first."""
    found = ScenarioRun.objects.filter(
        incident=incident, zone=zone, profile=profile, state=RunState.APPROVED
    )
    return [_view(row) for row in found.order_by("-number").values_list(*FIELDS)]


def run_of(*, incident: int, number: int) -> RunView | None:
    """Return one run of an incident."""
    found = ScenarioRun.objects.filter(incident=incident, number=number)
    row = found.values_list(*FIELDS).first()
    return None if row is None else _view(row)


def number_of(run: str) -> int | None:
    """Return the number under which a run is cited."""
    return ScenarioRun.objects.filter(id=run).values_list("number", flat=True).first()


def finished_until(*, incident: int, since: datetime, until: datetime) -> list[RunView]:
    """Return the runs finished in a span of time, by number."""
    found = ScenarioRun.objects.filter(
        incident=incident, state=RunState.FINISHED, ended_at__gt=since, ended_at__lte=until
    )
    return [_view(row) for row in found.order_by("number").values_list(*FIELDS)]


def next_waiting() -> RunView | None:
    """Return the run that goes on: without a first answer before those that get refined.

    Among equals the one that was asked first.
    """
    row = _in_turn().values_list(*FIELDS).first()
    return None if row is None else _view(row)


def runs_ahead(run: RunView) -> int:
    """Return how many runs go before this one."""
    earlier = Q(asked_at__lt=run.asked_at) | Q(asked_at=run.asked_at, number__lt=run.number)
    if _waiting().filter(ANSWERED, id=run.id).exists():
        return _waiting().filter(~ANSWERED | earlier).count()
    return _waiting().filter(~ANSWERED, earlier).count()


def _waiting() -> QuerySet[ScenarioRun]:
    """Return the runs that were asked and can go on."""
    broken = RunAnswer.objects.exclude(fault="").values("id")
    return ScenarioRun.objects.filter(state=RunState.ASKED).exclude(id__in=broken)


def _in_turn() -> QuerySet[ScenarioRun]:
    return _waiting().order_by(ANSWERED, "asked_at", "number")


def still_wanted(identity: str) -> bool:
    """Tell whether a run has not been cancelled meanwhile."""
    return ScenarioRun.objects.filter(id=identity, state=RunState.ASKED).exists()


def goes_first(identity: str) -> bool:
    """Tell whether no other run is to go on before this one."""
    return _in_turn().values_list("id", flat=True).first() == identity


def answer_of(run: RunView) -> tuple[Answer | None, str]:
    """Return what a run says so far, and why it cannot go on; both may be absent."""
    row = RunAnswer.objects.filter(id=run.id).first()
    if row is None:
        return None, ""
    if not row.body:
        return None, row.fault
    digest = sha256(row.body.encode()).hexdigest()
    intact = digest == (run.sha256 or row.sha256)
    return Answer(row.runs, json.loads(row.body), row.sha256, intact), row.fault


def replicates_of(run: str, task: str) -> dict[int, str]:
    """Return the finished replicates of a run under one task, by number."""
    found = RunReplicate.objects.filter(run=run, task=task)
    return dict(found.values_list("number", "body"))


def replicates_made(run: str) -> int:
    """Return how many replicates of a run are there."""
    return RunReplicate.objects.filter(run=run).count()
