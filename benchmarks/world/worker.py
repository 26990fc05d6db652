"""Carries out measured tasks on one data directory: a line of JSON in, a line of JSON out."""

import json
import sys

from bihuan.site.boot import boot

boot()

from benchmarks.world import nights, pages, tasks  # noqa: E402

TASKS = {**tasks.TASKS, **pages.TASKS, **nights.TASKS}


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = TASKS[asked["task"]](**asked["said"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
