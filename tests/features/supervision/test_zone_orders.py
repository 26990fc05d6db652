"""What a zone's page says about its open orders and measures, and to whom."""

import re
from datetime import date

import pytest
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.many import make_many
from tests.factories.orders import GRAVE, SECOND_CLERK, Town
from tests.factories.territory import BRIDGE, CITY, GRIDS, MARKET, NORTH, RIVER

from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_zones_page_counts_what_is_open_below_it_and_lists_the_first_of_it():
    town = Town()
    with town.later(hours=1):
        make_many(town.incident, [NORTH, RIVER, BRIDGE, GRIDS[0]], n=40, now=town.wall)
        wanted = api.LedgerFilter(zone=range_of(BRIDGE))
        known = api.count_of(incident=town.incident, scope=range_of(CITY), wanted=wanted)
        assert known > 0
        page = text(town.client(SECOND_CLERK).get(f"/zones/{BRIDGE}"))
        (part,) = re.findall(r"<h2[^>]*>未办结交办单.*?</details>", page)
        assert f'href="/ledger?zone={BRIDGE}"' in part
        assert f"台账中 {known} 件未办结" in part
        assert part.count('href="/orders/') == min(known, 6)
        assert "生效中的措施" in page
        quiet = text(town.client(SECOND_CLERK).get(f"/zones/{MARKET}"))
        assert "本辖区没有未办结的问题" in quiet


def test_a_neighbour_sees_none_of_it():
    town = Town()
    with town.later(hours=1):
        make_many(town.incident, [MARKET], n=10, now=town.wall)
        page = text(town.client(duty.LEADER).get(f"/zones/{MARKET}"))
        assert "仅显示公开信息" in page
        assert "/orders/" not in page
        assert "未办结交办单" not in page


def figure_of(page, name):
    found = re.search(rf'figure__name">{name}</span><span class="figure__value">(.*?)</span>', page)
    return re.sub(r"<[^>]*>|\s", "", found[1])


def test_map_and_zone_speak_of_the_incident_that_was_chosen():
    town = Town()
    town.report(GRAVE, BRIDGE)
    with town.later(minutes=5):
        draft = incidents.IncidentDraft(
            name_zh="演练", name_en="Drill", zone=CITY, level=2, day_zero=date(2026, 8, 1),
            drill_at=town.wall,
        )  # fmt: skip
        by = acting(Role.CITY_LEADER, CITY)
        drill = incidents.open_incident(by=by, draft=draft, key="drill").result["incident"]
        client = town.client(SECOND_CLERK)
        for incident, expected in ((town.incident, "1"), (drill, "0")):
            said = {"incident": incident, "next": "/map"}
            assert client.post("/setup/incidents/choose", said).status_code == 303
            page = text(client.get(f"/map?layer=open_findings&pick={NORTH}"))
            (panel,) = re.findall(r'id="picked".*?</section>', page)
            (line,) = re.findall(r"<li><span>未办结问题</span>.*?</li>", panel)
            assert re.sub(r"<[^>]*>|\s", "", line) == "未办结问题" + expected
            assert figure_of(text(client.get(f"/zones/{NORTH}")), "未办结 S1") == expected
