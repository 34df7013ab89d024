"""Filing a matter (立卷): number, limits, register entries, index and audit, for one form and for a split-off part."""

from datetime import date

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.extensions import settings
from xinfang_site.known_tables import known
from xinfang_site.offices.models import Office
from xinfang_site.offices.queries import petition_office_above
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.kinds import registered_kind
from xinfang_site.petitions.registering import numbers
from xinfang_site.petitions.registering.rows import Filing, PetitionRows, noted
from xinfang_site.petitions.visibility import entries, indexing
from xinfang_site.rules.queries import rules_for


def file_matter(session: Session, actor: Actor, office: Office, draft: PetitionDraft, day: date) -> int:
    """Give a matter its number and write it with everything that belongs to it; inside ``writing()``.

    Raises:
        Refused: nobody is left who may keep a report about the office itself.
    """
    rules = _rules(session, office, draft.received_on, day)
    kind = registered_kind(session, draft.purpose_id, accusation=draft.accusation)
    clocks = limits.registration_clocks(session, rules, kind, draft.received_on, urgent=draft.urgent)
    named = known(session)
    first_level = entries.first_level(session, draft.category_id)
    barred = entries.barred_by(session, (each.office_id for each in draft.accused))
    holders = entries.holders(session, office, barred)
    (petition_id,) = numbers.allocate_ids(session, 1)
    # from here on others of the office wait for a number: read nothing more, and send what is written without
    # waiting for answers
    serial = numbers.next_number(session, office.id, numbers.PETITION, day.year)
    filing = Filing(
        petition_id=petition_id,
        number=numbers.petition_number(office.letters, day.year, serial),
        office_id=office.id,
        actor=actor,
        office_name=office.short_name,
        at=clock.now(),
        day=day,
        threshold=_threshold(rules),
        due_on=limits.nearest_due(clocks),
    )
    rows = PetitionRows()
    row = rows.add(draft, filing, clocks)
    rows.write(session)
    entries.insert_entries(session, entries.entry_rows(row, first_level, holders))
    indexing.add(session, row["sort_key"], indexing.tokens_of_rows(row, rows.texts[0]))
    record(
        session, actor, Act("petition.register", "petition", petition_id, changes=noted(named, row, draft))
    )
    return petition_id


def collective_threshold(session: Session, office: Office, received_on: date, day: date) -> int:
    """Visitors from which a visit to ``office`` counts as collective (集体访人数标准)."""
    return _threshold(_rules(session, office, received_on, day))


def _threshold(rules: RuleSet) -> int:
    return rules.collective_threshold if rules.local else settings().collective_threshold


def _rules(session: Session, office: Office, received_on: date, day: date) -> RuleSet:
    above = petition_office_above(session, office)
    return rules_for(session, above.id if above else None, received_on, day)
