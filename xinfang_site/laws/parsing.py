"""Reading the plain text of a law (法规文本解析): pure; text in, articles and problems by line out.

Knows 编、章、节 as headings, 第…条 with its paragraphs (款) and items (项), a table of contents, Markdown
headings and comments, full-width blanks. What has no place is reported, never dropped in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xinfang_site.domain.statutes import chinese_number
from xinfang_site.laws.numerals import CHARACTERS, read_number
from xinfang_site.laws.passages import ITEM, Place

LEVELS = ("编", "分编", "章", "节")
LONGEST_HEADING = 60
_HEADING = re.compile(
    rf"第\s*([{CHARACTERS}]{{1,9}})\s*(分编|编|章|节)(?:\s+(.*)|([^第、，和至及或的规之].*)|)"
)
_ARTICLE = re.compile(rf"第\s*([{CHARACTERS}]{{1,9}})\s*条(?:之([{CHARACTERS}]{{1,3}}))?(\s+|(?=【)|$|)(.*)")
_RUNNING_ON = tuple("第、，和至及或的规之")
"""After 第…条 without a blank these go on with a sentence; anything else may begin an article."""
_CONTENTS = re.compile(r"目\s*[录次]")
_FINAL = re.compile(r"附\s*则")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_COMMENT = re.compile(r"<!--.*?-->")
_MARKS = re.compile(r"(?:#{1,6}\s+|>\s+|[-*+]\s+)")
_ANNEX = re.compile(r"附\s*[件表录]\s*[0-9一二三四五六七八九十]*\s*[:：]?.{0,40}")
_SENTENCE = tuple("。；：")
_ENDS = tuple("。；：！？”）》】…;:!?)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be placed (问题).

    Attributes:
        line: line of the text, from 1; 0 for the text as a whole.
        text: the line, cut short.
        message: what is wrong, in words.
        refuses: the text cannot be taken over with it; else it is only a hint.
    """

    line: int
    text: str
    message: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article as read (条文).

    Attributes:
        place: its number.
        part: the 编 it stands in, such as ``第一编 总则``; empty where there is none.
        chapter: the 章, as ``part``.
        section: the 节, as ``part``.
        text: its paragraphs and items, one line each.
        line: line of the text where it begins, from 1.
    """

    place: Place
    part: str
    chapter: str
    section: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as read (解析结果): ``preamble`` is what stands before the first heading, below the title."""

    title: str
    preamble: str
    articles: tuple[ParsedArticle, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether something must be put right before the text can be taken over."""
        return any(each.refuses for each in self.problems)


@dataclass(slots=True)
class _Open:
    """An article while its lines are being collected."""

    place: Place
    headings: tuple[str, ...]
    line: int
    lines: list[str] = field(default_factory=list)
    item: int = 0


def parse(text: str) -> Parsed:
    """Read the text of a law."""
    reader = _Reader()
    for number, line in cleaned(text):
        reader.take(number, line)
    return reader.finish()


def cleaned(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers: no Markdown marks, blanks around, comments."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    for number, raw in enumerate(plain.split("\n"), start=1):
        line = _COMMENT.sub("", raw).replace("\u200b", "").replace("**", "").strip()
        line = _MARKS.sub("", line, count=1) if _MARKS.match(line) else line
        line = re.sub(r"[^\S\n]+", " ", line).strip()
        if line:
            yield number, line


def _heading(line: str) -> tuple[int, str] | None:
    """The level of a heading and the heading as it is kept; None for any other line."""
    if _FINAL.fullmatch(line):
        return 0, "附则"
    found = _HEADING.fullmatch(line)
    number = read_number(found[1]) if found else None
    if found is None or number is None or len(line) > LONGEST_HEADING or line.endswith(_SENTENCE):
        return None
    title = _BETWEEN.sub("", (found[3] or found[4] or "").strip())
    return LEVELS.index(found[2]), f"第{chinese_number(number)}{found[2]} {title}".strip()


class _Reader:
    """Takes line after line; knows which article is open and under which headings."""

    def __init__(self) -> None:
        self.title = ""
        self.preamble: list[str] = []
        self.articles: list[ParsedArticle] = []
        self.problems: list[Problem] = []
        self.headings = [""] * len(LEVELS)
        self.open: _Open | None = None
        self.contents = False
        self.annex = False
        self.loose: list[tuple[int, str]] = []

    def take(self, number: int, line: str) -> None:
        """Find the line's place."""
        if self.annex:
            return
        place = self._article(line)
        heading = _heading(line) if place is None else None
        if place is not None:
            self._begin(number, place[0], place[1])
        elif heading is not None:
            self._close()
            self.headings[heading[0] :] = [heading[1]] + [""] * (len(LEVELS) - heading[0] - 1)
        elif self.open is not None:
            self._continue(self.open, number, line)
        else:
            self._before(number, line)

    def _article(self, line: str) -> tuple[Place, str] | None:
        found = _ARTICLE.fullmatch(line)
        if found is None:
            return None
        number, inserted = read_number(found[1]), read_number(found[2]) if found[2] else 0
        if number is None or inserted is None:
            return None
        place = Place(number, inserted)
        attached = not found[3] and bool(found[4]) and not found[4].startswith("【")
        if attached and (found[4].startswith(_RUNNING_ON) or not self._follows(place)):
            return None
        return place, found[4].strip()

    def _follows(self, place: Place) -> bool:
        last = self._last() or Place(0)
        return place in (Place(last.number + 1), Place(last.number, last.inserted + 1))

    def _begin(self, number: int, place: Place, text: str) -> None:
        for line, words in self.loose:
            self._problem(line, words, "这一行在章节标题之后、第一条之前，不属于任何一条")
        self.loose.clear()
        if not self._follows(place):
            self._problem(number, place.title, self._gap(place))
        self._close()
        self.contents = False
        self.open = _Open(place, tuple(self.headings), number)
        if text:
            self._continue(self.open, number, text)

    def _last(self) -> Place | None:
        if self.open is not None:
            return self.open.place
        return self.articles[-1].place if self.articles else None

    def _gap(self, place: Place) -> str:
        last = self._last()
        if last is None:
            return f"第一个条文是{place.title}，应当从第一条开始"
        if (place.number, place.inserted) <= (last.number, last.inserted):
            return f"{place.title}出现在{last.title}之后，序号重复或者颠倒"
        return f"{last.title}之后是{place.title}，中间缺少条文"

    def _before(self, number: int, line: str) -> None:
        """A line outside every article: the title, the preamble, a table of contents, or lost."""
        if _CONTENTS.fullmatch(line) and not self.articles:
            self.contents = True
        elif self.contents:
            self.contents, self.headings = False, [""] * len(LEVELS)
            self.preamble.append(line)
        elif any(self.headings):
            self.loose.append((number, line))
        elif not self.title:
            self.title = line
        else:
            self.preamble.append(line)

    def _continue(self, made: _Open, number: int, line: str) -> None:
        if _ANNEX.fullmatch(line) and not line.endswith(_ENDS):
            self._begin_annex(number, line)
            return
        if not line.endswith(_ENDS):
            self._problem(number, line, "这一行没有标点收尾，可能是断行", refuses=False)
        item = ITEM.fullmatch(line)
        if item and read_number(item[1]) not in (1, made.item + 1):
            self._problem(number, line, "项的序号不连续", refuses=False)
        made.item = (read_number(item[1]) or 0) if item else made.item
        made.lines.append(line)

    def _begin_annex(self, number: int, line: str) -> None:
        self.annex = True
        self._problem(number, line, "附件不收入法规库，这一行以后的内容没有读取", refuses=False)

    def _close(self) -> None:
        if self.open is None:
            return
        made = self.open
        if not made.lines:
            self._problem(made.line, made.place.title, "这一条没有内容")
        *parts, chapter, section = made.headings
        part = "　".join(each for each in parts if each)
        text = "\n".join(made.lines)
        self.articles.append(ParsedArticle(made.place, part, chapter, section, text, made.line))
        self.open = None

    def _problem(self, number: int, line: str, message: str, *, refuses: bool = True) -> None:
        self.problems.append(Problem(number, line[:40], message, refuses))

    def finish(self) -> Parsed:
        """Everything that was read."""
        self._close()
        for line, words in self.loose:
            self._problem(line, words, "这一行在章节标题之后，不属于任何一条")
        if not self.articles:
            self._problem(0, "", "没有找到条文；条文应当以“第一条”这样的序号另起一行")
        problems = tuple(sorted(self.problems, key=lambda each: each.line))
        return Parsed(self.title, "\n".join(self.preamble), tuple(self.articles), problems)
