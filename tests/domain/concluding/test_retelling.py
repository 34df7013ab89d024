"""Retelling a case: nobody is named, nothing leads to a person, and refusals do not repeat what they found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.domain.concluding.retelling import Identity, address_parts, leaks, retell, stand_in

surnames = st.sampled_from("王李张刘陈杨赵黄周吴")
names = st.builds(
    lambda first, rest: first + rest, surnames, st.text("伟芳娜敏静强磊军洋勇艳杰", min_size=1, max_size=2)
)
WORDS = st.lists(
    st.sampled_from(["反映小区物业收费问题。", "社区已经答复，", "后续办理情况良好。", "请求依法处理；"]),
    max_size=5,
)


@given(st.lists(names, min_size=1, max_size=4), WORDS)
def test_a_retold_case_names_nobody(people: list[str], words: list[str]) -> None:
    identity = Identity(tuple(people), ("13800138000",))
    text = "".join(
        f"{name}（电话13800138000，身份证500106199001011234）{word}"
        for name in people
        for word in [*words, "。"]
    )
    assert leaks(text, identity)
    assert leaks(retell(text, identity), identity) == ()


def test_two_people_of_one_surname_stay_two() -> None:
    told = retell("王小芳起诉王大强。", Identity(("王小芳", "王大强")))
    assert told in {"王某起诉王某某。", "王某某起诉王某。"}


def test_addresses_house_numbers_and_case_numbers_go() -> None:
    told = retell(
        "家住天星桥街道小龙坎新街12号3幢5-2，信访件SPB2026-000123。",
        Identity((), ("天星桥街道小龙坎新街12号3幢5-2",)),
    )
    assert "小龙坎" not in told
    assert "000123" not in told


@pytest.mark.parametrize(
    ("address", "below"),
    [
        ("重庆市沙坪坝区天星桥街道小龙坎新街12号", "小龙坎新街12号"),
        ("渝碚路街道康宁路1号", "康宁路1号"),
        ("康宁路1号阳光小区3幢", None),
        ("双碑街道", None),
    ],
)
def test_an_address_is_also_known_by_its_part_below_the_street(address: str, below: str | None) -> None:
    assert address_parts(address) == ((address, below) if below else (address,))


def test_a_number_left_in_is_told_without_repeating_it() -> None:
    (told,) = leaks("当事人电话13800138000", Identity())
    assert "13800138000" not in told


def test_compound_surnames_stay_whole_and_many_of_one_surname_stay_apart() -> None:
    assert stand_in("欧阳小红", ()) == "欧阳某"
    used: list[str] = []
    for _ in range(12):
        used.append(stand_in("王小明", used))
    assert len(set(used[:10])) == 10
    assert used[-1] == "王某等人"
