"""All files of a digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lawcheck.comments import Bucket, Digest
from lawcheck.reports.digest_dispositions import Disposition
from lawcheck.reports.digest_excel import digest_xlsx
from lawcheck.reports.digest_page import digest_html
from lawcheck.reports.digest_records import digest_json
from lawcheck.reports.digest_view import DigestView, by_volume
from lawcheck.reports.digest_word import digest_docx

__all__ = ["DIGEST_FILES", "answerable", "digest_outputs", "digest_summary", "render_digest"]

DIGEST_FILES: Final = ("意见汇总.docx", "意见汇总.html", "意见汇总表.xlsx", "意见汇总.json")
_TOP: Final = 10  # clauses on the screen


def render_digest(digest: Digest, dispositions: Sequence[Disposition] = ()) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, one after the other; equal digests give equal bytes.

    >>> from lawcheck.comments import Comment, analyse
    >>> from lawcheck.document import parse
    >>> digest = analyse([Comment("a", "支持第一条。")], parse("某市停车条例\\n第一条　禁止占用盲道停放车辆。"))
    >>> [name for name, data in render_digest(digest) if data]
    ['意见汇总.docx', '意见汇总.html', '意见汇总表.xlsx', '意见汇总.json']
    """
    view = DigestView(digest)
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: digest_docx(view, dispositions),
        lambda: digest_html(view, dispositions).encode(),
        lambda: digest_xlsx(view, dispositions),
        lambda: digest_json(view, dispositions).encode(),
    )
    for name, make in zip(DIGEST_FILES, makers, strict=True):
        yield name, make()


def digest_outputs(digest: Digest, dispositions: Sequence[Disposition] = ()) -> dict[str, bytes]:
    """The files of :func:`render_digest` by name."""
    return dict(render_digest(digest, dispositions))


def answerable(digest: Digest) -> tuple[str, ...]:
    """The points that need an outcome: all but those of repeated and withheld comments."""
    without = (Bucket.DUPLICATE, Bucket.WITHHELD)
    return tuple(p.point_id for p in digest.points if digest.buckets.get(p.comment_id) not in without)


def digest_summary(digest: Digest) -> list[str]:
    """The screen: the ledger, and the clauses that most people spoke about.

    >>> from lawcheck.comments import Comment, analyse
    >>> from lawcheck.document import parse
    >>> digest = analyse([Comment("a", "支持第一条。")], parse("某市停车条例\\n第一条　禁止占用盲道停放车辆。"))
    >>> print(digest_summary(digest)[-1])
    第一条　1 人（支持 1）
    """
    view = DigestView(digest)
    lines = [f"《{view.title}》{view.ledger_sentence}", f"{view.persons} 人，{len(digest.points)} 个意见点"]
    for page in by_volume(view.pages)[:_TOP]:
        stances = "，".join(f"{share.stance} {share.persons}" for share in page.shares)
        lines.append(f"{page.label}　{page.persons} 人（{stances}）")
    return lines
