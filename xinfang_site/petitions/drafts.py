"""What forms and ledgers hand to the services (登记草稿)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PetitionerDraft:
    """A person of the matter (信访人).

    Attributes:
        name: full name as given; empty only when the matter is anonymous.
        role: ``main``, ``companion``, ``representative`` or ``agent``.
        phones: numbers as digits, in the order given.
        id_number: identity document's number, when the petitioner showed it.
        address: home or postal address.
        authorisation: an agent's authorisation or relation.
    """

    name: str
    role: str = "main"
    phones: tuple[str, ...] = ()
    id_number: str = ""
    address: str = ""
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class AccusedDraft:
    """A unit or person reported in an accusation (被反映对象)."""

    office_id: int | None
    name: str = ""
    post: str = ""
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class PetitionDraft:
    """A matter as it is registered (登记内容); source of the fields: the register of the national system.

    ``visit`` says that people came in person (走访): only then the rules on representatives apply.
    """

    channel_id: int
    received_on: date
    summary: str
    content: str
    petitioners: tuple[PetitionerDraft, ...]
    anonymous: bool = False
    visit: bool = False
    people: int = 1
    visitors: int | None = None
    purpose_id: int | None = None
    category_id: int | None = None
    source_id: int | None = None
    external_number: str = ""
    petitioned_on: date | None = None
    postmarked_on: date | None = None
    first_on: date | None = None
    addressed_to: str = ""
    place_id: int | None = None
    place: str = ""
    joint_letter: bool = False
    collective: bool | None = None
    collective_reason: str = ""
    urgent: bool = False
    litigation: bool = False
    public: bool = False
    accusation: bool = False
    accused: tuple[AccusedDraft, ...] = ()
    repeat_of_id: int | None = None
    remarks: str = ""
    submission: str | None = None
