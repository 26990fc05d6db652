"""Carries out commands: decides in order, writes a whole batch, commits once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any

from django.db import transaction

from bihuan.domain.refusals import Refusal
from bihuan.platform.clock.system import now
from bihuan.platform.commands.batching import Combiner
from bihuan.platform.commands.command import Author, Command, Outcome
from bihuan.platform.commands.idempotency import digest_of, key_of
from bihuan.platform.commands.transaction import Batch, Refused
from bihuan.platform.db.dialects import Session

Anything = Command[Any, Any, Any]


@dataclass(slots=True)
class Request:
    """One caller's command on its way through a batch."""

    command: Anything
    by: Author
    key: bytes
    digest: bytes
    answer: Outcome | Refusal | BaseException | None = None
    turn: Event | None = None


def execute(command: Anything, *, by: Author, key: str) -> Outcome | Refusal:
    """Carry out one command; it is on the disk when this returns an outcome.

    Parameters
    ----------
    command
        What is to be done.
    by
        The acting post.
    key
        The caller's own name for this act; a repeat returns the first outcome.
    """
    request = _request(command, by, key)
    if Session().inline:
        _run([request])
    else:
        _COMBINER.submit(request)
    return _answer_of(request)


def execute_all(commands: Sequence[tuple[Anything, str]], *, by: Author) -> list[Outcome | Refusal]:
    """Carry out several commands of one caller in one commit, each refused or done for itself."""
    requests = [_request(command, by, key) for command, key in commands]
    _run(requests)
    return [_answer_of(request) for request in requests]


@contextmanager
def together() -> Iterator[None]:
    """Commit commands and a secret that belongs to them at once, or neither.

    For what may never stand in the ledger (a password); everything else is a command's row.
    """
    with transaction.atomic():
        yield


def _request(command: Anything, by: Author, key: str) -> Request:
    digest = digest_of(command.kind, command.incident, command.payload())
    return Request(command, by, key_of(by.post, key), digest)


def _answer_of(request: Request) -> Outcome | Refusal:
    answer = request.answer
    if isinstance(answer, Outcome | Refusal):
        return answer
    assert answer is not None  # noqa: S101  (a batch answers every request or raises)
    raise answer


def _run(requests: Sequence[Request]) -> None:
    """Carry out requests in one commit; a refused or broken one undoes only itself."""
    session = Session()
    if len(requests) == 1:
        _run_alone(session, requests[0])
        return
    try:
        with session.commit():
            batch = Batch(session, now())
            for request in requests:
                _run_guarded(session, batch, request)
            batch.finish()
    except BaseException as fault:
        for request in requests:
            if not isinstance(request.answer, Refusal):
                request.answer = fault


def _run_alone(session: Session, request: Request) -> None:
    try:
        with session.commit():
            batch = Batch(session, now())
            request.answer = batch.carry_out(
                request.command, request.by, request.key, request.digest
            )
            batch.finish()
    except Refused as no:
        request.answer = no.refusal
    except BaseException as fault:
        request.answer = fault


def _run_guarded(session: Session, batch: Batch, request: Request) -> None:
    before = batch.marks()
    try:
        with session.savepoint():
            request.answer = batch.carry_out(
                request.command, request.by, request.key, request.digest
            )
    except Refused as no:
        batch.return_to(before)
        request.answer = no.refusal
    except Exception as fault:
        batch.return_to(before)
        request.answer = fault


_COMBINER: Combiner[Request] = Combiner(_run)
