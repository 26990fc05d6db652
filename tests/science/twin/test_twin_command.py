"""``bihuan twin`` as people use it: files in, answers out, bad files told by line."""

import csv
import json
import re
import sys
import time
from importlib import metadata
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest
from scenario_texts import GOOD, VECTOR

from bihuan.features.measures.api import catalogue
from bihuan.platform.twin.bridge import RESTRICTIONS, plan_of
from bihuan.site.commands.twin import scenario_files
from bihuan.site.commands.twin.keeping import Keeping
from bihuan.site.commands.twin.territory import territory


def summary(tmp_path):
    return json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))


def test_a_run_answers_with_costs_beside_infections_and_a_less_restrictive_plan(call, tmp_path):
    status, _ = call(
        "run", "--scenario", "a.yaml", "--out", "out", "--runs", "3", "--threads", "1", a=GOOD
    )
    told = summary(tmp_path)
    assert status == 0
    assert [p["name"] for p in told["plans"]] == ["Tier T2", "No contact measure in force"]
    assert told["plans"][0]["costs"]["restriction_person_days"] > 0
    assert told["plans"][1]["costs"]["restriction_person_days"] == 0
    assert told["plans"][0]["costs"]["tests"] == 5 * 20 * 360
    assert told["label"].startswith("模型结果")
    assert "Model. It supports discussion" in told["label"]
    assert told["plans"][1]["shown_as"] == "不采取减少接触的措施 No contact measure in force"
    assert len(told["results"]) == 6
    assert any("reproduction_number" in a["what"] for a in told["assumptions"])
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert {"daily.csv", "figures.csv", "zones.csv", "infected.svg", "beds.svg"} <= names


def test_a_killed_ensemble_goes_on_and_gives_the_same_figures(call, tmp_path, monkeypatch):
    whole = ("compare", "a.yaml", "--out", "out", "--runs", "3", "--threads", "1")
    call(*whole, a=GOOD)
    expected = summary(tmp_path)["results"]
    for path in (tmp_path / "out").rglob("*"):
        if path.name in {"000002.json", "summary.json"}:
            path.unlink()
    (tmp_path / "out" / "partial" / "000001.json").write_text("{damaged", "utf-8")
    written = []
    keep = Keeping.keep
    monkeypatch.setattr(Keeping, "keep", lambda s, n, o: (written.append(n), keep(s, n, o)))
    call(*whole)
    assert summary(tmp_path)["results"] == expected
    assert written == [1, 2]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kept", [0, 2])
def test_who_stops_a_command_is_told_how_to_go_on(call, tmp_path, monkeypatch, kept, language):
    def stop(self, number, outcomes):
        if number == kept:
            raise KeyboardInterrupt
        keep(self, number, outcomes)

    keep = Keeping.keep
    words = ("compare", "a.yaml", "--out", "out", "--runs", "3", "--threads", "1")
    with monkeypatch.context() as stopping:
        stopping.setattr(Keeping, "keep", stop)
        status, said = call(*words, "--language", language, a=GOOD)
    assert status == 130
    expected = {
        ("zh", 0): "已停止，尚无重复完成；再运行同一命令即重新开始",
        ("zh", 2): "再运行同一命令即从这里继续",
        ("en", 0): "stopped before any replicate was finished; the same command starts again",
        ("en", 2): "keeps the finished replicates (2): the same command goes on from there",
    }
    assert expected[language, kept] in said.err.splitlines()[-1]
    assert call(*words)[0] == 0
    assert summary(tmp_path)["runs"] == 3


def test_a_killed_command_leaves_no_process_of_its_pool_behind(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, "utf-8")
    out = tmp_path / "out"
    files = ("--scenario", str(tmp_path / "a.yaml"), "--out", str(out))
    words = ("-m", "bihuan", "twin", "run", *files, "--runs", "800", "--threads", "2")
    with Popen([sys.executable, *words], stderr=DEVNULL) as command:
        assert within(120, lambda: len(list(out.glob("partial/*.json"))) > 2)
        running = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()]
        pool = [process for process in running if father(process) == command.pid]
        command.kill()
    assert len(pool) == 2
    assert within(20, lambda: not any(father(p) for p in pool))


