"""What happens without anybody asking: ticks, daily timetables, reactions."""

from bihuan.platform.jobs.ticks import Tick, daily, tick

__all__ = ["Tick", "daily", "tick"]
