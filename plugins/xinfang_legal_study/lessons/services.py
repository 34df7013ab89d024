"""Making teaching sheets (以案释法): from a closed case, without identities, approved by a second person."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from xinfang_legal_study.lessons.models import SheetState, TeachingSheet
from xinfang_legal_study.rules.attendance import check_second_person
from xinfang_site.plugin_api.changes import changed
from xinfang_site.plugin_api.data import Act, Refused, check_version, owned_one, record, twin, writing
from xinfang_site.plugin_api.dates import now
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.matters import matter_numbered
from xinfang_site.plugin_api.teaching import ClosedCase, closed_case, leaks_in


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A teaching sheet as it is written (案例)."""

    title: str
    laws: str
    facts: str
    handling: str
    lesson: str

    @property
    def whole(self) -> str:
        """All its words."""
        return "\n".join((self.title, self.laws, self.facts, self.handling, self.lesson))


def begin(session: Session, actor: Actor, number: str) -> int:
    """Begin a sheet from a closed case of the actor's register; returns its id, that of one as empty as it was begun too.

    Raises:
        Refused: no such closed case, or an accusation.
    """
    with writing(session):
        found = matter_numbered(session, actor, number)
        if found is None:
            raise Refused("没有找到这个编号的事项，或者不在本机构的名册内", field="number")
        case = closed_case(session, actor, found.id)
        values = {
            "petition_id": case.petition_id,
            "title": "（请拟定标题）",
            "facts": case.retold,
            "author_id": actor.account_id,
        }
        begun = twin(session, TeachingSheet, actor.office_id, values)
        if begun is not None:
            return begun.id
        sheet = TeachingSheet(office_id=actor.office_id, author=actor.name, made_at=now(), **values)
        session.add(sheet)
        session.flush()
        record(session, actor, Act("legal_study.sheet_begin", "petition", case.petition_id))
        return sheet.id


def original(session: Session, actor: Actor, sheet: TeachingSheet) -> ClosedCase:
    """The case that a sheet tells, for who may see it; looking at it is noted in the audit.

    Raises:
        Missing: the case is not in the actor's register.
    """
    with writing(session):
        case = closed_case(session, actor, sheet.petition_id)
        record(session, actor, Act("petition.view", "petition", sheet.petition_id))
        return case


def write_sheet(session: Session, actor: Actor, sheet_id: int, draft: SheetDraft, version: int) -> None:
    """Change a sheet; a published one goes back to draft and needs approval again.

    Raises:
        Missing: none of the office's.
        StaleEditError: somebody else changed it.
    """
    with writing(session):
        sheet = owned_one(session, TeachingSheet, actor.office_id, sheet_id)
        check_version(sheet, version)
        old = {name: getattr(sheet, name) for name in asdict(draft)}
        for name, value in asdict(draft).items():
            setattr(sheet, name, value)
        sheet.state = SheetState.DRAFT.value
        sheet.author_id, sheet.author = actor.account_id, actor.name
        fields = {name: ["…", "…"] for name in changed(old, asdict(draft))}
        record(session, actor, Act("legal_study.sheet_write", "legal_study_sheet", sheet.id, changes=fields))


def submit(session: Session, actor: Actor, sheet_id: int) -> None:
    """Hand a sheet to a second person.

    Raises:
        Missing: none of the office's.
        Refused: not a draft, or it still identifies somebody.
    """
    with writing(session):
        sheet = owned_one(session, TeachingSheet, actor.office_id, sheet_id)
        if sheet.standing is not SheetState.DRAFT:
            raise Refused(f"案例{sheet.standing.shown.title}，不能提交审核")
        _check_clean(session, sheet)
        sheet.state = SheetState.WAITING.value
        record(session, actor, Act("legal_study.sheet_submit", "legal_study_sheet", sheet.id))


def _check_clean(session: Session, sheet: TeachingSheet) -> None:
    words = SheetDraft(sheet.title, sheet.laws, sheet.facts, sheet.handling, sheet.lesson).whole
    found = leaks_in(session, sheet.petition_id, words)
    if found:
        raise Refused(f"案例中仍有可识别个人的信息：{'；'.join(found[:5])}。请改写后再提交")
    if not sheet.lesson.strip() or sheet.title.startswith("（请拟定"):
        raise Refused("请先拟定标题并填写“法律要点与启示”")


def decide(session: Session, actor: Actor, sheet_id: int, *, approve: bool, note: str) -> None:
    """Publish a sheet or send it back; its last author may do neither.

    Raises:
        Missing: none of the office's.
        Refused: it does not wait, the actor wrote it, or it identifies somebody.
    """
    with writing(session):
        sheet = owned_one(session, TeachingSheet, actor.office_id, sheet_id)
        if sheet.standing is not SheetState.WAITING:
            raise Refused(f"案例{sheet.standing.shown.title}，没有待审核的内容")
        check_second_person(str(sheet.author_id), str(actor.account_id), "案例")
        if approve:
            _check_clean(session, sheet)
        sheet.state = (SheetState.APPROVED if approve else SheetState.DRAFT).value
        sheet.decided_by, sheet.decided_at, sheet.decision_note = actor.name, now(), note
        act = "legal_study.sheet_approve" if approve else "legal_study.sheet_return"
        record(session, actor, Act(act, "legal_study_sheet", sheet.id, note))
