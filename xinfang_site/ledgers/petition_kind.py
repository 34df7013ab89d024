"""The petition ledger (信访台账): its fields, headings, code words, and the typed row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, Note, Value, ValueKind
from xinfang_site.ledgers.petition_words import heading_words, petition_vocabulary, under_way
from xinfang_site.ledgers.traditional import simplified
from xinfang_site.ledgers.values.names import Names, is_home, together
from xinfang_site.ledgers.values.vocabulary import Match

K = ValueKind
_CHANNEL_WORDS: Final = (
    (("来信", "写信", "收信", "信件"), "来信"),
    (("来访", "接访", "走访", "上访"), "来访"),
    (("来电", "接电", "热线", "12345", "主叫", "呼入", "话务"), "来电"),
    (("网上信访", "网信", "留言", "网友"), "网上信访"),
)
_WORD: Final = 8
_OPEN: Final = "办理中"
_VOIDED: Final = "作废"
_HANDED_ON: Final = frozenset({"已登记", "已转送", "已交办", "已受理"})
"""What an office did with a matter may be its whole answer: 已转办."""
_VOID: Final = frozenset({"作废", "已作废", "此件作废", "本件作废", "此条作废"})


class LedgerRow(NamedTuple):
    """One petition of a ledger (信访件); every value is cleaned, absent ones are None or empty.

    Named, but a tuple: an import makes one of each row, and a dataclass sets its fields one by one.

    Attributes:
        received_on: the day of receipt (收到日期), from which the statute counts; None when the row has none.
        channel_from: the title or the name that implies the channel where the row has none.
        place_from: the sheet's or section's name that states the street where no column does.
        unit_from: likewise the responsible unit.
        received_at: the moment of receipt where the ledger states a time.
        people: head count, at least 1.
        anonymous: the ledger says that no name was given.
        remarks: the remarks column and, line by line, all that no field holds.
    """

    number: str | None = None
    external_number: str | None = None
    serial: str | None = None
    received_on: date | None = None
    received_at: datetime | None = None
    registered_on: date | None = None
    petitioned_on: date | None = None
    first_on: date | None = None
    channel: str | None = None
    channel_from: str | None = None
    names: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    anonymous: bool = False
    phones: tuple[str, ...] = ()
    id_number: str | None = None
    address: str | None = None
    people: int = 1
    title: str | None = None
    content: str | None = None
    place: str | None = None
    place_from: str | None = None
    category: str | None = None
    purpose: str | None = None
    unit: str | None = None
    unit_from: str | None = None
    dispatched_on: date | None = None
    due_on: date | None = None
    reply: str | None = None
    concluded_on: date | None = None
    state: str | None = None
    satisfaction: str | None = None
    handler: str | None = None
    instruction: str | None = None
    remarks: str | None = None


def _finish(values: dict[str, Value], notes: list[Note]) -> None:
    """Look at the row as a whole: names, count, receipt date."""
    _add_phones(values, _tuple(values.pop("other_phones", None)))
    names, others = values.pop("names", None), values.pop("others", None)
    if isinstance(others, Names):
        names, told = together(names if isinstance(names, Names) else Names(), others)
        lines = [*_lines(values.get("remarks")), *([f"随访人：{told}"] if told else [])]
        values["remarks"] = "\n".join(lines) or None
        if told and not told.isdecimal():
            notes.append(Note("随访人", "姓名以外的内容记入备注"))
    if isinstance(names, Names) and names != Names():
        values["names"] = names.names
        values["anonymous"] = names.anonymous
        _add_phones(values, names.phones)
        if names.id_number or names.address:
            _told_beside(values, "id_number", names.id_number)
            _told_beside(values, "address", names.address)
        _agents(values, names.agents)
        _count(values, notes, names)
    else:
        notes.append(Note("姓名", "姓名为空"))
        values.setdefault("people", 1)
        _agents(values, ())
    _receipt(values, notes)
    _standing(values, notes)
    remarks = values.get("remarks")
    if isinstance(remarks, str) and remarks.strip("。") in _VOID:
        values.setdefault("state", _VOIDED)
    if values.get("title") is None and values.get("content") is None:
        notes.append(Note("内容", "没有概况也没有内容"))


def _told_beside(values: dict[str, Value], field: str, told: str) -> None:
    """What stands beside a name counts where its column has nothing, and is kept where that says otherwise."""
    if told and values.setdefault(field, told) != told:
        spec = next(each for each in PETITIONS.fields if each.name == field)
        values["remarks"] = "\n".join([*_lines(values.get("remarks")), f"姓名旁的{spec.title}：{told}"])


def _agents(values: dict[str, Value], beside: tuple[str, ...]) -> None:
    """Who acts for the petitioners: of a column of their own, or named in brackets beside them."""
    stated = values.pop("agents", None)
    found = (*(stated.names if isinstance(stated, Names) else ()), *beside)
    if found:
        values["agents"] = tuple(dict.fromkeys(found))


def _add_phones(values: dict[str, Value], further: tuple[str, ...]) -> None:
    if further:
        values["phones"] = tuple(dict.fromkeys((*_tuple(values.get("phones")), *further)))


def _count(values: dict[str, Value], notes: list[Note], names: Names) -> None:
    stated, named = values.get("people"), len(names.names)
    if stated is None:
        values["people"] = names.people or max(1, named)
    elif names.people is not None and names.people != stated:
        notes.append(Note("人数", f"人数写{stated}，姓名里写{names.people}人，按{stated}人读取"))
    elif isinstance(stated, int) and stated < named:
        values["people"] = named
        notes.append(Note("人数", f"人数写{stated}，姓名写了{named}人，按{named}人读取"))


def _standing(values: dict[str, Value], notes: list[Note]) -> None:
    """A reply that only says how far the matter is tells its state: 办理情况 办理中 is no answer."""
    reply = values.get("reply")
    if not isinstance(reply, str) or not values.keys().isdisjoint({"state", "concluded_on"}):
        return
    found = petition_vocabulary().tables["state"].resolve(reply) if len(reply) <= _WORD else None
    if found is not None and found.how in (Match.EXACT, Match.SYNONYM) and found.value not in _HANDED_ON:
        values["state"] = found.value
        if found.value == _VOIDED:
            notes.append(Note("办理结果", f"写的是“{reply}”，按{_VOIDED}读取"))
    elif under_way(reply):
        values["state"] = _OPEN
        notes.append(Note("办理结果", f"写的是“{reply[:20]}”，按{_OPEN}读取"))


def _receipt(values: dict[str, Value], notes: list[Note]) -> None:
    moment = values.get("received_on")
    if isinstance(moment, datetime):
        values["received_at"] = moment
        values["received_on"] = moment.date()
    elif moment is None:
        registered = values.get("registered_on")
        if isinstance(registered, date):
            values["received_on"] = registered
            notes.append(Note("收到日期", "收到日期为空，按登记日期读取"))


def _join(matter: Mapping[str, Value], further: Mapping[str, Value]) -> Mapping[str, Value]:
    """The matter with the petitioner of a further row; what else that row tells is kept in the remarks."""
    found = dict(matter)
    written, phones = _tuple(further.get("names")), _tuple(further.get("phones"))
    names = tuple(name for name in written if not is_home(name))
    if home := "、".join(name for name in written if is_home(name)):
        found.setdefault("address", home)  # 姓名 above 住址 in one column
        further = {"address": home, **further}
    everyone = tuple(dict.fromkeys((*_tuple(matter.get("names")), *names)))
    found["names"] = everyone
    found["phones"] = tuple(dict.fromkeys((*_tuple(matter.get("phones")), *phones)))
    known = matter.get("people")
    found["people"] = max(known if isinstance(known, int) else 1, len(everyone))
    told = [
        f"{spec.title}：{further[spec.name]}"
        for spec in PETITIONS.fields
        if spec.name in ("id_number", "address")
        and further.get(spec.name) not in (None, found.get(spec.name))
    ]
    own, other = (_lines(each.get("remarks")) for each in (matter, further))
    lines = [*own, *([f"{'、'.join(names)}{'，'.join(told)}"] if told else [])]
    lines += [line for line in other if line not in own]
    if lines:
        found["remarks"] = "\n".join(lines)
    return found


def _lines(remarks: Value) -> list[str]:
    return remarks.splitlines() if isinstance(remarks, str) else []


def _tuple(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _implied(texts: Sequence[str]) -> Mapping[str, Value]:
    """The channel that the first telling title, sheet name or column name states (来信登记簿, 来访日期)."""
    for text in texts:
        plain = simplified(text)
        found = {channel for words, channel in _CHANNEL_WORDS if any(word in plain for word in words)}
        if len(found) == 1:
            return {"channel": found.pop(), "channel_from": text}
    return {}


def _field(
    name: str,
    title: str,
    kind: ValueKind = K.TEXT,
    vocabulary: str = "",
    *,
    essential: bool = False,
    further: str = "",
) -> FieldSpec:
    return FieldSpec(
        name,
        title,
        kind,
        heading_words(name),
        essential=essential,
        vocabulary=vocabulary,
        identifies=name != "serial",
        further=further,
    )


PETITIONS = LedgerKind(
    name="petitions",
    title="信访台账",
    fields=(
        _field("number", "信访件编号", K.CODE),
        _field("external_number", "外部编号", K.CODE),
        _field("serial", "序号", K.CODE),
        _field("received_on", "收到日期", K.DATETIME, further="petitioned_on"),
        _field("registered_on", "登记日期", K.DATE),
        _field("petitioned_on", "信访日期", K.DATE),
        _field("first_on", "初次信访日期", K.DATE),
        _field("channel", "信访形式", K.CHOICE, "channel"),
        _field("names", "姓名", K.NAMES, essential=True),
        _field("others", "随访人", K.NAMES),
        _field("agents", "代理人", K.NAMES),
        _field("phones", "联系电话", K.PHONES, further="other_phones"),
        _field("other_phones", "另一电话", K.PHONES),
        _field("id_number", "身份证号", K.ID_NUMBER),
        _field("address", "住址"),
        _field("people", "人数", K.COUNT),
        _field("title", "概况", essential=True),
        _field("content", "内容", K.LONG_TEXT, essential=True, further="title"),
        _field("place", "问题属地", K.CHOICE, "place"),
        _field("category", "内容分类", K.CHOICE, "category"),
        _field("purpose", "信访目的", K.CHOICE, "purpose"),
        _field("unit", "承办单位", K.CHOICE, "unit"),
        _field("dispatched_on", "转交办日期", K.DATE),
        _field("due_on", "办理期限", K.DATE),
        _field("reply", "办理结果", K.LONG_TEXT),
        _field("concluded_on", "办结日期", K.DATE),
        _field("state", "状态", K.CHOICE, "state"),
        _field("satisfaction", "满意度", K.CHOICE, "satisfaction"),
        _field("handler", "经办人"),
        _field("instruction", "领导批示", K.LONG_TEXT),
        _field("remarks", "备注", K.LONG_TEXT),
    ),
    number_field="number",
    receipt_field="received_on",
    finish=_finish,
    implied=_implied,
    received_by=frozenset({"received_on", "registered_on"}),
    late_receipt=frozenset({"受理日期", "受理时间"}),
    numbering=frozenset({"number", "serial"}),
    telling=frozenset({"title", "content"}),
    join=_join,
    reached=("address", "phones"),
    told_by_name=("place", "unit"),
    stand_ins=("dispatched_on", "first_on"),
)

_NAMES = frozenset(LedgerRow._fields)


def ledger_row(values: Mapping[str, Value]) -> LedgerRow:
    """The typed row (信访台账行) of a result's values."""
    known: Mapping[str, Any] = values
    if not known.keys() <= _NAMES or None in known.values():
        known = {name: value for name, value in values.items() if name in _NAMES and value is not None}
    return LedgerRow(**known)
