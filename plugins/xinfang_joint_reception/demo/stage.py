"""What the demo of receptions is made with (演示环境)."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from xinfang_site.plugin_api.hooks import Actor, OfficeRef
from xinfang_site.plugin_api.people import PersonRef, acting

SURNAMES, GIVEN = "赵钱孙周吴郑冯陈卫蒋沈韩杨朱秦许何吕施张", "安平宁远清文思明和立成新若子嘉书景云川林"
MATTERS = (
    "小区电梯停运三个月，物业和业委会相互推诿",
    "拖欠农民工工资，劳务公司失去联系",
    "征地补偿款发放明细不清",
    "老旧小区改造后屋面渗水",
    "学校周边夜间施工噪声",
    "预售商品房逾期交付",
    "公交线路调整后村民出行不便",
    "医疗费用报销被退回，要求说明理由",
)
"""What people come about."""


@dataclass(slots=True)
class Stage:
    """What the demo is made with (演示环境)."""

    session: Session
    office: OfficeRef
    day: date
    actor: Actor
    random: Random
    kind_ids: dict[str, int] = field(default_factory=dict)

    def name(self) -> str:
        """A fictional name."""
        given = "".join(self.random.choice(GIVEN) for _ in range(self.random.choice((1, 2))))
        return self.random.choice(SURNAMES) + given

    def phone(self) -> str:
        """A number of a range that nobody has."""
        return f"199000{self.random.randrange(10**4, 10**5)}"

    def as_person(self, person: PersonRef) -> Actor:
        """Someone of the district as an actor."""
        return acting(self.session, person.id)
