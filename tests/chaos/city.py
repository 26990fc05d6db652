"""A small city on disk with accounts to sign in: ``BIHUAN_DATA=DIR python -m tests.chaos.city``."""

from bihuan.site.environment import read_installation
from bihuan.site.installation.files import make_installation

make_installation(read_installation().data, demo=True, base_url="http://127.0.0.1:8000")

from bihuan.site.boot import boot  # noqa: E402

boot()

from datetime import date, datetime, timedelta  # noqa: E402

from tests.chaos.accounts import FIRST_POST, SENDERS, accounts  # noqa: E402
from tests.factories import posts as duty  # noqa: E402
from tests.factories.acting import acting  # noqa: E402
from tests.factories.territory import BRIDGE, CITY, RIVER, enter_city  # noqa: E402

from bihuan.domain.roles import Role  # noqa: E402
from bihuan.features.incidents import api as incidents  # noqa: E402
from bihuan.platform.auth.models import Account  # noqa: E402
from bihuan.platform.clock import now  # noqa: E402
from bihuan.platform.commands import Outcome  # noqa: E402
from bihuan.site.installation.schema import migrate  # noqa: E402

TEAM = 22
SINCE = "2020-01-01"


def enter_duty() -> None:
    """Enter the duty register: the small city's posts, and one supervisor for each sender."""
    numbers = range(FIRST_POST, FIRST_POST + SENDERS)
    team = (TEAM, "督查组", "Supervision Team", "department", CITY, "")
    more = [(n, f"督查员{n}", f"Supervisor {n}", TEAM, "supervisor", CITY, "") for n in numbers]
    holders = {post[0]: post[0] + 1000 for post in (*duty.POSTS, *more)}
    duty.enter_posts(
        organisations=(*duty.ORGANISATIONS, team),
        posts=(*duty.POSTS, *more),
        people=[(p, f"工作人员{p}", f"1390000{p}") for p in holders.values()],
        appointments=[
            duty.appointment(n, person=p, start=SINCE, seen=SINCE) for n, p in holders.items()
        ],
        responsibilities=[
            (*row, SINCE, "")
            for row in (
                *duty.RESPONSIBILITIES,
                ("patrols", BRIDGE, duty.LEADER, "", duty.SECRETARY),
                ("markets", RIVER, duty.SECRETARY, "", ""),
            )
        ],
    )


def open_incident(at: datetime) -> None:
    """Open a live incident, so that work runs on the wall's clock and on county chains."""
    draft = incidents.IncidentDraft(
        name_zh="应急", name_en="Emergency", zone=CITY, level=2,
        day_zero=date(at.year, at.month, at.day), drill_at=None,
    )  # fmt: skip
    opened = incidents.open_incident(by=acting(Role.CITY_LEADER, CITY), draft=draft, key="open")
    if not isinstance(opened, Outcome):
        raise TypeError(f"the incident was refused: {opened}")


def make() -> None:
    """Fill the empty data directory."""
    migrate()
    enter_city()
    enter_duty()
    open_incident(now() - timedelta(hours=1))
    for number, name in enumerate(accounts()):
        Account.objects.create_user(name, None, person=FIRST_POST + number + 1000, demo=True)


if __name__ == "__main__":
    make()
