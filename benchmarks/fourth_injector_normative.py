"""A normative document made of a regulation, for the fourth injector: what only a regulation may say is left out."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from benchmarks.fourth_injector_base import MARK, NUMERAL, TABLES, Article, numeral, read

FOR_REGULATIONS = re.compile(
    "罚|没收|吊销|警告|许可|批准|核准|审批|查封|扣押|强制|资质|资格|收费|拘留|责令|法律责任|"
    f"第{NUMERAL}条|起施行|废止|人民代表大会|通报批评|方可|未经|前款|前条|证书|登记|备案|党|犯罪|处分|人民法院|（一）"
)
LEAST_ARTICLES = 12


class Document(NamedTuple):
    """A file to plant in: its title, its text, its day."""

    title: str
    text: str
    day: str


def body_of(article: Article) -> str:
    """The article without its number."""
    first, *rest = article.lines
    return "\n\n".join([first.text[first.head :], *(line.text for line in rest)])


def normative(document: Document, own: str, rng: Random) -> Document | None:
    """A normative document with a head, a number and a term of five years; ``own`` is what the regulation calls itself.

    ``None`` when too little of the regulation is left, or for one that implements a law.
    """
    bodies = [body_of(article) for article in read(document.text).articles]
    kept = [body for i, body in enumerate(bodies) if i == 0 or not FOR_REGULATIONS.search(body)]
    title = re.sub("(管理|若干)?(条例|办法|规定)$", "管理办法", document.title)
    if len(kept) < LEAST_ARTICLES or "实施" in document.title or "管理管理" in title:
        return None
    sign = next(sign for start, sign in TABLES["signs"].items() if title.startswith(start))
    place = next(place for place in TABLES["places"] if title.startswith(place))
    year, month = rng.randint(2021, 2024), rng.randint(1, 11)
    issued = f"{year}年{month}月{rng.randint(1, 28)}日"
    head = f"# {title}\n\n{issued} {place}人民政府办公厅印发\n\n{sign}〔{year}〕{rng.randint(5, 80)}号\n\n{MARK}\n\n"
    kept = [re.sub(own + "(?!例)", "本办法", body) for body in kept]
    start = f"{year + (month + 2 > 12)}年{(month + 1) % 12 + 1}月1日"
    kept.append(f"本办法自{start}起施行，有效期五年。")
    articles = "\n\n".join(f"第{numeral(i)}条 {body}" for i, body in enumerate(kept, 1))
    return Document(title, f"{head}{articles}\n", f"{year}-{month:02d}-28")
