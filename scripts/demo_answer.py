"""Write the demo's answer of the twin anew: `demo_answer.py DATA`, DATA being a fresh demo.

Needed when the engine, the profile or the demo's measures have changed; a test says so.
"""

import json
import os
import sys


def main(data: str) -> None:
    """Carry the demo's run out where it waits, and write its basis and its answer."""
    os.environ["BIHUAN_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.site.settings"
    import django

    django.setup()
    from bihuan.domain.scenarios.tonight import basis_of
    from bihuan.features.scenarios import api
    from bihuan.features.territory.api import root
    from bihuan.site.demo.plans import ANSWER

    api.work(lambda: False)
    city = root()
    assert city is not None  # noqa: S101
    run = api.runs_in(incident=1, scope=city.range)[-1]
    from bihuan.features.scenarios.models import RunAnswer

    told = {
        "profile": run.profile,
        "seed": run.seed,
        "runs": run.runs,
        "basis": basis_of(run.tonight, run.choice),
        "answer": RunAnswer.objects.get(id=run.id).body,
    }
    ANSWER.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(ANSWER)


if __name__ == "__main__":
    main(sys.argv[1])
