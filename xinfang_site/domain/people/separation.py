"""Different people (不同的人): drafter, reviewer, signer, approver, reviewer of an appeal."""

from collections.abc import Iterable

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import Article, article


def check_signers(drafter: str, reviewer: str, signer: str) -> None:
    """Refuse an opinion that fewer than three persons made (拟稿、审核、签发分离).

    Raises:
        Refused: one person holds two of the three parts, or one is missing.
    """
    people = [person.strip() for person in (drafter, reviewer, signer)]
    if not all(people):
        raise Refused("意见书应当经拟稿、审核、签发", article(32, 1), "signer")
    if len(set(people)) < len(people):
        raise Refused("拟稿人、审核人、签发人应当是不同的人", article(32, 1), "signer")


def check_fresh(person: str, earlier: Iterable[str], basis: Article) -> None:
    """Refuse a reviewer who handled the matter before (复查复核人员不得是原办理人员).

    Raises:
        Refused: the person is among the earlier handlers.
    """
    if person in set(earlier):
        raise Refused("复查、复核人员不得是该事项此前的办理人员", basis, "reviewer")
