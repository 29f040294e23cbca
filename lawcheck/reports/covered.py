"""The lines of the summary on what the review could see: the library, level by level, and the higher laws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lawcheck.matching import Ground
from lawcheck.reports.labels import text
from lawcheck.reports.view import ReportView

__all__ = ["library_lines"]

_LAWS = 3  # named for each ground
_GROUNDS: Mapping[Ground, str] = {
    Ground.PINNED: "pinned",
    Ground.BASIS: "basis",
    Ground.SUCCESSOR: "in place of the basis",
    Ground.CITED: "cited",
    Ground.SUBJECT: "similar in content",
    Ground.FRAMEWORK: "framework",
    Ground.REFERENCE: "models from elsewhere",
}


def library_lines(view: ReportView, lang: str = "zh") -> Iterator[str]:
    """What the library holds by level, until when, and the higher laws by why they are listed."""
    review = view.review
    yield text("s_coverage", lang, horizon=text("horizon", lang, horizon=review.horizon))
    for line in view.coverage:
        gap = "" if line.with_text else f" ({text('coverage_gap', lang)})"
        yield f"  {line.sentence(lang)}{gap}"
    if view.past_horizon:
        yield "  ! " + text("horizon_past", lang, as_of=review.as_of, horizon=review.horizon)
    names = ("；" if lang == "zh" else "; ").join(_grounds(view, lang))
    yield "  " + text("s_higher", lang, n=len(review.higher_laws), names=names or text("none", lang))


def _grounds(view: ReportView, lang: str) -> Iterator[str]:
    """The higher laws by the strongest reason of each, the first ones named."""
    for ground in Ground:
        laws = [law for law in view.review.higher_laws if law.ground is ground]
        names = "".join(f"《{law.law.title}》" for law in laws[:_LAWS])
        name = "s_ground" if len(laws) > _LAWS else "s_ground_all"
        if laws:
            yield text(name, lang, ground=_GROUNDS[ground] if lang == "en" else ground.value, names=names, n=len(laws))
