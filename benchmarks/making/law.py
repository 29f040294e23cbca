"""A law of a Markdown folder as what must be found again: title, enactment note, articles with number and 款."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Article", "Law", "read_law"]

_HEAD = re.compile(r"#*[ \u3000]*(第[一二三四五六七八九十百]+([编章节])[ \u3000]*.*)")
_ARTICLE = re.compile(r"第([一二三四五六七八九十百]+)条[ \u3000\xa0]+(.*)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
# Laws that are neither trifles nor codes.
_ARTICLES = range(8, 100)


@dataclass(frozen=True)
class Article:
    """``number`` counts from 1; ``heads`` are the headings before it; ``paragraphs`` its 款, 项 and 目, one a line."""

    number: int
    heads: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Law:
    """A whole law; ``numeral`` of an article is what the law itself writes."""

    title: str
    note: tuple[str, ...]
    articles: tuple[Article, ...]

    def truth(self) -> str:
        """JSON in the form of the development data."""
        articles = [
            {"no": f"第{numeral(a.number)}条", "heads": list(a.heads), "paras": list(a.paragraphs)}
            for a in self.articles
        ]
        value = {"title": self.title, "preamble": list(self.note), "articles": articles}
        return json.dumps(value, ensure_ascii=False, indent=1)


def read_law(path: Path) -> Law | None:
    """The law of a Markdown file; None where it is not plain enough to be its own truth (a gap, a table, an annex)."""
    head, mark, body = path.read_text("utf-8").replace("\r", "").partition("<!-- INFO END -->")
    lines = [line.strip(" \u3000\t\xa0") for line in head.splitlines()]
    title = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
    note = tuple(line for line in lines if line and not line.startswith("#"))
    articles = _articles(body) if mark else None
    if not articles or not title or len(articles) not in _ARTICLES:
        return None
    return Law(title, note, articles)


def _articles(body: str) -> tuple[Article, ...] | None:
    articles: list[tuple[list[str], list[str]]] = []
    heads: list[str] = []
    for line in filter(None, (line.strip(" \u3000\t\xa0") for line in body.splitlines())):
        if any(mark in line for mark in "|<>*`\\") or line.startswith(("附件", "附表", "附：", "附录", "附图", "- ")):
            return None
        if found := _HEAD.fullmatch(line):
            heads.append(found[1])
        elif found := _ARTICLE.fullmatch(line):
            if value(found[1]) != len(articles) + 1:
                return None
            articles.append((heads, [found[2]]))
            heads = []
        elif line.startswith("#") or not articles or heads:
            return None
        else:
            articles[-1][1].append(line)
    return tuple(Article(i, tuple(h), tuple(p)) for i, (h, p) in enumerate(articles, 1))


def value(text: str) -> int:
    """百 and 十 numerals as an integer."""
    hundreds, mark, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 0) if mark else 0
    total += 10 * (_DIGITS.get(tens[-1:], 1) if tens else 1) if ten else 0
    return total + _DIGITS.get(ones[-1:], 0)


def numeral(number: int) -> str:
    """An integer below 1000 as laws write it: 10 → 十, 105 → 一百零五."""
    signs = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{signs[hundreds]}百" if hundreds else ""
    text += "零" if hundreds and rest and not tens else ""
    text += (("" if tens == 1 and not hundreds else signs[tens]) + "十") if tens else ""
    return text + (signs[ones] if ones else "")
