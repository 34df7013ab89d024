"""A proposal in words (拟办说明): what is asked, with which contents, and who has approved so far."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session
from wtforms import SelectField, SelectMultipleField

from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.domain.receiving.grounds import GROUNDS
from xinfang_site.domain.roles import Role
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.stepping.forms import MATTER_FIELDS, OFFICE_FIELDS, form_class
from xinfang_site.petitions.wording import outcome_of
from xinfang_site.site_context import chinese_moment

_GROUNDS = {each.code: f"{each.title}（{each.basis.cite()}）" for each in GROUNDS}


def describe(session: Session, proposal: Proposal) -> list[tuple[str, str]]:
    """Label and words of everything in a proposal, in the order of its form."""
    rows = [("拟办人", f"{proposal.drafter}　{chinese_moment(proposal.drafted_at)}")]
    form = form_class(proposal.row, late="late_reason" in proposal.details)(formdata=None)
    for field in form:
        value = proposal.details.get(field.name)
        if value not in (None, "", [], False):
            rows.append((field.label.text, mask_personal(_words(session, field, value))))
    rows += [(Role(each["role"]).title, f"{each['name']}　同意") for each in proposal.approvals]
    left = proposal.chain[len(proposal.approvals) + 1 :]
    rows.append(("同意之后", outcome_of(replace(proposal.row, approval=left))))
    rows.append(("依据", proposal.row.basis.cite() if proposal.row.basis else "本机关内部管理规定"))
    return rows


def _words(session: Session, field: Any, value: Any) -> str:
    if field.name in OFFICE_FIELDS:
        office = session.get(Office, int(value))
        return office.name if office else ""
    if field.name in MATTER_FIELDS:
        other = session.get(Petition, int(value))
        return other.number if other else ""
    if field.name == "ground":
        return _GROUNDS.get(str(value), str(value))
    if value is True:
        return "是"
    if isinstance(field, SelectField | SelectMultipleField):
        labels = {str(each): str(label) for each, label, *_ in field.iter_choices()} if field.choices else {}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(labels.get(str(each), str(each)) for each in chosen)
    return str(value).replace("T", " ") if field.name.endswith("_at") else str(value)
