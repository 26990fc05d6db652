"""Carries out the runs that wait, replicate by replicate; a killed one goes on behind its last."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256

import structlog

from bihuan.domain.refusals import Refusal
from bihuan.features.scenarios.actions.end import Made, finish_run
from bihuan.features.scenarios.models import RunAnswer, RunReplicate
from bihuan.features.scenarios.selectors.questions import Question, question_of
from bihuan.features.scenarios.selectors.runs import (
    RunView,
    goes_first,
    next_waiting,
    replicates_of,
    still_wanted,
)
from bihuan.features.scenarios.selectors.simulated import CannotRunError
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.platform.twin.identity import versions
from bihuan.platform.twin.replicates import read, written
from bihuan.science.twin.ensemble import Outcome as Replicated

log = structlog.get_logger("bihuan.scenarios")
STAGES = frozenset({4, 8, 16, 32, 64, 128})


def carry_on(*, by: ActingPost, key: str, stopping: Callable[[], bool]) -> int:
    """Work through every run that waits: first answers before what refines an earlier one.

    Parameters
    ----------
    by, key
        Who records the ends, and the beginning of the keys under which he does.
    stopping
        Asked before every replicate.

    Returns
    -------
    int
        Replicates made; those kept from before a stop are not made again.
    """
    made = 0
    while not stopping() and (run := next_waiting()) is not None:
        try:
            made += _work(run, stopping, (by, key))
        except CannotRunError as fault:
            _note(run, str(fault))
        except Exception:
            log.exception("scenario run failed", run=run.number, incident=run.incident)
            _note(run, "failed")
    return made


def adopt_answer(*, by: ActingPost, run: RunView, text: str, key: str) -> Outcome | Refusal:
    """Record an answer that the same engine made elsewhere, of the same task and as many runs."""
    body, digest = json.loads(text), question_of(run).digest
    if body["task"] != digest or body["runs"] != run.runs:
        return Refusal("answer_of_another_task")
    _keep(run, run.runs, text)
    made = Made(digest, _named(body["versions"]), sha256(text.encode()).hexdigest())
    return finish_run(by=by, run=run, made=made, key=key)


def _note(run: RunView, fault: str) -> None:
    told = {"runs": 0, "sha256": "", "body": ""}
    RunAnswer.objects.update_or_create(
        id=run.id, defaults={"fault": fault}, create_defaults={**told, "fault": fault}
    )


def _work(run: RunView, stopping: Callable[[], bool], pen: tuple[ActingPost, str]) -> int:
    question = question_of(run)
    digest = question.digest
    done = {n: read(text) for n, text in replicates_of(run.id, digest).items()}
    made = 0

    def told() -> str:
        return question.told([o for n in sorted(done) for o in done[n]])

    for number in range(run.runs):
        if stopping() or not still_wanted(run.id) or not goes_first(run.id):
            return made
        if number in done:
            continue
        done[number] = _kept(run, number, question, digest)
        made += 1
        if len(done) in STAGES and len(done) < run.runs:
            _keep(run, len(done), told())
    text = told()
    _keep(run, len(done), text)
    _finish(run, digest, text, pen)
    return made


def _kept(run: RunView, number: int, question: Question, digest: str) -> tuple[Replicated, ...]:
    """Make a replicate and keep it before the next one begins."""
    outcomes = question.make(number)
    told = {"run": run.id, "number": number, "task": digest, "body": written(outcomes)}
    RunReplicate.objects.update_or_create(id=f"{run.id}:{number}", defaults=told)
    return outcomes


def _keep(run: RunView, runs: int, text: str) -> None:
    digest = sha256(text.encode()).hexdigest()
    told = {"runs": runs, "sha256": digest, "body": text, "fault": ""}
    RunAnswer.objects.update_or_create(id=run.id, defaults=told)


def _finish(run: RunView, digest: str, text: str, pen: tuple[ActingPost, str]) -> None:
    made = Made(digest, _named(versions()), sha256(text.encode()).hexdigest())
    by, key = pen
    answer = finish_run(by=by, run=run, made=made, key=f"{key}:{run.id}")
    if isinstance(answer, Refusal):
        log.warning("scenario run was not finished", run=run.number, refusal=answer.code)
    RunReplicate.objects.filter(run=run.id).delete()


def _named(found: Mapping[str, str]) -> str:
    return " ".join(f"{name}={version}" for name, version in sorted(found.items()))
