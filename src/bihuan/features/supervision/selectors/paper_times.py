"""Instants and dates as official papers write them. Always Chinese."""

from datetime import datetime

from bihuan.platform.clock.incident import LOCAL

OPEN_TIME = "签发时确定的时间"


def moment(instant: datetime | None) -> str:
    """Write an instant as official papers do: 2022年11月28日20时2分, on the hour 20时."""
    if instant is None:
        return OPEN_TIME
    local = instant.astimezone(LOCAL)
    minute = f"{local.minute}分" if local.minute else ""
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{minute}"


def day(instant: datetime) -> str:
    """Write a date as official papers do."""
    local = instant.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日"
