"""What a zone's page says about its open orders and measures, and to whom."""

import re

import pytest
from tests.factories import posts as duty
from tests.factories.many import make_many
from tests.factories.orders import SECOND_CLERK, Town
from tests.factories.territory import BRIDGE, CITY, GRIDS, MARKET, NORTH, RIVER

from bihuan.domain.zones import range_of
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
        (part,) = re.findall(r"<h2[^>]*>未办结交办单.*?</section>", page)
        assert f'href="/ledger?zone={BRIDGE}"' in part
        assert re.findall(r'figure__value">\s*(\d+)', part)[0] == str(known)
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