def father(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii")
    except OSError:
        return 0
    state, parent = stat.rpartition(")")[2].split()[:2]
    return 0 if state == "Z" else int(parent)


def within(seconds, holds):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    return holds()


def test_a_pool_and_a_cluster_of_two_give_the_same_figures_as_one_process(
    call, tmp_path, monkeypatch
):
    distributed = pytest.importorskip("distributed")
    one = ("run", "--scenario", "a.yaml", "--runs", "3", "--out", "out")
    call(*one, "--threads", "1", a=GOOD)
    expected = summary(tmp_path)["results"]
    (tmp_path / "out").rename(tmp_path / "before")
    call(*one, "--threads", "2")
    assert summary(tmp_path)["results"] == expected
    (tmp_path / "out").rename(tmp_path / "pool")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    with cluster:
        status, _ = call(*one, "--scheduler", cluster.scheduler_address)
        assert status == 0
        assert summary(tmp_path)["results"] == expected
        keep = Keeping.keep
        monkeypatch.setattr(Keeping, "keep", lambda s, n, o: (keep(s, n, o), cluster.close()))
        lost = (*one[:-3], "40", "--out", "out")
        status, said = call(*lost, "--scheduler", cluster.scheduler_address)
    assert status == 2
    assert "the cluster went away" in said.err


def test_results_of_another_scenario_are_not_mixed(call, tmp_path):
    options = ("--out", "out", "--runs", "1", "--threads", "1")
    measures = GOOD.replace("measures:\n", "measures:\n  - {code: M16, from: 0, until: 9}\n")
    call("run", "--scenario", "a.yaml", *options, a=measures.replace("Tier T2", '"T2 \\a"'))
    assert [p["not_modelled"] for p in summary(tmp_path)["plans"]] == [["M16"], []]
    assert "\a" not in (tmp_path / "out" / "beds.svg").read_text("utf-8")
    (tmp_path / "out" / "partial" / "task").write_bytes(b"\xff")
    status, said = call("run", "--scenario", "a.yaml", *options, "--seed", "2")
    assert status == 2
    assert "another scenario" in said.err


def test_a_vector_borne_disease_is_tried_with_the_renewal_model_and_labelled(call, tmp_path):
    status, _ = call("run", "--scenario", "v.yaml", "--out", "out", "--runs", "20", v=VECTOR)
    told = summary(tmp_path)
    assert status == 0
    assert "low confidence" in told["label"]
    campaign, free = (p["infections"]["mean"] for p in told["plans"])
    assert campaign < free
    differences = [p["difference"]["mean"] for p in told["plans"]]
    assert differences == pytest.approx([campaign - free, 0.0])
    assert told["compared_with"] == "No campaign"
    assert told["cannot_know"]
    assert told["versions"]["engine"]
    with (tmp_path / "out" / "daily.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sums = [sum(int(r["infected"]) for r in rows if r["plan"] == plan) for plan in ("0", "1")]
    assert [n / 20 for n in sums] == pytest.approx([campaign, free])


def test_a_scenario_may_say_the_temperature(call, tmp_path):
    means, tasks = [], set()
    for degrees in (20, 25, 30):
        text = VECTOR.replace("days: 60", f"days: 60\ntemperature: {degrees}")
        call("run", "--scenario", "v.yaml", "--out", "out", "--runs", "40", v=text)
        told = summary(tmp_path)
        means.append(told["plans"][1]["infections"]["mean"])
        tasks.add(told["task"])
        assert (told["temperature"], told["vector_index"]) == (degrees, None)
    assert means == sorted(set(means))
    assert len(tasks) == 3


def test_a_scenario_may_say_the_vector_index(call, tmp_path):
    said = []
    for index in (0, 5, 30):
        text = VECTOR.replace("days: 60", f"days: 60\nvector_index: {index}")
        call("run", "--scenario", "v.yaml", "--out", "out", "--runs", "20", v=text)
        said.append(summary(tmp_path))
    means = [one["plans"][1]["infections"]["mean"] for one in said]
    assert means[0] == 10 < means[1] < means[2]


def test_a_plan_counts_the_restrictions_that_the_catalogue_counts(tmp_path):
    restricting = {kind.code for kind in catalogue().types.values() if kind.restricts}
    assert restricting == RESTRICTIONS
    path = tmp_path / "a.yaml"
    path.write_text(
        GOOD.replace("M10, tier: T2", "M12") + "superior_orders: [M12]\n", encoding="utf-8"
    )
    zones = territory(None, None, 40_000)
    read = scenario_files.read_scenario(path, zones.code.tolist(), "en")
    (effect,) = plan_of(read.scenario, read.profile, zones).effects
    assert effect.kind == "restriction"


SCREENED_ONLY = GOOD.replace("{care_per_day: 0.2, trace: {household: 0.9, work: 0.4}}", "{}")
UNSEEN = re.sub(r"screening:\n.*\n", "", SCREENED_ONLY)


def test_where_nobody_looks_no_share_is_said_to_be_at_community_zero(call, tmp_path):
    for text, days in ((UNSEEN, []), (SCREENED_ONLY, list(range(7, 16))), (GOOD, list(range(40)))):
        words = ("--out", "out", "--runs", "1", "--threads", "1")
        assert call("run", "--scenario", "a.yaml", *words, a=text)[0] == 0
        told = summary(tmp_path)
        for name in ("share_of_runs_at_community_zero", "share_range_95"):
            values = told["plans"][0][name]
            assert [day for day, value in enumerate(values) if value is not None] == days
        assert any("null" in line for line in told["cannot_know"]) == (len(days) < 40)
        (tmp_path / "out").rename(tmp_path / f"out{len(days)}")


ROUNDS = "samplers: 20, pool: 10, tubes_per_day: 500"
SMALL_LABORATORY = SCREENED_ONLY.replace(ROUNDS, "samplers: 20, pool: 10, tubes_per_day: 100")
FEW_SITES = GOOD.replace(ROUNDS, "samplers: 20, pool: 10, sites: 2, tubes_per_day: 500")


def test_a_small_laboratory_makes_results_late_and_is_flagged_and_old_files_read_as_before(
    call, tmp_path
):
    words = ("run", "--scenario", "a.yaml", "--out", "out", "--runs", "1", "--threads", "1")
    found = {}
    for name, text in {"before": GOOD, "small": SMALL_LABORATORY, "sites": FEW_SITES}.items():
        assert call(*words, a=text)[0] == 0
        found[name] = summary(tmp_path)
        (tmp_path / "out").rename(tmp_path / name)
    told = {name: one["plans"][0]["sampling"] for name, one in found.items()}
    (before,), (small,), (sites,) = (one["rounds"] for one in told.values())
    assert (before["sampled_per_day"], before["limited_by"]) == (7200, "samplers")
    assert (before["longest_delay_days"], found["before"]["notes"]) == (1, [])
    assert (sites["sampled_per_day"], sites["limited_by"]) == (6000, "sites")
    assert small["sampled_per_day"] == 7200, "people are sampled and their tubes wait"
    tests = [one["plans"][0]["costs"]["tests"] for one in found.values()]
    assert tests == [36_000, 36_000, 30_000]
    (laboratory,) = told["small"]["laboratories"]
    tubes = small["tubes_per_day"]
    # Five rounds every other day, and what is left of them after 35 days of 100 tubes.
    assert tubes == 720 + 36
    assert laboratory == {
        "tubes_per_day": 100, "tubes": 5 * tubes, "utilisation_percent": 378, "steep": True,
        "most_waiting": 5 * tubes - 9 * 100, "waiting_at_end": 5 * tubes - 35 * 100,
    }  # fmt: skip
    assert small["longest_delay_days"] == 1 + 26
    assert any("378" in line for line in found["small"]["notes"])
    assert found["small"]["sampling_assumed"]
    share = found["small"]["plans"][0]["share_of_runs_at_community_zero"]
    # The first results are three days late, and so is what they say of community zero.
    assert next(day for day, value in enumerate(share) if value is not None) == 7 + 3


def test_all_rounds_share_the_one_laboratory_that_the_capacity_names(tmp_path):
    path = tmp_path / "a.yaml"
    zones = territory(None, None, 40_000)
    apart = GOOD.replace("capacity:", f"  - {{from: 5, until: 9, {ROUNDS}}}\ndetection_:", 1)
    second = f"  - {{from: 5, until: 9, {ROUNDS}}}\ndetection:"
    apart = GOOD.replace("detection:", second)
    shared = apart.replace(", tubes_per_day: 500", "").replace(
        "capacity: {", "capacity: {tubes_per_day: 700, "
    )
    for text, laboratories, places in ((apart, (500, 500), [0, 1]), (shared, (700,), [0, 0])):
        path.write_text(text, encoding="utf-8")
        read = scenario_files.read_scenario(path, zones.code.tolist(), "en")
        plan = plan_of(read.scenario, read.profile, zones)
        assert plan.laboratories == laboratories
        assert [one.laboratory for one in plan.rounds] == places


def test_without_the_extra_the_renewal_model_works_and_parquet_is_told(call, tmp_path, monkeypatch):
    def version(name):
        if name == "numba":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    words = ("run", "--scenario", "v.yaml", "--out", "out", "--runs", "3")
    status, said = call(*words, "--format", "parquet", v=VECTOR)
    assert status == 2
    assert "bihuan[sim]" in said.err
    assert not (tmp_path / "out").exists()
    assert call(*words)[0] == 0
    assert "numba" not in summary(tmp_path)["versions"]
