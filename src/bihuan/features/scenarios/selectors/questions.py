"""A run as a question to a model: its digest, its replicates, its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bihuan.domain.profiles import DiseaseProfile
from bihuan.features.scenarios.selectors.answered import answer_text
from bihuan.features.scenarios.selectors.renewed import renewal_text
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.features.scenarios.selectors.simulated import CannotRunError, renewal_of, task_of
from bihuan.platform.twin.identity import digest_of
from bihuan.platform.twin.renewal import RenewalTask, renewal_digest, renewal_replicate
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.ensemble import Outcome, Task, replicate
from bihuan.science.twin.vector import BeyondModelError


class Question(Protocol):
    """What a run asks of a model."""

    @property
    def digest(self) -> str:
        """Name everything that decides the figures."""
        ...

    def make(self, number: int) -> tuple[Outcome, ...]:
        """Make one replicate of every plan."""
        ...

    def told(self, done: Sequence[Outcome]) -> str:
        """Return the answer of the replicates that are there, as canonical text."""
        ...


def question_of(run: RunView) -> Question:
    """Return the question of a run.

    Raises
    ------
    CannotRunError
        With the code of the refusal.
    """
    if run.renewal:
        return _ToRenewal(run, *renewal_of(run))
    return _ToAgents(run, *task_of(run))


@dataclass(frozen=True, slots=True)
class _ToAgents:
    run: RunView
    task: Task
    profile: DiseaseProfile

    @property
    def digest(self) -> str:
        return digest_of(self.task)

    def make(self, number: int) -> tuple[Outcome, ...]:
        return replicate(self.task, number)

    def told(self, done: Sequence[Outcome]) -> str:
        return answer_text(self.run, self.task, self.profile, done)


@dataclass(frozen=True, slots=True)
class _ToRenewal:
    run: RunView
    task: RenewalTask
    profile: DiseaseProfile
    zones: ZoneTable

    @property
    def digest(self) -> str:
        return renewal_digest(self.task)

    def make(self, number: int) -> tuple[Outcome, ...]:
        try:
            return renewal_replicate(self.task, number)
        except BeyondModelError as beyond:
            raise CannotRunError("beyond_the_model") from beyond

    def told(self, done: Sequence[Outcome]) -> str:
        return renewal_text(self.run, self.task, self.profile, self.zones, done)
