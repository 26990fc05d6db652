"""Group commit: callers that wait at the same time share one commit."""

from _thread import LockType
from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeVar

LARGEST_BATCH = 32


class Waiting(Protocol):
    """A request that can wait for its turn."""

    turn: LockType | None
    """Released when the request is answered, or when its caller shall lead the next batch."""

    @property
    def answer(self) -> object:
        """None until the request is answered."""
        ...


Item = TypeVar("Item", bound=Waiting)


class Combiner(Generic[Item]):
    """Lets the first caller carry out what has gathered behind him.

    A caller who finds nobody at work works in his own thread at once and pays nothing; those
    who come meanwhile wait and are carried out together by the first of them.
    """

    def __init__(self, run: Callable[[Sequence[Item]], None]) -> None:
        self._run = run
        self._mutex = Lock()
        self._waiting: deque[Item] = deque()
        self._busy = False

    def submit(self, item: Item) -> None:
        """Return when ``item`` has been answered."""
        with self._mutex:
            self._waiting.append(item)
            leads = not self._busy
            self._busy = True
            turn = item.turn = None if leads else Lock()
            if turn is not None:
                turn.acquire()
        if turn is not None:
            turn.acquire()
            if item.answer is not None:
                return
        self._lead(item)

    def _lead(self, leader: Item) -> None:
        with self._mutex:
            size = min(len(self._waiting), LARGEST_BATCH)
            batch = [self._waiting.popleft() for _ in range(size)]
        try:
            self._run(batch)
        finally:
            self._hand_over()
            for item in batch:
                if item is not leader and item.turn is not None:
                    item.turn.release()

    def _hand_over(self) -> None:
        with self._mutex:
            first = self._waiting[0] if self._waiting else None
            if first is not None and first.turn is not None:
                first.turn.release()
            else:
                self._busy = False
