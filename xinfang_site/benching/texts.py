"""Generated Chinese (文本生成): words follow Zipf's law, so that searches meet common and rare words as in real texts."""

import random
from importlib import resources
from itertools import accumulate

from xinfang_site.petitions.drafts import PetitionerDraft

RARE = ("塌方", "渗坑", "蓝藻")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"


class Writer:
    """Writes generated Chinese (文本生成): words by Zipf's law, from a vocabulary of the code tables."""

    def __init__(self, seed: int, titles: list[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - fictional data of a fixed seed
        characters = sorted(set("".join(titles)) - set("、（）() /"))
        pairs = {
            "".join(self.random.sample(characters, self.random.choice((2, 2, 2, 3)))) for _ in range(6000)
        }
        common = resources.files("xinfang_site").joinpath("data/bench_words.txt").read_text(encoding="utf-8")
        self.words = [*common.split(), *sorted(pairs), *RARE]
        self.weights = list(accumulate(1 / (rank + 30) for rank in range(len(self.words))))
        self.characters = characters

    def sentence(self, count: int) -> str:
        """``count`` words with commas and a full stop."""
        chosen = self.random.choices(self.words, cum_weights=self.weights, k=count)
        for position in range(6, count - 2, 7):
            chosen[position] += "，"
        return "".join(chosen) + "。"

    def person(self) -> PetitionerDraft:
        """A fictional person."""
        pick = self.random
        name = pick.choice(SURNAMES) + "".join(pick.sample(self.characters, pick.choice((1, 2, 2))))
        return PetitionerDraft(name, phones=(f"1{pick.randrange(3, 10)}{pick.randrange(10**9):09d}",))
