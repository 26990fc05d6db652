"""Everything a post can do or look at, by name. The matrix says who may."""

from enum import StrEnum


class Act(StrEnum):
    """Acts outside the loop's own machine; its acts join the matrix under their own names."""

    VIEW_NOW = "view_now"
    VIEW_LEDGER = "view_ledger"
    VIEW_ORDER = "view_order"
    VIEW_ZONE = "view_zone"
    VIEW_MAP = "view_map"
    VIEW_POSTS = "view_posts"
    VIEW_REVIEW = "view_review"
    VIEW_AUDIT = "view_audit"
    EXPORT_LEDGER = "export_ledger"
    SEARCH = "search"
    REPORT_FINDING = "report_finding"

    IMPORT_REGISTER = "import_register"
    CREATE_ZONE = "create_zone"
    MERGE_ZONES = "merge_zones"
    SPLIT_ZONE = "split_zone"
    RENAME_ZONE = "rename_zone"
    RETIRE_ZONE = "retire_zone"
    CREATE_PLACE = "create_place"

    CREATE_POST = "create_post"
    APPOINT = "appoint"
    CONFIRM_APPOINTMENT = "confirm_appointment"
    END_APPOINTMENT = "end_appointment"
    ACKNOWLEDGE_DUTY = "acknowledge_duty"
    HAND_OVER = "hand_over"
    SET_RESPONSIBILITY = "set_responsibility"
    CALL_OUT = "call_out"
    EXPORT_DUTY_BOOK = "export_duty_book"

    OPEN_INCIDENT = "open_incident"
    CLOSE_INCIDENT = "close_incident"
    SET_LEVEL = "set_level"
    SET_CUT_OFF = "set_cut_off"
    SET_DRILL_CLOCK = "set_drill_clock"

    ENTER_BULLETIN_FIGURE = "enter_bulletin_figure"
    SUBMIT_FOR_REVIEW = "submit_for_review"
    FREEZE = "freeze"
    CALL_MEETING = "call_meeting"
    DECIDE = "decide"
    FOLLOW_DECISION = "follow_decision"
    VERIFY_DECISION = "verify_decision"
    ISSUE_MINUTES = "issue_minutes"
    PUBLISH_PLAN = "publish_plan"
    ACKNOWLEDGE_PLAN = "acknowledge_plan"

    CREATE_ACCOUNT = "create_account"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105  (the name of an act)
