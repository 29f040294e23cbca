"""The digest as one self-contained page: heat list, a section for each clause, every number leads to the comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from lawcheck.reports.digest_dispositions import Disposition
from lawcheck.reports.digest_unplaced import beside, count_partly, count_points, others, unplaced
from lawcheck.reports.digest_view import DigestView, Quote, by_volume, list_labels

__all__ = ["digest_html"]

_ALL: Final = 6_000
"""Points that a page can list in full (some 6 MB); above, a clause lists its first ones and the workbook has all."""
_SOME: Final = 60
_WHOLE: Final = 4_000  # characters of one point in the full list


class _Listed(NamedTuple):
    """A point of the full list with what it rests on and the column of reasons; ``first`` where it stands first, for links
    to it."""

    quote: Quote
    why: str
    outcome: str
    first: bool
    reason: str = ""


def digest_html(view: DigestView, dispositions: Sequence[Disposition] = ()) -> str:
    """A page that needs nothing else: no script, no address outside; all text escaped; equal digests, equal pages."""
    decided = {point: d for d in dispositions for point in d.point_ids}
    most = _ALL if len(view.digest.points) <= _ALL else _SOME
    seen: set[str] = set()
    return _template().render(
        view=view,
        digest=view.digest,
        heat=by_volume(view.pages),
        largest=max((page.persons for page in view.pages), default=1),
        listed={page.target: list(_listed(view, page.points[:most], decided, seen)) for page in view.pages},
        most=most,
        anchors={page.target: f"s{page.number}" for page in view.pages},
        silent=list_labels(view.silent),
        counted=count_points(view),
        partly=count_partly(view),
        unplaced=list(islice(unplaced(view), most)),
        others=list(islice(others(view), most)),
        beside=list(islice(beside(view), most)),
    )


def _listed(
    view: DigestView, points: Sequence[str], decided: Mapping[str, Disposition], seen: set[str]
) -> Iterator[_Listed]:
    for point_id in points:
        mapping = view.mappings.get(point_id)
        reasons = mapping.candidates[0].reasons[:2] if mapping and mapping.candidates and mapping.targets else ()
        comment = view.comments[view.points[point_id].comment_id]
        why = "；".join(f"{reason.kind}：{view.clean(reason.words, comment)}" for reason in reasons)
        given = decided.get(point_id)
        outcome = f"{given.outcome}　{given.reason}" if given else ""
        reason = view.clean(comment.reason, comment)[:_WHOLE] if view.points[point_id].text else ""
        yield _Listed(view.quote(point_id, _WHOLE), why, outcome, point_id not in seen, reason)
        seen.add(point_id)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("lawcheck.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("digest.html.j2")
