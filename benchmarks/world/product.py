"""A process of the product that works on a made city and carries out measured tasks."""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.world import ROOT, copy_of, environment


class Product:
    """A warm process on a copy of a made city; asked by name, answers with numbers."""

    def __init__(self, findings: int, name: str) -> None:
        self.folder: Path = copy_of(findings, name)
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.world.worker"],
            env=environment(self.folder),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, task: str, **said: Any) -> Any:
        """Carry out a task and return its answer."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps({"task": task, "said": said}) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            sys.exit(f"The task {task} failed; see above.")
        return json.loads(line)

    def __enter__(self) -> "Product":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child.stdin is not None:
            self._child.stdin.close()
        self._child.wait(30)
