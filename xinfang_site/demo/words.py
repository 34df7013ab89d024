"""Made-up words (虚构用语): names, phones, id numbers and text; the same seed gives the same words."""

from datetime import date
from random import Random

from xinfang_site.domain.people.identity import check_character

_SURNAMES = "林沈顾陆苏叶江秦柳温程傅姜卓岑裴骆向冉牟尹闻简"
_GIVEN = [
    "知秋",
    "望舒",
    "怀瑾",
    "清欢",
    "云帆",
    "听澜",
    "疏影",
    "暮雪",
    "长风",
    "归鸿",
    "星河",
    "静姝",
    "若虚",
    "行简",
    "南乔",
    "北辰",
    "子衿",
    "采薇",
    "思齐",
    "明远",
    "景行",
    "嘉树",
    "青禾",
    "白露",
    "谷雨",
    "惊蛰",
    "晚晴",
    "初夏",
    "映川",
    "牧野",
    "春生",
    "满仓",
    "立冬",
    "冬至",
    "小满",
    "石泉",
    "松涛",
    "竹溪",
    "半夏",
    "砚秋",
]
_ESTATES = [
    "青禾苑",
    "云栖雅居",
    "松鹤里",
    "望江小筑",
    "锦绣里",
    "半山花园",
    "桂语庭",
    "临溪一号院",
    "老纺织厂家属院",
    "向阳新村",
    "桃李园",
    "晨光公寓",
    "嘉陵人家",
    "翠竹轩",
    "钟楼湾",
    "黄葛坪",
    "石梯坎",
    "七星岗巷",
    "沙磁里",
    "大榕树片区",
]
_COMPANIES = [
    "乐邻物业公司",
    "山海置业公司",
    "鼎新建筑公司",
    "顺达劳务公司",
    "万象商贸公司",
    "启明教育咨询公司",
    "丰穗农业公司",
    "远帆汽车租赁公司",
    "宏图装饰公司",
    "安禾健身公司",
]
_NOWHERE = "990106"  # no such region: nobody's number


class Words:
    """A source of made-up words (虚构用语); ``random`` decides."""

    def __init__(self, random: Random, today: date) -> None:
        self.random = random
        self.today = today
        self._names: set[str] = set()
        self._phone = 0

    def name(self) -> str:
        """A name that nobody else in the district has."""
        name = ""
        for _ in range(200):
            name = self.random.choice(_SURNAMES) + self.random.choice(_GIVEN)
            if name not in self._names:
                break
        self._names.add(name)
        return name

    def phone(self) -> str:
        """A phone number of a range that is given to nobody."""
        self._phone += 1
        return f"199000{self._phone:05d}"

    def id_number(self) -> str:
        """An id number with a valid check character, of a region that does not exist."""
        born = date(self.random.randint(1948, 2002), self.random.randint(1, 12), self.random.randint(1, 28))
        first = f"{_NOWHERE}{born:%Y%m%d}{self.random.randint(1, 999):03d}"
        return first + check_character(first)

    def estate(self) -> str:
        """A place where people live."""
        return self.random.choice(_ESTATES)

    def fill(self, text: str, slots: dict[str, str]) -> str:
        """``text`` with its slots filled in."""
        return text.format(**slots)

    def slots(self, place: str) -> dict[str, str]:
        """One set of fillings, used for the whole of a matter."""
        year = self.today.year - self.random.randint(1, 8)
        return {
            "place": place,
            "company": self.random.choice(_COMPANIES),
            "n": str(self.random.randint(12, 480)),
            "n2": str(self.random.randint(2, 28)),
            "year": str(year),
            "month": str(self.random.randint(1, 12)),
            "money": str(self.random.randint(3, 900) * 1000),
        }
