"""The page of ``lawcheck cite --html``: the text, each reference linked to what it points at; everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from lawcheck.citations import Citation, CitationState
from lawcheck.document import Document
from lawcheck.reports import moved_lines

__all__ = ["citations_page"]

_STYLE = """
body{margin:0;color:#1c1c1e;background:#fff;font:18px/1.9 "FangSong","仿宋","STFangsong",serif}
main{max-width:44em;margin:0 auto;padding:1.5em 1.2em 4em}
p{margin:.25em 0;overflow-wrap:anywhere;white-space:pre-wrap}
a{color:#0b57d0}a.doubt{color:#b3261e;text-decoration:underline wavy}
details{border-top:1px solid #d9d9de;padding:.4em 0}summary{cursor:pointer}
details p{margin-left:1em}.state{color:#5f6368;font-size:.85em}
:target{background:#fff6d6}
""".strip()


def citations_page(document: Document, citations: Sequence[Citation], as_of: date, horizon: date) -> str:
    """A page that needs nothing else: no script, no network. Own articles are anchors, cited ones stand at the end."""
    title = escape(document.title or "引用核对")
    body = "".join(_body(document, citations))
    notes = "".join(_note(number, citation) for number, citation in enumerate(citations) if _has_note(citation))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    basis = f"<p class=state>按{as_of.isoformat()}的法律核对；库截至{horizon.isoformat()}。</p>"
    return (
        f"<!DOCTYPE html>\n<html lang=zh-CN><head>{head}<style>{_STYLE}</style></head>"
        f"<body><main>{basis}{body}<h2>所引条文</h2>{notes or '<p>没有引用其他文件的条款。</p>'}</main></body></html>\n"
    )


def _body(document: Document, citations: Sequence[Citation]) -> Iterator[str]:
    """The lines of the text with anchors before units and links around references."""
    text = document.source.text
    marks: list[tuple[int, int, str]] = [
        (unit.span.start, 0, f'<span id="{escape(unit.eid)}"></span>') for unit in document.walk()
    ]
    end = 0
    for number, citation in enumerate(citations):
        span = citation.reference.span
        if span.start < end:
            continue
        end = span.end
        marks += [(span.start, 1, _opening(number, citation)), (span.end, -1, "</a>")]
    yield "<p>"
    yield from _woven(text, sorted(marks, key=lambda mark: mark[:2]))
    yield "</p>"


def _woven(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for offset, _, mark in marks:
        yield escape(text[at:offset])
        yield mark
        at = offset
    yield escape(text[at:])


def _opening(number: int, citation: Citation) -> str:
    doubt = "" if citation.state.sure and citation.exists is not False and not citation.moved else ' class="doubt"'
    hint = escape("：".join(part for part in (citation.state.value, citation.reason) if part), quote=True)
    note = f"cited-{number}" if _has_note(citation) else ""
    place = citation.target.eid if citation.target is not None else note
    href = f' href="#{escape(place, quote=True)}"' if place else ""
    return f'<a{href}{doubt} title="{hint}">'


def _has_note(citation: Citation) -> bool:
    return citation.target is None and citation.state is not CitationState.INTERNAL


def _note(number: int, citation: Citation) -> str:
    lines = [f'<span class="state">{escape(citation.state.value)}　{escape(citation.reason)}</span>']
    if len(citation.on) > 1:
        states = (f"{s.moment.value}（{s.day.isoformat()}）{s.state.value}" for s in citation.on)
        lines.append(f'<span class="state">{escape("；".join(states))}</span>')
    if citation.article is not None:
        law = citation.law.title if citation.law else ""
        lines.append(f"《{escape(law)}》{escape(citation.article.label)}　{escape(citation.article.text)}")
    if citation.moved is not None:
        lines += [escape(line) for line in moved_lines(citation)]
    if citation.candidates:
        lines.append("可能是：" + escape("、".join(citation.candidates)))
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<details id="cited-{number}" open><summary>{escape(citation.reference.text)}</summary>{body}</details>'
