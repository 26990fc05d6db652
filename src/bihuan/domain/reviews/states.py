"""States of a decision's order, and the kinds of option a decision weighs."""

from enum import StrEnum


class Follow(StrEnum):
    """Where the order of a decision stands (source: decision)."""

    NEW = ""
    ORDERED = "ordered"
    RECEIVED = "received"
    REPORTED_DONE = "reported_done"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN_FOLLOWS = (Follow.ORDERED, Follow.RECEIVED, Follow.REPORTED_DONE)
"""These return to the next meeting."""


class OptionKind(StrEnum):
    """What an option is, compared with the strongest one."""

    MEASURE = "measure"
    LESS_RESTRICTIVE = "less_restrictive"
    DO_NOTHING = "do_nothing"


class FollowAct(StrEnum):
    """What is done with a decision's order."""

    ISSUE = "review.issue"
    RECEIVE = "review.receive"
    REPORT_DONE = "review.report_done"
    VERIFY = "review.verify"
    SEND_BACK = "review.send_back"
    CARRY_OVER = "review.carry_over"
    CANCEL = "review.cancel"
