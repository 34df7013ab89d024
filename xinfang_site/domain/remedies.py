"""What a document must say and must not say (文书用语): the remedy, by the kind of the document."""

import re

from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import Article, article

_WRONG_REMEDY = re.compile(
    r"(?:可以?|有权|请)[^。；\n]{0,30}(?:申请(?:行政)?复议|提起(?:行政)?诉讼|提出(?:行政)?诉讼|法院(?:起诉|提起))"
)
_MUST: dict[Doc, tuple[str, Article, str]] = {
    Doc.OPINION: ("复查", article(35), "处理意见书应当告知可自收到之日起30日内请求复查"),
    Doc.REVIEW_OPINION: ("复核", article(36, 1), "复查意见书应当告知可自收到之日起30日内请求复核"),
    Doc.FINAL_OPINION: ("不再受理", article(36, 3), "复核意见书应当写明以同一事实和理由再提出的不再受理"),
}
_OPINIONS = frozenset(_MUST)
_ADDRESS = re.compile("地址[：:][^）)\n]{2,}")
_NO_REVIEW = frozenset({Doc.REPLY})


def check_wording(kind: Doc, text: str) -> None:
    """Refuse a document with a wrong remedy, or without the right one (救济途径).

    An opinion is open to 复查 and 复核 only, never to 行政复议 or 诉讼; the answer to a suggestion
    is not open to 复查 at all.

    Raises:
        Refused: with the article that says so.
    """
    _check_remedy(kind, text)
    if kind in _NO_REVIEW and re.search("请求复查|申请复查|请求复核", text):
        raise Refused("对建议意见的回复不适用复查、复核，不得告知复查权利", article(29, 1), "body")


def check_organ(kind: Doc, text: str) -> None:
    """Refuse an opinion that does not say where the organ of review is (复查、复核机关地址).

    Raises:
        Refused: there is no address in it.
    """
    if kind in {Doc.OPINION, Doc.REVIEW_OPINION} and not _ADDRESS.search(text):
        raise Refused(
            f"应当写明{_MUST[kind][0]}机关的名称和地址，如“向……（地址：……）请求{_MUST[kind][0]}”",
            _MUST[kind][1],
        )


def _check_remedy(kind: Doc, text: str) -> None:
    if kind in _OPINIONS and _WRONG_REMEDY.search(text):
        raise Refused("对信访处理、复查、复核意见不服，不得告知申请行政复议或者提起诉讼", article(35), "body")
    if kind in _MUST and _MUST[kind][0] not in text:
        _word, basis, message = _MUST[kind]
        raise Refused(message, basis, "body")
