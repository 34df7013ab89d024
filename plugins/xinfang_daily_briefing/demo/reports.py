"""What units report in the demo month (演示信息): warnings verified, matters followed to their end, an urgent one."""

import csv
from datetime import datetime, timedelta
from importlib import resources

from sqlalchemy.orm import Session

from xinfang_daily_briefing.demo.crew import Crew
from xinfang_daily_briefing.items import services as reporting
from xinfang_daily_briefing.items import verifying
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.items.services import Before, ItemDraft
from xinfang_daily_briefing.items.verifying import ToldDraft, VerificationDraft
from xinfang_daily_briefing.rules.words import Column, Result, Source, Stage, Urgency
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.plugin_api.dates import at, now
from xinfang_site.plugin_api.hooks import Actor


class Reports:
    """Reports one item after another (逐条报送).

    Attributes:
        count: how many were sent.
    """

    def __init__(self, session: Session, crew: Crew) -> None:
        self._session, self._crew = session, crew
        text = resources.files("xinfang_daily_briefing").joinpath("data/demo_items.csv").read_text("utf-8")
        self._rows = list(csv.DictReader(text.splitlines()))
        self._turn = 0
        self._open: list[tuple[int, Actor]] = []
        self.count = 0

    @property
    def waiting(self) -> int:
        """How many matters have no last report yet."""
        return len(self._open)

    def _next(self, column: str = "") -> dict[str, str]:
        while True:
            row = self._rows[self._turn % len(self._rows)]
            self._turn += 1
            if not column or row["column"] == column:
                return row

    def report(
        self, moment: datetime, *, late: bool = False, column: str = "", verified: bool = True
    ) -> None:
        """The next item of the list, of one column if wanted; a warning is verified, late if so wished."""
        row = self._next(column)
        actor = self._crew.units.get(row["unit"], self._crew.duty)
        item_id = self._send(actor, _draft(row, actor, moment), moment)
        if row["column"] == Column.WARNING and verified:
            hours = 20 if late else 4
            with at(moment + timedelta(hours=hours)):
                found = VerificationDraft(
                    Result.TRUE if self._turn % 3 else Result.PARTLY, "已与当事单位和现场核对"
                )
                verifying.verify(self._session, self._crew.duty, item_id, found)
        if row["column"] == Column.FOCUS:
            self._open.append((item_id, actor))

    def _send(self, actor: Actor, draft: ItemDraft, moment: datetime, before: Before | None = None) -> int:
        with at(moment):
            item_id = reporting.start(self._session, actor, draft, before)
        with at(moment + timedelta(minutes=6)):
            self._session.rollback()
            version = self._session.get_one(Item, item_id).version
            reporting.send(self._session, actor, item_id, version)
        self.count += 1
        return item_id

    def finish(self, moment: datetime) -> None:
        """The last report of the matter that has waited longest."""
        item_id, actor = self._open.pop(0)
        self._session.rollback()
        first = self._session.get_one(Item, item_id)
        draft = ItemDraft(
            column=Column.FOCUS,
            urgency=Urgency.ORDINARY,
            source=Source.UNIT,
            title=first.title,
            known_at=moment,
            content="相关问题已经解决，当事群众表示认可",
            measures="责任单位已书面答复并落实到位",
            unit_id=first.unit_id,
            stage=Stage.FINAL,
        )
        self._send(actor, draft, moment, Before(item_id))

    def urgent(self, moment: datetime) -> None:
        """An urgent report by the desk, told to everyone the statute names."""
        draft = ItemDraft(
            column=Column.FOCUS,
            urgency=Urgency.URGENT,
            source=Source.PHONE,
            title="某小区地下车库积水",
            known_at=moment,
            content="暴雨致某小区地下车库积水约半米，三十余户业主车辆受损，业主聚集要求物业到场",
            place="虎溪街道某小区",
            people=35,
            demand="尽快排水、明确赔偿办法",
            measures="街道和应急队伍已到场抽排，安抚业主",
            next_step="当晚完成抽排，次日组织物业与业主代表协商",
        )
        item_id = self._send(self._crew.duty, draft, moment)
        for minutes, recipient in zip((8, 10, 11, 15, 16), Recipient, strict=True):
            with at(moment + timedelta(minutes=minutes)):
                told = ToldDraft(recipient, now(), "电话并书面")
                verifying.tell(self._session, self._crew.duty, item_id, told)


def _draft(row: dict[str, str], actor: Actor, moment: datetime) -> ItemDraft:
    return ItemDraft(
        column=Column(row["column"]),
        urgency=Urgency(row["urgency"]),
        source=Source.UNIT,
        title=row["title"],
        known_at=moment - timedelta(minutes=25),
        content=row["content"],
        place=row["place"],
        people=int(row["people"]) if row["people"] else None,
        demand=row["demand"],
        measures=row["measures"],
        next_step=row["next_step"],
        unit_id=actor.office_id,
    )
