"""The digest in Word, one clause a page, from ``templates/digest.docx``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lawcheck.comments import Comment, Stance
from lawcheck.letters import fill_template
from lawcheck.reports.digest_dispositions import Disposition
from lawcheck.reports.digest_unplaced import Unplaced, beside, count_partly, count_points, others, unplaced
from lawcheck.reports.digest_view import (
    ClausePage,
    DigestView,
    FamilyView,
    Quote,
    Share,
    WordingView,
    by_volume,
    is_clause,
    list_labels,
)
from lawcheck.resources import templates_dir

__all__ = ["digest_docx"]

_BAR: Final = 40  # cells that the template has
_QUOTES, _WORDINGS, _FAMILIES, _THEMES, _FEW, _PAIRS = 10, 12, 4, 8, 5, 2  # what one page shows; Excel has all
_TEMPLATE_TEXT: Final = 160  # characters of a template
_SIDE_TEXT: Final = 100  # of a side of a conflict, which most often stands in the list of quotes as well
_LISTED: Final = 200  # rows of a list of what no clause has
_UNUSABLE: Final = 200  # rows of the list of unusable input
_MARK: Final = "⚠ 草案中没有这些字："


def digest_docx(view: DigestView, dispositions: Sequence[Disposition] = (), *, template: Path | None = None) -> bytes:
    """An overview, then for each clause its text, counts, wordings, quotes, what contradicts, what was decided.

    ``template`` is an office's own Word file with the same tags.
    """
    decided = {point: d for d in dispositions for point in d.point_ids}
    values = {
        "标题": view.title,
        "说明": list(_notes(view, decided)),
        "热度": [_heat(page) for page in by_volume(view.pages)],
        "各条": [_clause(page, decided) for page in view.pages],
        **_outside(view),
        "未用": [
            {"来自": item.source, "原因": item.reason, "内容": _short(view.clean(item.text).replace("\n", " "), 80)}
            for item in view.digest.unusable[:_UNUSABLE]
        ],
    }
    return fill_template(template or templates_dir() / "digest.docx", values, own=template is not None)


def _outside(view: DigestView) -> dict[str, Any]:
    """What no page of a clause has, the first ones of each kind."""
    points, comments, words = count_points(view).unplaced, list(others(view)), list(beside(view))
    return {
        "未对应数": f"未能对应的意见点 {points} 个，其中 {count_partly(view)} 个出自另有内容已经对应的意见",
        "未对应": [_point(item) for item in islice(unplaced(view), _LISTED)],
        "未对应其余": max(0, points - _LISTED),
        "其他意见": [_comment(view, comment) for comment in comments[:_LISTED]],
        "其他意见其余": max(0, len(comments) - _LISTED),
        "点外": [{"文字": _short(b.text, _TEMPLATE_TEXT), "来自": _from(view, b.comment)} for b in words[:_LISTED]],
        "点外其余": max(0, len(words) - _LISTED),
    }


def _point(item: Unplaced) -> dict[str, str]:
    likely = f"可能：{item.likely}" if item.likely else ""
    return {**_quote(item.quote), "说明": "\n".join(filter(None, (item.why, likely)))}


def _comment(view: DigestView, comment: Comment) -> dict[str, str]:
    text = view.clean(comment.text or comment.proposed, comment).replace("\n", " ")
    bucket = str(view.digest.buckets.get(comment.comment_id) or "")
    return {"归类": bucket, "文字": _short(text, _TEMPLATE_TEXT), "来自": _from(view, comment)}


def _from(view: DigestView, comment: Comment) -> str:
    return f"{view.source(comment.comment_id)}　{comment.comment_id}"


def _notes(view: DigestView, decided: Mapping[str, Disposition]) -> Iterator[str]:
    yield f"{view.ledger_sentence}。"
    yield f"{count_points(view).sentence}（一个意见点可以对应几条）。"
    yield f"提出意见的有 {view.persons} 人，涉及条款 {sum(is_clause(page.target) for page in view.pages)} 处（含附件）。"
    if view.silent:
        yield f"没有意见的：{list_labels(view.silent)}。"
    if view.digest.unusable:
        yield f"另有 {len(view.digest.unusable)} 行或者文件没有可用的意见，列在最后，不计入上面的数。"
    if decided:
        yield f"已有处理结果的意见点 {len(decided)} 个。"
    yield "本汇总只摘录原话，不改写；立场、对应条款、相近文字由程序根据文字判断，请起草人核对。个人信息已遮盖。"


def _heat(page: ClausePage) -> dict[str, Any]:
    counts = {str(stance): 0 for stance in Stance} | {str(s.stance): s.persons for s in page.shares}
    shown = {name: count or "" for name, count in counts.items()}
    return {"名称": page.label, "人数": page.persons, "点数": len(page.points), **shown}


def _clause(page: ClausePage, decided: Mapping[str, Disposition]) -> dict[str, Any]:
    stances = "　".join(f"{share.stance} {share.persons}" for share in page.shares)
    results = list(dict.fromkeys(decided[p] for p in page.points if p in decided))
    return {
        "名称": page.label,
        "章": page.heading,
        "原文": page.text,
        "计数": f"{page.persons} 人，{len(page.points)} 个意见点　{stances}",
        "条形": _cells(page.shares),
        "文字建议": [_wording(row) for row in page.wordings[:_WORDINGS]],
        "意见": [_quote(quote) for quote in page.quotes[:_QUOTES]],
        "少数": [_quote(quote) for quote in page.outliers[:_FEW]],
        "相反": [{"甲": _side(a), "乙": _side(b)} for a, b in page.conflicts[:_PAIRS]],
        "相近": [_family(family) for family in page.families[:_FAMILIES]],
        "主题": [
            {"点数": t.points, "词语": t.terms, "句子": t.sentence, "来源": t.source} for t in page.themes[:_THEMES]
        ],
        "其余": page.rest + max(0, len(page.quotes) - _QUOTES) + max(0, len(page.outliers) - _FEW),
        "结果": "；".join(dict.fromkeys(str(d.outcome) for d in results)),
        "结果理由": "；".join(dict.fromkeys(d.reason for d in results if d.reason)),
        "修改后": "；".join(dict.fromkeys(d.new_text for d in results if d.new_text)),
    }


def _cells(shares: Sequence[Share]) -> list[str]:
    """A colour for each cell of the bar, by largest remainder."""
    total = sum(share.persons for share in shares)
    if not total:
        return []
    exact = [_BAR * share.persons / total for share in shares]
    counts = [int(part) for part in exact]
    for at in sorted(range(len(exact)), key=lambda n: counts[n] - exact[n])[: _BAR - sum(counts)]:
        counts[at] += 1
    return [share.colour for share, count in zip(shares, counts, strict=True) for _ in range(count)]


def _wording(row: WordingView) -> dict[str, Any]:
    return {
        "人数": f"{row.persons} 人",
        "方式": f"{row.kind}\n{row.place}",
        "原": ("" if row.found or not row.old else _MARK) + row.old,
        "新": row.new,
    }


def _quote(quote: Quote) -> dict[str, str]:
    like = f"（{quote.like} 人写了相近的话）" if quote.like > 1 else ""
    text = f"{quote.text}{'……' if quote.cut else ''}{like}\n——{quote.source}　{quote.point_id}"
    return {"立场": quote.stance, "文字": text}


def _side(quote: Quote) -> str:
    return f"{_short(quote.text, _SIDE_TEXT)}\n{quote.source} {quote.point_id}"


def _family(family: FamilyView) -> dict[str, str]:
    more = [f"另加：{_short(text, 60)}" for text in family.added[:3]]
    more += [f"主张不同：{_short(text, 80)}" for text in family.siblings[:2]]
    return {
        "计数": f"{family.persons} 人\n{family.texts} 件",
        "范本": _short(family.template, _TEMPLATE_TEXT),
        "增加": "\n".join(more),
    }


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "……"
