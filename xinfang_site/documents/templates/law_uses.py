"""Which documents cite an article (文书引用): what must be looked at when it is amended or repealed."""

from sqlalchemy.orm import Session

from xinfang_site.documents.templates import queries
from xinfang_site.documents.templates.defaults import words_of
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.statutes import Article, Statute
from xinfang_site.laws.citing import quoted
from xinfang_site.laws.models import Law
from xinfang_site.laws.passages import Place
from xinfang_site.laws.uses import Use


def template_uses(session: Session, office_id: int | None, law: Law, place: Place) -> tuple[Use, ...]:
    """The templates of an office that cite an article; each place is named once."""
    statute = Statute(law.code, law.title)
    found = []
    for kind, template in queries.current_templates(session, office_id).items():
        whose = "全国默认" if template.office_id is None else "本单位"
        for each in quoted("\n".join(words_of(template).all)):
            if each.law == law.title and each.place == place:
                basis = Article(statute, place.number, each.paragraph, each.item)
                note = f"{whose}第 {template.version} 版"
                found.append(Use("文书模板", DocumentKind(kind).title, basis, note))
    return tuple(dict.fromkeys(found))
