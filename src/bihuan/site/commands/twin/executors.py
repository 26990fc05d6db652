"""Where replicates run: in this process, in a pool of processes, or on a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context
from os import getpid
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from bihuan.science.twin.ensemble import Executor, Outcome, Task, replicate
from bihuan.site.commands.twin.sentences import ToldError
from bihuan.site.installation.parents import end_with

_PATIENCE = 10  # seconds
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Done = tuple[int, tuple[Outcome, ...]]


class Here:
    """One replicate after the other, in this process."""

    def map(self, task: Task, replicates: list[int]) -> Iterator[Done]:
        """Yield each replicate with its outcomes."""
        for number in replicates:
            yield number, replicate(task, number)


class Pool:
    """A pool of processes on this machine; the city is built once and shared by forking."""

    def __init__(self, processes: int):
        self.processes = processes

    def map(self, task: Task, replicates: list[int]) -> Iterator[Done]:
        """Yield each replicate as it comes; when stopped, what has not begun is dropped."""
        # The first one compiles, builds the city for all, and has the machine to itself.
        yield replicates[0], replicate(task, replicates[0], self.processes)
        method = "fork" if "fork" in get_all_start_methods() else "spawn"
        processes = min(self.processes, max(1, len(replicates) - 1))
        # A killed command leaves no process behind that waits for ever with a city in memory.
        pool = ProcessPoolExecutor(
            processes, get_context(method), initializer=end_with, initargs=(getpid(),)
        )
        waiting: dict[Future[tuple[Outcome, ...]], int] = {
            pool.submit(replicate, task, n): n for n in replicates[1:]
        }
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BrokenProcessPool as killed:
            raise ToldError("pool_killed") from killed
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """A Dask cluster: the loopback, or any address with TLS."""

    def __init__(self, address: str):
        try:
            parts = urlsplit(address if "//" in address else f"tcp://{address}")
            port = parts.port
        except ValueError:
            raise ToldError("scheduler_address", address=address) from None
        if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not port:
            raise ToldError("scheduler_address", address=address)
        if parts.scheme != "tls" and parts.hostname not in LOOPBACK:
            raise ToldError("scheduler_elsewhere", address=address)
        self.address = address

    def map(self, task: Task, replicates: list[int]) -> Iterator[Done]:
        """Yield each replicate as it comes; the workers build the city once each."""
        try:
            distributed = import_module("distributed")
        except ImportError as missing:
            raise ToldError("scheduler_needs_extra") from missing
        with self._client(distributed) as client:
            try:
                shared = client.scatter(task, broadcast=True)
                futures = {client.submit(replicate, shared, n, pure=False): n for n in replicates}
                for done in distributed.as_completed(list(futures)):
                    yield futures[done], self._result(done, distributed)
            except OSError as lost:  # the connection broke
                raise ToldError("cluster_lost", address=self.address) from lost

    def _result(self, done: Any, distributed: ModuleType) -> tuple[Outcome, ...]:
        """Return what a worker made, or say that the cluster went away."""
        try:
            made: tuple[Outcome, ...] = done.result()
        except (CancelledError, distributed.KilledWorker) as lost:
            raise ToldError("cluster_lost", address=self.address) from lost
        return made

    def _client(self, distributed: ModuleType) -> Any:
        try:
            return distributed.Client(self.address, timeout=f"{_PATIENCE}s")
        except TypeError as missing:
            raise ToldError("certificates_missing", address=self.address) from missing
        except OSError as silent:
            raise ToldError("scheduler_silent", address=self.address, wait=_PATIENCE) from silent


def executor_of(scheduler: str | None, threads: int) -> Executor:
    """Return the executor that the options ask for."""
    if scheduler:
        return Cluster(scheduler)
    return Pool(threads) if threads > 1 else Here()
