"""The demo's appeals: one that waits for its hearing body, one decided with its reason."""

from datetime import datetime, timedelta

from bihuan.domain.appeals import Ruling
from bihuan.domain.refusals import Refusal
from bihuan.features.safeguards import api as safeguards
from bihuan.site.demo.gates import Package
from bihuan.site.demo.measure_words import MORNING
from bihuan.site.demo.play import Play

HEARING = "政府办复核岗"
DECIDED = "示意：夜班回来走北门要绕行，希望南门在早晚高峰也能进入。"
OPEN = "示意：北门坡道较陡，轮椅进出需要有人协助。"
REASON = "示意：南门宽度不足、未设值守，保持由内可开；已要求北门早晚高峰增加一个通道。"


class Appeals:
    """Plays what residents of the package's communities object to."""

    def __init__(self, play: Play, package: Package) -> None:
        self.play = play
        self.package = package
        self.filed = ""

    def book(self) -> None:
        """Book both appeals and one decision on the drill's clock."""
        at = self.play.book
        at(MORNING + timedelta(hours=3), self.file_first)
        at(MORNING + timedelta(hours=9), self.decide)
        at(MORNING + timedelta(hours=10), self.file_second)

    def file_first(self, _at: datetime) -> None:
        """File the appeal that is decided in the afternoon."""
        self.filed = self._file(0, DECIDED)

    def file_second(self, _at: datetime) -> None:
        """File the appeal that still waits tonight."""
        self._file(1, OPEN)

    def decide(self, _at: datetime) -> None:
        """Let a body that had no part in the measure decide, with its reason."""
        answer = safeguards.decide_appeal(
            by=self.play.cast[HEARING], incident=self.play.incident, appeal=self.filed,
            ruling=str(Ruling.STANDS), reason=REASON, key=self.play.key(),
        )  # fmt: skip
        if isinstance(answer, Refusal):
            self.play.refused.append(("decide_appeal", answer.code, self.filed))

    def _file(self, number: int, text: str) -> str:
        site = self.package.sites()[number]
        answer = safeguards.file_appeal(
            by=safeguards.anybody(), measure=self.package.measures[site.zone], text=text,
            key=self.play.key(),
        )  # fmt: skip
        if isinstance(answer, Refusal):
            self.play.refused.append(("file_appeal", answer.code, site.name))
            return ""
        return str(answer.result["appeal"])
