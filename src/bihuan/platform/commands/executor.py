"""Carries out commands: decides in order, writes a whole batch, commits once."""

from _thread import LockType
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bihuan.domain.refusals import Refusal
from bihuan.domain.texts import first_unreadable
from bihuan.platform.clock.system import ticking
from bihuan.platform.commands.batching import Combiner
from bihuan.platform.commands.command import Author, Command, Outcome
from bihuan.platform.commands.idempotency import digest_of, key_of
from bihuan.platform.commands.transaction import Batch, Refused
from bihuan.platform.db.dialects import Session
from bihuan.platform.registry.subscriptions import gather

Anything = Command[Any, Any, Any]


@dataclass(slots=True)
class Request:
    """One caller's command on its way through a batch."""

    command: Anything
    by: Author
    key: bytes
    digest: bytes
    answer: Outcome | Refusal | BaseException | None = None
    turn: LockType | None = None


Runner = Callable[[Session, Batch, Request], None]


class Spoilt(Exception):  # noqa: N818  (a fact, not a fault: the batch is carried out anew)
    """A command stopped after it had written something."""


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
    if request.answer is None:
        if Session().inline:
            _run([request])
        else:
            _COMBINER.submit(request)
    return _answer_of(request)


def execute_all(commands: Sequence[tuple[Anything, str]], *, by: Author) -> list[Outcome | Refusal]:
    """Carry out several commands of one caller in one commit, each refused or done for itself."""
    requests = [_request(command, by, key) for command, key in commands]
    if open_ones := [request for request in requests if request.answer is None]:
        _run(open_ones)
    return [_answer_of(request) for request in requests]


@contextmanager
def together() -> Iterator[None]:
    """Commit commands and a secret that belongs to them at once, or neither.

    For what may never stand in the ledger (a password), or what nobody may see half of (a report
    and its photo); everything else is a command of its own.
    """
    gather()
    with transaction.atomic():
        yield


def _request(command: Anything, by: Author, key: str) -> Request:
    """Take a command in; what a person wrote and nobody could read gets its refusal at once."""
    gather()
    said = command.payload()
    digest = digest_of(command.kind, command.incident, said)
    wrong = first_unreadable(said) if by.person else None
    return Request(command, by, key_of(by.post, key), digest, wrong)


def _answer_of(request: Request) -> Outcome | Refusal:
    answer = request.answer
    if isinstance(answer, Outcome | Refusal):
        return answer
    assert answer is not None  # noqa: S101  (a batch answers every request or raises)
    raise answer


def _run(requests: Sequence[Request]) -> None:
    """Carry out requests in one commit; a refused or broken one undoes only itself.

    Hardly any command stops after it has begun to write, so the first try goes without
    savepoints; when one does, the whole batch is rolled back and carried out anew with them.
    """
    session = Session()
    if len(requests) == 1:
        _run_alone(session, requests[0])
        return
    try:
        _run_together(session, requests, _run_freely)
    except Spoilt:
        _run_together(session, requests, _run_guarded)


def _run_together(session: Session, requests: Sequence[Request], run: Runner) -> None:
    try:
        with session.commit():
            batch = Batch(session, ticking())
            for request in requests:
                run(session, batch, request)
            batch.finish()
    except Spoilt:
        raise
    except BaseException as fault:
        for request in requests:
            if not isinstance(request.answer, Refusal):
                request.answer = fault


def _run_alone(session: Session, request: Request) -> None:
    try:
        with session.commit():
            batch = Batch(session, ticking())
            request.answer = batch.carry_out(
                request.command, request.by, request.key, request.digest
            )
            batch.finish()
    except Refused as no:
        request.answer = no.refusal
    except BaseException as fault:
        request.answer = fault


def _run_freely(session: Session, batch: Batch, request: Request) -> None:
    try:
        request.answer = batch.carry_out(request.command, request.by, request.key, request.digest)
    except Exception as fault:
        if batch.has_written or not session.open:
            raise Spoilt from fault
        request.answer = fault.refusal if isinstance(fault, Refused) else fault


def _run_guarded(session: Session, batch: Batch, request: Request) -> None:
    try:
        with session.savepoint():
            request.answer = batch.carry_out(
                request.command, request.by, request.key, request.digest
            )
    except Exception as fault:
        if not session.open:
            raise  # the database has given up the whole transaction, others' commands with it
        request.answer = fault.refusal if isinstance(fault, Refused) else fault


_COMBINER: Combiner[Request] = Combiner(_run)
