"""Whatever is fed to ``bihuan epi``: an answer, an error that names a row, or a reason."""

import random
from datetime import date, timedelta

import pytest

HEADERS = {
    "rt": ("date,count", "date,local,imported"),
    "forecast": ("date,count",),
    "screen": ("date,count,zone,cumulative", "date,count,managed,community"),
    "status": ("date,community_count",),
    "nowcast": ("reference_date,delay_days,count", "reference_date,report_date,count"),
    "score": ("date,horizon,method,q050,q500,q950",),
}
ODD = ("", "-3", "3.5", "x", "1e5", "９", " 4 ", "nan", "99999999999999999999", "0x1", '"', "=1+1")
ODD_DAYS = ("", "2026-1-1", "9999-12-31", "0001-01-01", "2026-02-30", "2026-01-05T00:00")
OPTIONS = {
    "rt": (("--si-mean", "3.5", "--si-sd", "2"), ("--si-mean", "1.01", "--si-sd", "40")),
    "forecast": ((), ("--horizon", "3", "--regime", "2026-01-10..2026-01-15")),
    "screen": ((),),
    "status": (("--population", "1"), ("--population", "4000000", "--profile", "covid-2022")),
    "nowcast": (("--at", "2026-01-20"), ("--at", "2026-02-03", "--max-delay", "5")),
    "score": ((),),
}


def line(rng, header, day, bad):
    def cell(name):
        if name.endswith("date"):
            later = day + timedelta(days=rng.randrange(4) if name == "report_date" else 0)
            return rng.choice(ODD_DAYS) if rng.random() < bad / 4 else str(later)
        return rng.choice(ODD) if rng.random() < bad else str(rng.choice((0, 1, 3, 7, 60)))

    return ",".join(cell(name) for name in header.split(","))


@pytest.mark.parametrize("question", HEADERS)
@pytest.mark.parametrize("seed", range(12))
def test_garbage_is_answered_without_a_traceback_and_without_nan(console, question, seed):
    rng = random.Random(f"{question}{seed}")
    header, bad = rng.choice(HEADERS[question]), rng.choice((0.0, 0.01, 0.2))
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(rng.choice((0, 1, 9, 34)))]
    text = "\n".join([header, *(line(rng, header, day, bad) for day in days)])
    files = {"truth": "date,count\n2026-01-02,4\n"} if question == "score" else {}
    answer = console.ask(question, text, *rng.choice(OPTIONS[question]), **files)
    assert answer.status in {0, 2, 3}
    assert (answer.status == 0) == bool((console.folder / "out.csv").exists())
    assert (answer.status == 0) or answer.said
    written = {value.lower() for row in answer.rows for value in row.values()}
    assert not written & {"nan", "inf", "-inf"}
