"""A small made-up city: two counties, three townships, six communities, some grids."""

from tests.factories.acting import acting

from bihuan.domain.roles import Role
from bihuan.features.territory import api

CITY = 990100_000_000_000
NORTH, SOUTH = 990102_000_000_000, 990121_000_000_000
RIVER, HILL, FIELD = 990102_001_000_000, 990102_002_000_000, 990121_001_000_000
BRIDGE, MARKET, TEMPLE = RIVER + 1_000, RIVER + 2_000, HILL + 1_000
GRIDS = (BRIDGE + 1, BRIDGE + 2)
HEADER = (
    "code", "level", "parent", "name_zh", "name_en", "pinyin", "attributes", "residents",
    "households", "valid_from",
)  # fmt: skip

ZONES = (
    (CITY, "", "明州市", "Mingzhou City", "míng zhōu shì", "", "", ""),
    (NORTH, CITY, "北门区", "Beimen District", "běi mén qū", "", "90000", "30000"),
    (SOUTH, CITY, "南山县", "Nanshan County", "nán shān xiàn", "", "60000", "20000"),
    (RIVER, NORTH, "河滨街道", "Hebin Subdistrict", "hé bīn jiē dào", "", "", ""),
    (HILL, NORTH, "东山镇", "Dongshan Town", "dōng shān zhèn", "rural", "", ""),
    (FIELD, SOUTH, "田家镇", "Tianjia Town", "tián jiā zhèn", "rural", "", ""),
    (BRIDGE, RIVER, "石桥社区", "Shiqiao Community", "shí qiáo shè qū", "three_no", "4000", "1500"),
    (MARKET, RIVER, "集市社区", "Jishi Community", "jí shì shè qū", "", "3000", "1100"),
    (TEMPLE, HILL, "庙前村", "Miaoqian Village", "miào qián cūn", "rural", "900", ""),
    (GRIDS[0], BRIDGE, "第一网格", "Grid 1", "", "", "2000", "700"),
    (GRIDS[1], BRIDGE, "第二网格", "Grid 2", "", "", "2000", "800"),
)


CELLS = ("code", "parent", "name_zh", "name_en", "pinyin", "attributes", "residents", "households")


def line(*zone):
    return {"level": "", "valid_from": ""} | dict(zip(CELLS, map(str, zone), strict=True))


def lines(zones=ZONES):
    return [line(*zone) for zone in zones]


def administrator(**who):
    return acting(Role.ADMINISTRATOR, CITY, **who)


def enter_city(zones=ZONES, *, key="aa" * 32):
    answer = api.import_zones(by=administrator(), lines=lines(zones), header=HEADER, key=key)
    assert not getattr(answer, "problems", ()), answer
    return answer


def wide_city(townships, communities, *, first=1):
    """A register of one county with so many townships of so many communities each."""
    rows = [(CITY, "", "明州市", "", "", "", "", ""), (NORTH, CITY, "北门区", "", "", "", "", "")]
    for number in range(first, first + townships):
        town = NORTH + number * 10**6
        rows.append((town, NORTH, f"乡{number}", "", "xiāng", "", "", ""))
        rows += [
            (town + below * 1000, town, f"村{below}", "", "cūn", "", "", "")
            for below in range(1, communities + 1)
        ]
    return rows
