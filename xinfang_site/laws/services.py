"""Keeping the law library (法规管理): import a text as a new law or version, end a version; one transaction each.

Nothing is deleted: old matters cite old texts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.changes import changed
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.laws.loading import fill
from xinfang_site.laws.models import Law, LawVersion
from xinfang_site.laws.parsing import Parsed, parse
from xinfang_site.versions import check_version

RESERVED = frozenset({"import", "search"})


@dataclass(frozen=True, slots=True)
class LawDraft:
    """A law as it is entered (法规): ``replaces`` is the id of the law that it takes the place of."""

    code: str
    title: str
    issuer: str
    kind: str
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version as it is entered (版本), with its plain text."""

    published_on: date | None
    valid_from: date
    note: str
    text: str


@dataclass(frozen=True, slots=True)
class EndDraft:
    """The last day of a version (终止): None makes it valid without end again."""

    last_day: date | None
    reason: str
    version: int


def read(draft: VersionDraft) -> Parsed:
    """Read the text of a version.

    Raises:
        Refused: something in it has no place; nothing is taken over then.
    """
    parsed = parse(draft.text)
    if parsed.refused:
        first = next(each for each in parsed.problems if each.refuses)
        count = sum(each.refuses for each in parsed.problems)
        where = f"第 {first.line} 行：" if first.line else ""
        raise Refused(f"正文有 {count} 处问题，没有导入。{where}{first.message}", field="text")
    return parsed


def import_law(session: Session, actor: Actor, law_draft: LawDraft, draft: VersionDraft) -> str:
    """Import a law with its first version; returns its code.

    A law that it replaces gets it as successor, and ends on the day before.

    Raises:
        Refused: the code or title is taken, the text has problems, or the replaced law is newer.
    """
    parsed = read(draft)
    with writing(session):
        _check_free(session, law_draft)
        law = Law(code=law_draft.code, title=law_draft.title, issuer=law_draft.issuer, kind=law_draft.kind)
        session.add(law)
        session.flush()
        version = _append(session, law, draft, parsed)
        record(session, actor, Act("law.import", "law", law.code, changes=changed({}, _summary(version))))
        if law_draft.replaces is not None:
            replaced = session.get_one(Law, law_draft.replaces, with_for_update=True)
            before = _state(replaced)
            replaced.successor_id = law.id
            _end_before(replaced.versions, draft.valid_from)
            record(
                session,
                actor,
                Act("law.end", "law", replaced.code, changes=changed(before, _state(replaced))),
            )
        return law.code


def add_version(session: Session, actor: Actor, law_id: int, draft: VersionDraft) -> str:
    """Import a further version of a law; the one before ends on the day before; returns its slug.

    Raises:
        Refused: the text has problems, or a version begins on that day or later.
    """
    parsed = read(draft)
    with writing(session):
        law = session.get_one(Law, law_id, with_for_update=True)
        before = _state(law)
        _end_before(law.versions, draft.valid_from)
        session.flush()
        version = _append(session, law, draft, parsed)
        record(
            session,
            actor,
            Act(
                "law.import",
                "law",
                f"{law.code}/{version.slug}",
                changes=changed(before, _state(law)) | changed({}, _summary(version)),
            ),
        )
        return version.slug


def end_version(session: Session, actor: Actor, version_id: int, draft: EndDraft) -> None:
    """End a version on a day (废止), correct that day, or take the end away.

    Raises:
        Refused: the day is before its first, or reaches into the next version.
        StaleEditError: someone else changed it in the meantime.
    """
    with writing(session):
        version = session.get_one(LawVersion, version_id, with_for_update=True)
        check_version(version, draft.version)
        if draft.last_day is not None and draft.last_day < version.valid_from:
            raise Refused("最后有效日不能早于施行日期", field="last_day")
        later = [each.valid_from for each in version.law.versions if each.valid_from > version.valid_from]
        if later and (draft.last_day is None or draft.last_day >= min(later)):
            raise Refused(f"下一版本自 {min(later).isoformat()} 起施行，应当早于这一天", field="last_day")
        before = {"valid_to": version.valid_to}
        version.valid_to = draft.last_day
        where = f"{version.law.code}/{version.slug}"
        changes = changed(before, {"valid_to": version.valid_to})
        record(session, actor, Act("law.end", "law", where, draft.reason, changes=changes))


def _check_free(session: Session, draft: LawDraft) -> None:
    if draft.code in RESERVED:
        raise Refused(f"“{draft.code}”不能用作代码，请另取", field="code")
    for other in session.scalars(select(Law).where((Law.code == draft.code) | (Law.title == draft.title))):
        if other.code == draft.code:
            raise Refused(f"代码“{draft.code}”已由《{other.title}》使用", field="code")
        raise Refused(f"《{other.title}》已在法规库中，请在它的页面导入新版本", field="title")


def _end_before(versions: list[LawVersion], day: date) -> None:
    """End what is in force on ``day`` on the day before it."""
    latest = versions[-1]
    if latest.valid_from >= day:
        raise Refused(
            f"《{latest.law.title}》已有自 {latest.slug} 起施行的版本，新的施行日期应当晚于这一天",
            field="valid_from",
        )
    if latest.valid_to is None or latest.valid_to >= day:
        latest.valid_to = day - timedelta(days=1)


def _append(session: Session, law: Law, draft: VersionDraft, parsed: Parsed) -> LawVersion:
    version = LawVersion(published_on=draft.published_on, valid_from=draft.valid_from, note=draft.note)
    fill(version, parsed)
    law.versions.append(version)
    session.flush()
    return version


def _state(law: Law) -> dict[str, object]:
    return {"valid_to": law.versions[-1].valid_to, "successor": law.successor_id}


def _summary(version: LawVersion) -> dict[str, object]:
    return {"title": version.law.title, "valid_from": version.valid_from, "articles": len(version.articles)}
