"""Who may ask for the time, and why: a drill's clock is not the wall's."""

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bihuan"
RAW = re.compile(
    r"\b(datetime\.(?:now|utcnow|today)|date\.today|timezone\.now|time\.time(?:_ns)?)\("
)
REGISTER = "registers hold on the real date, in a drill too: who answers, which zones there are"
LAW = "the law in force is today's, in a drill too"
PEOPLE = "accounts, invitations and their ages are real"
CLOCKS = "shows or sets the incident's clock beside the wall's"
# A feature that asks the wall instead of the incident's clock needs a reason.
ASKS_THE_WALL = {
    "incidents/selectors/incidents.py": CLOCKS,
    "incidents/views/calendar.py": "the table of working days opens at the real year",
    "incidents/views/current.py": CLOCKS,
    "incidents/views/incidents.py": CLOCKS,
    "measures/selectors/faults.py": "a live measure may ask for a gate that a drill finds closed",
    "measures/selectors/followed.py": f"{LAW}; checked exits are real",
    "measures/selectors/law.py": LAW,
    "measures/selectors/stored.py": f"{LAW}; checked exits are real",
    "incidents/actions/adopt_profile.py": "profiles are valid on the real date",
    "measures/views/profile.py": "profiles are valid on the real date",
    "measures/forms/measure.py": "documents are in force on the real date",
    "measures/views/policies.py": "documents are in force on the real date",
    "measures/selectors/asks.py": "who answers for a task is asked for now, in a drill too",
    "measures/views/package.py": "who answers for a task is asked for now, in a drill too",
    "measures/views/wizard_ground.py": "checks of ways out are real and hold on the real date",
    "measures/views/law.py": LAW,
    "posts/actions/import_duty.py": REGISTER,
    "posts/selectors/register.py": REGISTER,
    "posts/selectors/reshaped.py": REGISTER,
    "posts/views/accounts.py": PEOPLE,
    "posts/views/book.py": REGISTER,
    "posts/views/change.py": REGISTER,
    "posts/views/duty.py": REGISTER,
    "posts/views/invitations.py": PEOPLE,
    "posts/views/own_account.py": PEOPLE,
    "posts/views/show.py": REGISTER,
    "premises/actions/seals.py": "checks are signed by real time, also after a drill's report",
    "premises/views/gates.py": "gates and their checks are real, in a drill too",
    "review/selectors/drafts.py": "the age of a kept report",
    "safeguards/selectors/appeals.py": REGISTER,
    "supervision/jobs.py": REGISTER,
    "supervision/selectors/circumstances.py": REGISTER,
    "supervision/selectors/instants.py": CLOCKS,
    "supervision/views/choosing.py": REGISTER,
    "supervision/views/papers.py": "when a paper was printed",
    "territory/actions/import_zones.py": REGISTER,
    "territory/actions/reshape.py": REGISTER,
    "territory/selectors/register.py": REGISTER,
    "territory/views/moment.py": CLOCKS,
    "territory/views/register.py": REGISTER,
    "territory/views/zone.py": REGISTER,
}
READS_THE_MACHINE = {
    "platform/clock/system.py": "the one place",
    "platform/attachments/store.py": "the age of a file, beside the file system's own time",
    "platform/auth/attempts.py": "failed sign-ins are counted in the machine's time",
    "platform/auth/session_store.py": "a session ends in the time in which Django began it",
    "site/commands/epi/calendar.py": "a console tool without an installation",
}


def modules_of(room):
    return [path for path in (SOURCE / room).rglob("*.py") if "migrations" not in path.parts]


def asks_the_wall(path):
    imports = [one for one in ast.walk(ast.parse(path.read_text("utf-8")))
               if isinstance(one, ast.ImportFrom)]  # fmt: skip
    return any(
        (one.module or "").startswith("bihuan.platform.clock")
        and {"now", "ticking"} & {alias.name for alias in one.names}
        for one in imports
    )


def test_a_feature_asks_the_wall_only_for_a_reason():
    features = SOURCE / "features"
    found = {str(p.relative_to(features)) for p in modules_of("features") if asks_the_wall(p)}
    assert found - ASKS_THE_WALL.keys() == set(), "use the incident's clock, or give the reason"
    assert ASKS_THE_WALL.keys() - found == set(), "no longer needed: take it off the list"


def test_only_the_clock_reads_the_machines_time():
    found = {
        str(path.relative_to(SOURCE)) for path in modules_of("") if RAW.search(path.read_text())
    }
    assert found == READS_THE_MACHINE.keys()
