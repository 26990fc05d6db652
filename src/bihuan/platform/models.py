"""Gathers the models of the platform's rooms for Django."""

from bihuan.platform.auth.models import Account, Attempt
from bihuan.platform.charts.models import Drawing
from bihuan.platform.clock.models import IncidentClockRow
from bihuan.platform.commands.models import ReactionRow
from bihuan.platform.jobs.models import Lease
from bihuan.platform.ledger.models import (
    ChainHeadRow,
    CommandRow,
    DailyRootRow,
    Event,
    NumberRow,
)
from bihuan.platform.rollups.models import Rollup

__all__ = [
    "Account",
    "Attempt",
    "ChainHeadRow",
    "CommandRow",
    "DailyRootRow",
    "Drawing",
    "Event",
    "IncidentClockRow",
    "Lease",
    "NumberRow",
    "ReactionRow",
    "Rollup",
]
