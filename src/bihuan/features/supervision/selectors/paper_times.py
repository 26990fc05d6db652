"""Instants and dates as official papers write them. Always Chinese."""

from datetime import datetime

from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.i18n.dates import in_prose

OPEN_TIME = "签发时确定的时间"


def moment(instant: datetime | None) -> str:
    """Write an instant as official papers do: 2022年11月28日20时2分, on the hour 20时."""
    return OPEN_TIME if instant is None else in_prose(instant)


def day(instant: datetime) -> str:
    """Write a date as official papers do."""
    local = instant.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日"
