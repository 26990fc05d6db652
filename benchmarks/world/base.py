"""The first city: the demo's register and 340 findings played by real commands, 100 days ago.

A live incident, so that every county has its own chain. Run with BIHUAN_DATA set.
"""

import sys
from datetime import timedelta

from bihuan.site.environment import read_installation
from bihuan.site.installation.files import make_installation

make_installation(read_installation().data, demo=False, base_url="http://127.0.0.1:8000")

from bihuan.site.boot import boot  # noqa: E402

boot()

import heapq  # noqa: E402
from datetime import date, datetime  # noqa: E402

from bihuan.domain.refusals import Refusal  # noqa: E402
from bihuan.features.incidents import api as incidents  # noqa: E402
from bihuan.features.supervision import api as supervision  # noqa: E402
from bihuan.platform.auth import system_post  # noqa: E402
from bihuan.platform.auth.models import Account  # noqa: E402
from bihuan.platform.clock import now  # noqa: E402
from bihuan.platform.clock.incident import LOCAL  # noqa: E402
from bihuan.platform.clock.system import fixed_at  # noqa: E402
from bihuan.platform.jobs.reactions import run_waiting  # noqa: E402
from bihuan.platform.jobs.ticks import run_tick  # noqa: E402
from bihuan.site.demo.build import cast_of, enter_register  # noqa: E402
from bihuan.site.demo.city import City, make_city  # noqa: E402
from bihuan.site.demo.course import book_plan  # noqa: E402
from bihuan.site.demo.play import STEP, Play  # noqa: E402
from bihuan.site.demo.story import BY_RULE, plans_of  # noqa: E402
from bihuan.site.installation.schema import migrate  # noqa: E402

AGE, LENGTH, FINDINGS, FRESH, SEED = timedelta(days=100), timedelta(hours=30), 340, 60, 28
SECOND = timedelta(seconds=1)
# Who signs in: the clerk of the supervision office and the city's leader.
SIGNED_IN = ("市督查办文书岗", "市长", "市督查办文书二岗", "督查一组督查岗")


class LivePlay(Play):
    """The demo's play on the wall's clock."""

    def run(self, begin: datetime, end: datetime) -> None:
        tick = begin
        while tick < end:
            while self._queue and self._queue[0][0] <= tick:
                at, _, deed = heapq.heappop(self._queue)
                with fixed_at(at):
                    deed(at)
                    run_waiting(at + SECOND)
            with fixed_at(tick):
                run_tick(tick)
                run_waiting(tick + SECOND)
            tick += STEP


def fresh(play: Play, city: City) -> None:
    """Report some more that nobody has looked at yet: the start of the main path."""
    day = timedelta(hours=1)
    for plan in plans_of(city, start=now() - day, until=now(), window=(1, FRESH, 900), seed=SEED):
        if plan.type.code not in BY_RULE:
            draft = supervision.FindingDraft(plan.type.code, plan.zone, plan.text)
            by = play.cast["督查一组督查岗"]
            supervision.report(by=by, incident=play.incident, draft=draft, key=play.key())


def main() -> None:
    migrate()
    city = make_city()
    begin = (now() - AGE).astimezone(LOCAL)
    with fixed_at(begin):
        enter_register(city)
        draft = incidents.IncidentDraft(
            name_zh="压力测试", name_en="Benchmark", zone=city.zones[0].code, level=2,
            day_zero=date(2022, 11, 21), drill_at=None,
        )  # fmt: skip
        opened = incidents.open_incident(by=system_post(), draft=draft, key="bench:incident")
    if isinstance(opened, Refusal):
        sys.exit(f"the incident was refused: {opened}")
    cast = cast_of(city)
    for title in SIGNED_IN:
        Account.objects.create_user(title, "bench-only-password", person=cast[title].person)
    play = LivePlay(int(opened.result["incident"]), cast)
    end = begin + LENGTH
    for plan in plans_of(city, start=begin, until=end, window=(24, FINDINGS, 1), seed=SEED):
        book_plan(play, plan)
    play.run(begin, end)
    with fixed_at(end):
        fresh(play, city)
    print(f"played {FINDINGS} findings, refused {len(play.refused)}", file=sys.stderr)


if __name__ == "__main__":
    main()
