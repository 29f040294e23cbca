"""National laws that hold in a part of the country only (太湖流域管理条例), and whether they reach a document."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from lawcheck.document import Document
from lawcheck.laws import normalise_title
from lawcheck.procedure.facts import Facts
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["unreached"]

SCOPE: Final = 3
"""Articles at the head of a document in which it says where it holds."""
_LEFT_OUT: Final = re.compile(r"[（(](?:不含|不包括)?(?P<name>[\u4e00-\u9fff]{2,8}?)(?:干流|流域|水域)?(?:除外)?[）)]")
_SAYS: Final = re.compile("不含|不包括|除外")


class _Regional(NamedTuple):
    key: str
    provinces: tuple[str, ...]


@cache
def _regional() -> tuple[_Regional, ...]:
    """The laws of ``corpus/catalogue/reach.yaml``."""
    data = load_yaml((corpus_dir() / "catalogue" / "reach.yaml").read_text(encoding="utf-8"))
    return tuple(_Regional(normalise_title(row["law"]), tuple(row["provinces"].split())) for row in data["laws"])


def unreached(document: Document, facts: Facts) -> frozenset[str]:
    """The short titles of laws that hold elsewhere only, or for waters that the document leaves out (河道（长江除外）).

    A law that the document itself names stays; so do all where the place of the document is not known.

    >>> from lawcheck.document import parse
    >>> from lawcheck.procedure import read_facts
    >>> text = "广东省河道条例\\n第一条　为了保护河道，制定本条例。\\n第二条　本省河道（长江除外）适用本条例。"
    >>> document = parse(text)
    >>> found = unreached(document, read_facts(document))
    >>> sorted(key for key in found if key.startswith(("太湖", "长江")))
    ['太湖流域管理条例', '长江保护法', '长江河道采砂管理条例']
    """
    laws = [law for law in _regional() if law.key not in document.source.text]
    left_out = tuple(_left_out(document))
    return frozenset(
        law.key
        for law in laws
        if (facts.territory and not facts.territory.startswith(law.provinces))
        or (left_out and law.key.startswith(left_out))
    )


def _left_out(document: Document) -> list[str]:
    """Waters and places that the document says in brackets it leaves out."""
    head = "\n".join(article.full_text for article in document.articles[:SCOPE])
    return [found["name"] for found in _LEFT_OUT.finditer(head) if _SAYS.search(found[0])]
