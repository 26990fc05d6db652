"""Section 15: whether the record could be brought back, proven and not believed."""

from bihuan.features.review.selectors.restores import copies
from bihuan.platform.figures import Count, Definition, Figure, NightlyContext, Verdict, Words

NEVER = Verdict("never", Words("从未", "never"))


def since_proof(context: NightlyContext) -> Count | Verdict:
    """Count whole days since a backup was last restored and proven."""
    at = context.real_until
    days = copies(at).days(at)
    return NEVER if days is None else Count(days)


FIGURES = (
    Figure(
        "review.days_since_restore",
        15,
        Words("距上次验证恢复", "Since the last proven restore"),
        Definition(
            Words(
                "自上次备份恢复演练验证通过至今的整天数；从未验证的写“从未”",
                "Whole days since a backup was last restored in a drill and proven;"
                ' "never" when none was',
            ),
            Words("天", "days"),
            None,
            "reliability, R22",
        ),
        since_proof,
        20,
    ),
)
