"""Points → the clauses they are about: chosen in the form, named by number, quoted, near in words; else it abstains."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comments.citing import Place, find_places, find_stated
from lawcheck.comments.draft import SHINGLE, Draft
from lawcheck.comments.grams import normalised, plain_form
from lawcheck.comments.lexical import score_all
from lawcheck.comments.lexicon import cues, mapping_model
from lawcheck.comments.model import (
    CHAT,
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Candidate,
    Comment,
    Mapping,
    Point,
    Reason,
    ReasonKind,
)
from lawcheck.comments.originals import copied_from
from lawcheck.comments.places import say
from lawcheck.document import Normalised, Span, normalise

__all__ = ["evidence", "fit_threshold", "map_point", "map_points", "signals"]

Floats = npt.NDArray[np.float32]

SHOWN: Final = 5
EXPLAINED: Final = 3  # candidates whose shared words are looked up
# Estimates of being right, by what speaks for a clause; those of words alone are fitted (mapping.json).
CHOSEN: Final = 0.99
CITED: Final = 0.99
COMPARED: Final = 0.3
QUOTED: Final = 0.95
SHARED: Final = 0.8
WHOLE: Final = 0.85
NEW: Final = 0.85
HEADED: Final = 0.9
LOWER_LEAD: Final = (
    1.6  # a 款 or 项 is answered instead of its article when its words are this much nearer than the next
)
STATED: Final = 60  # characters of a cell that are told
TELLING: Final = 8  # letters, below which nobody knows which item of the part that is named they are about
FEWEST: Final = 4  # letters, below which nearness of words tells nothing; figures tell as little (402, LY017)
NUMERALS: Final = frozenset("零〇一二两三四五六七八九十百千万")
DOUBTFUL: Final = 0.3  # at most, for so few words and beside the number of a clause that the draft does not have
FAIR_SHARE: Final = 4.0  # a clause with a quarter of the point's words leads in earnest
_QUOTE: Final = re.compile(r'[“"「『‘]([^“”"「」『』‘’]{4,300})[”"」』’]')
# Numbers of clauses are no words: 第八条 stands in every clause on liability.
_NUMBERS: Final = re.compile(
    r"第?\s*[零〇一二三四五六七八九十百\d０-９]+\s*[条條款](?:\s*第?[（(]?[一二三四五六七八九十\d]+[)）]?[项項款])*|"
    r"第\s*[零〇一二三四五六七八九十百\d０-９]+\s*(?:部分|大?点|小点)|(?:[一二三四五六七八九十]{1,3}、?)?[（(][一二三四五六七八九十]{1,3}[)）]"
)
# 我对第十八条有两点意见：一是…；二是…
_LEAD: Final = re.compile(r"[^\n：:。；]{3,30}[：:](?=\s*(?:一是|其一|首先|第一[，、]|[（(]?[1一][)）.．、]|①))")
_MARK: Final = re.compile(r"\s*[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]")
_OTHER: Final = re.compile(  # 三、其他建议 ends what stands above
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*(?:其他|其它|总体|综合|整体|另外)(?:方面)?的?(?:修改)?(?:意见|建议|评价|问题)?(?:和建议)?[：:]?"
)
_COUNT: Final = re.compile(r"[一二三四五六七八九十]+|\d+")
_LONE: Final = re.compile(
    r"(?:但是?|而|对)?(?:第[零〇一二三四五六七八九十\d]{1,3}[款项]|[（(][零〇一二三四五六七八九十\d]{1,3}[)）]项)"
)
_REMARK: Final = re.compile(
    '[，,；;“"「]|[：:](?=.)|^除|建议|支持|反对|同意|赞成|太|不|应|要求'
)  # a line with these says something, it heads nothing
_EDGES: Final = re.compile(r"^[\W_]+(?<![+])|[\W_]+$")
_MARKED: Final = re.compile(r'“[^”\n]{1,600}”|「[^」\n]{1,600}」|"[^"\n]{1,600}"')
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_FOREIGN: Final = re.compile(r"[^\W\d_\u3400-\u9fff]")
SECONDED: Final = 40  # characters, above which more is said than that another opinion is right
FOREIGN: Final = 12  # letters of another script from which a text may be one in another language
FEW_CHINESE: Final = 0.25  # Chinese characters for each of them, below which it is
WORDS_AT_MOST: Final = 0.9  # nearness of words is never as sure as a clause that is named


class _Near(NamedTuple):
    """How near the words of one point are: the nearest roots (one more than are shown), nearest first, how near each is
    (0–1, the best is 1 where all signs agree) and the share of the point's words that it has; to each leaf (BM25)."""

    roots: list[int]
    scores: list[float]
    coverage: list[float]
    leaves: list[float]


def map_point(point: Point, comment: Comment, draft: Draft) -> Mapping:
    """The clauses that ``point`` is about; see :func:`map_points`.

    >>> from lawcheck.comments import open_draft, split_points
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某市停车条例\\n第一条　道路停车收费由市价格部门规定。\\n第二条　禁止占用盲道停放车辆。\\n"))
    >>> c = Comment("c1", "第二条写得好。")
    >>> map_point(split_points(c)[0], c, draft).targets
    ('art_2__para_1',)
    """
    return map_points((point,), (comment,), draft)[0]


def map_points(points: Sequence[Point], comments: Sequence[Comment], draft: Draft) -> tuple[Mapping, ...]:
    """One mapping for each of ``points``, in their order; ``comments`` holds (in any order) the comments of the points.

    What the person chose comes first, then clauses cited by number (checked against the draft), words quoted from it,
    and the nearness of the words with their estimate of being right; below the threshold of
    ``corpus/comments/mapping.json`` nothing is answered and the best five are candidates.
    """
    by_id = {comment.comment_id: comment for comment in comments}
    texts = [_topic(normalised(point.text).text) for point in points]
    near = _nearness(texts, draft)
    told = zip(points, texts, near, strict=True)
    return tuple(_map(point, by_id[point.comment_id], draft, topic, words) for point, topic, words in told)


def _topic(text: str) -> str:
    """``text`` (normalised) without the numbers of clauses and the words of every opinion (没意见, 同意, 提出如下意见)."""
    return cues("idle").sub(" ", _NUMBERS.sub(" ", text))


def signals(texts: Sequence[str], draft: Draft) -> Iterator[tuple[Floats, Floats]]:
    """For each of ``texts``: BM25, cosine and best leaf of each root (roots × 3, shares of the highest), with an encoder
    nearness of meaning as a fourth (0–1), and the share of its words that each root has; what
    ``benchmarks/comment_mapping.py`` fits."""
    for parts, _, coverage in _parts(texts, draft):
        yield from zip(np.stack(parts, axis=2), coverage, strict=True)


def _nearness(texts: Sequence[str], draft: Draft) -> Iterator[_Near]:
    factors = [np.float32(factor) for factor in _model("near", draft).values()]
    for parts, leaves, coverage in _parts(texts, draft):
        # Summed part by part: a product of matrices rounds a row by its place among the others.
        total = sum((part * factor for part, factor in zip(parts, factors, strict=True)), start=np.float32(0))
        nearest = np.argsort(-total, axis=1, kind="stable")[:, : SHOWN + 1]
        near = [nearest, *(np.take_along_axis(table, nearest, axis=1) for table in (total, coverage)), leaves]
        yield from map(_Near._make, zip(*(table.tolist() for table in near), strict=True))


def _parts(texts: Sequence[str], draft: Draft) -> Iterator[tuple[list[Floats], Floats, Floats]]:
    """In batches: the signals (texts × roots each), BM25 of the leaves, and shares of words (texts × roots)."""
    for first, found in score_all((draft.root_index, draft.cosine_index, draft.leaf_index), texts):
        (roots, most), (cosine, _), (leaves, _) = found
        best = np.maximum.reduceat(leaves, draft.leaf_roots, axis=1)
        meant = _meant(texts[first : first + len(roots)], draft)
        coverage = (roots / np.maximum(most, 1e-6)[:, None]).astype(np.float32, copy=False)
        yield [_share(roots), _share(cosine), _share(best), *meant], leaves, coverage


def _meant(texts: Sequence[str], draft: Draft) -> list[Floats]:
    """Nearness of meaning of each text to each root: 1 for the nearest, 0 for the farthest; nothing without an encoder."""
    if draft.encoder is None or draft.root_vectors is None:
        return []
    found = draft.encoder.questions(texts) @ draft.root_vectors.T
    low, high = found.min(axis=1, keepdims=True), found.max(axis=1, keepdims=True)
    return [(found - low) / np.maximum(high - low, 1e-6)]


def _share(scores: Floats) -> Floats:
    """Scores as shares of the highest of their text."""
    found: Floats = scores / np.maximum(scores.max(axis=1, keepdims=True), 1e-6)
    return found


def _map(point: Point, comment: Comment, draft: Draft, topic: str, near: _Near) -> Mapping:
    text = normalised(point.text)
    found: dict[str, Candidate] = {}
    problem = ""
    for candidate, fault in _evidence(point, comment, draft, text, topic, near):
        problem = problem or fault
        if candidate:
            _keep(found, candidate)
    shown = tuple(sorted(found.values(), key=lambda c: (-c.score, c.target))[: max(SHOWN, _sure(found))])
    targets = _answer(shown, _threshold(shown, draft))
    return Mapping(point.point_id, targets, shown, "" if targets else _why(text.text, shown, problem), problem)


def _threshold(shown: Sequence[Candidate], draft: Draft) -> float:
    """What the best of ``shown`` has to reach: less by words alone where the next is far behind it, since people who use
    their own words share few with the clause that they mean, and hardly any with another one."""
    threshold, (least, lead) = float(mapping_model()["threshold"]), mapping_model()["alone"].values()
    if draft.encoder is not None or not shown:
        return threshold
    first, second, *_ = *(candidate.score for candidate in shown), 0.0
    alone = DOUBTFUL < first >= lead * second and any(reason.words for reason in shown[0].reasons)
    return min(threshold, float(least)) if alone else threshold


def _sure(found: dict[str, Candidate]) -> int:
    return sum(candidate.score >= CITED for candidate in found.values())


def _keep(found: dict[str, Candidate], candidate: Candidate) -> None:
    """Evidence for one target adds up: the best score, all reasons."""
    held = found.get(candidate.target)
    if held is None:
        found[candidate.target] = candidate
    else:
        found[candidate.target] = Candidate(
            candidate.target, max(held.score, candidate.score), held.reasons + candidate.reasons
        )


def _answer(shown: Sequence[Candidate], threshold: float) -> tuple[str, ...]:
    """Everything named, else everything quoted, else the best by words, if it is sure enough."""
    strongest = {reason.kind for candidate in shown[:1] for reason in candidate.reasons}
    if not shown or shown[0].score < threshold:
        return ()
    for kind in (ReasonKind.CITATION, ReasonKind.FORM, ReasonKind.QUOTE):
        if kind in strongest:
            return tuple(c.target for c in shown if c.score >= HEADED and any(r.kind is kind for r in c.reasons)) or (
                shown[0].target,
            )
    return (shown[0].target,)


def _why(text: str, shown: Sequence[Candidate], problem: str) -> str:
    unread = "P410" if _is_seconding(text) else "P411" if _is_foreign(text) else ""
    return say(unread or ("P404" if problem else "P403" if shown else "P405"))


def _is_seconding(text: str) -> bool:
    """Whether all that is said points at another opinion: 同上, 附议楼上."""
    return len(text) <= SECONDED and cues("seconded").fullmatch(_EDGES.sub("", text)) is not None


def _is_foreign(text: str) -> bool:
    """Whether it is written in another language: hardly a Chinese character among many letters."""
    foreign = len(_FOREIGN.findall(text))
    return foreign >= FOREIGN and len(_CHINESE.findall(text)) < FEW_CHINESE * foreign


def _evidence(
    point: Point, comment: Comment, draft: Draft, text: Normalised, topic: str, near: _Near
) -> Iterator[tuple[Candidate | None, str]]:
    chosen, unknown = _chosen(comment, draft)
    within = next((draft.by_eid[target].root for target in chosen if target in draft.by_eid), "")
    within = within or _said_before(point, comment, draft, text.text)
    cited = [(place, _original(point, text, place.span)) for place in find_places(text.text, draft, within)]
    if any(not _is_quoted(text.text, place) for place, _ in cited):
        cited = [(place, span) for place, span in cited if not _is_quoted(text.text, place)]
    if not cited and not cues("rest").match(text.text):
        cited = _heading(point, comment, draft) or _titled(comment, draft)
    named = any(place.targets and not place.compared for place, _ in cited)
    own = topic.replace(" ", "")
    telling = sum(char.isalpha() and char not in NUMERALS for char in own)
    few = sum(map(str.isalnum, own)) < TELLING
    lacks = bool(cues("missing").search(text.text))
    for place, span in cited:
        reason = Reason(ReasonKind.CITATION, comment.text[slice(*span)] or comment.title[slice(*place.span)], span)
        score = COMPARED if place.compared and (named or chosen) else CITED
        ranged = any(other is not place and _covers(other.span, place.span) for other, _ in cited)
        for target in _as_named(place, draft) if ranged else _below_named(place, draft, near, few, lacks):
            yield Candidate(target, score, (reason,)), place.problem
        if not place.targets:
            yield None, place.problem
    if unknown:
        yield None, unknown
    if not named:
        for target in chosen:
            yield Candidate(_lower(target, draft, near, few), CHOSEN, (Reason(ReasonKind.FORM, "", Span(0, 0)),)), ""
    yield from _copied(comment, draft)
    for candidate in (*_quotes(point, text, draft), *_general(point, text, draft), *_whole_alone(point, comment, text)):
        yield candidate, ""
    doubtful = telling < FEWEST or any(place.problem and not place.targets for place, _ in cited)
    doubtful = doubtful or _is_seconding(text.text) or _is_foreign(text.text)
    for candidate in _words(draft, near, own):
        yield (candidate._replace(score=min(candidate.score, DOUBTFUL)) if doubtful else candidate), ""


def _is_quoted(text: str, place: Place) -> bool:
    """Whether a place stands in quotation marks with other words: 第九条引用的“第三条第二款规定”."""
    return any(match.start() < place.span.start and place.span.end < match.end() for match in _MARKED.finditer(text))


def _covers(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _as_named(place: Place, draft: Draft) -> Iterator[str]:
    """The clauses of a range: each as a whole, the words are about all of them."""
    for target in place.targets:
        below = draft.below.get(target, ())
        yield draft.leaves[below[0]].eid if len(below) == 1 else target


def _below_named(place: Place, draft: Draft, near: _Near, few: bool, lacks: bool) -> Iterator[str]:
    """The clauses of ``place``, as deep as the words tell; of a chapter that ``lacks`` something, a new clause and none
    of its articles."""
    if len(place.targets) > 1:
        chapter = len({draft.by_eid[target].root for target in place.targets}) > 1
        yield from (NEW_CLAUSE,) if lacks and chapter and not place.problem else place.targets
        return
    for target in place.targets:
        yield _lower(target, draft, near, few) if not place.problem or target in draft.by_eid else target


def _chosen(comment: Comment, draft: Draft) -> tuple[tuple[str, ...], str]:
    """The clauses that the person chose or wrote into the column for it, and what is wrong with what stands there."""
    given = comment.chosen or ((comment.anchor.eid,) if comment.anchor else ())
    chosen = tuple(target for target in given if target in draft.by_eid or target in (WHOLE_DRAFT, NEW_CLAUSE))
    if chosen or not comment.stated.strip():
        return tuple(_where_copied(target, comment, draft) for target in chosen), ""
    places = find_stated(normalise(comment.stated).text, draft)
    named = (_where_copied(target, comment, draft) for place in places for target in place.targets)
    found = tuple(dict.fromkeys(named))
    problem = next((place.problem for place in places if place.problem), "")
    return found, problem or ("" if found else say("P408", place=comment.stated.strip()[:STATED]))


def _where_copied(target: str, comment: Comment, draft: Draft) -> str:
    """The one part of ``target`` from which the person copied words, else ``target``."""
    parts = [eid for eid in copied_from(comment, draft) if eid.startswith(f"{target}__")]
    return parts[0] if len(parts) == 1 else target


def _copied(comment: Comment, draft: Draft) -> Iterator[tuple[Candidate | None, str]]:
    """The clause from which words were copied; that they stand nowhere in the draft is a problem."""
    if not comment.original.strip():
        return
    holders = copied_from(comment, draft)
    if len(holders) == 1:
        yield Candidate(holders[0], QUOTED, (Reason(ReasonKind.QUOTE, comment.original, Span(0, 0)),)), ""
    elif not holders:
        yield None, say("E730")


def _original(point: Point, text: Normalised, span: Span) -> Span:
    start, end = text.original_span(span)
    return Span(point.span.start + start, point.span.start + end)


def _said_before(point: Point, comment: Comment, draft: Draft, text: str) -> str:
    """The article that a point on 第二款 alone belongs to: the one named last before it in the same line."""
    if not _LONE.match(text):
        return ""
    line = comment.text[comment.text.rfind("\n", 0, point.span.start) + 1 : point.span.start]
    places = find_places(normalise(line).text, draft)
    named = [roots for place in places if len(roots := {draft.by_eid[target].root for target in place.targets}) == 1]
    return named[-1].pop() if named else ""


def _heading(point: Point, comment: Comment, draft: Draft) -> list[tuple[Place, Span]]:
    """The clause that a heading above the point names: 关于第十八条： before 1. 2. 3."""
    before = comment.text[: point.span.start]
    lead = _LEAD.search(before, before.rfind("\n") + 1)
    if lead and (places := find_places(normalise(lead[0]).text, draft)):
        return [(place, Span(*lead.span())) for place in places]
    *above, own = before.split("\n")[-6:]
    passed = {_mark(own)} - {""}
    for line in reversed([*above, own]):
        stripped = line.strip()
        if (0 < len(stripped) <= 40 and stripped[-1] in "：:") or (
            0 < len(stripped) <= 24 and stripped[-1] not in "。！？；" and not _REMARK.search(stripped)
        ):
            places = find_places(normalise(stripped).text, draft)
            start = before.rfind(stripped)
            if places:
                ended = line != own and _mark(stripped) in passed
                return [] if ended else [(place, Span(start, start + len(stripped))) for place in places]
            passed |= {_mark(stripped)} - {""}
        elif _OTHER.fullmatch(stripped):
            return []
    return []


def _titled(comment: Comment, draft: Draft) -> list[tuple[Place, Span]]:
    """The clauses that the title of a comment (the subject of a mail) names, where its text names none."""
    if not comment.title or find_places(normalise(comment.text).text, draft):
        return []
    return [(place, Span(0, 0)) for place in find_places(normalise(comment.title).text, draft)]


def _mark(line: str) -> str:
    """The form of the number that a line begins with: 四、其他 ends what 三、第九条 is the heading of."""
    mark = _MARK.match(line)
    return _COUNT.sub(lambda count: "1" if count[0].isascii() else "一", mark[0].strip()) if mark else ""


def _lower(target: str, draft: Draft, near: _Near, few: bool = False) -> str:
    """The 款, then the 项, that the words are clearly about, else ``target`` itself; ``few`` words tell of no item."""
    below = draft.below.get(target, ())
    if not below or (few and draft.by_eid[target].heads):
        return target
    if len(below) == 1:
        return _lower(draft.leaves[below[0]].eid, draft, near)
    scores = [near.leaves[number] for number in below]
    best = max(scores)
    first = scores.index(best)
    second = max(scores[:first] + scores[first + 1 :])
    if best <= 0 or best < LOWER_LEAD * second:
        return target
    return _lower(draft.leaves[below[first]].eid, draft, near)


def _quotes(point: Point, text: Normalised, draft: Draft) -> Iterator[Candidate]:
    """Clauses that hold words in quotation marks, or a long run of the point's words, verbatim."""
    for match in _QUOTE.finditer(text.text):
        words = plain_form(match[1]).rstrip("。；，")
        holders = [n for n, leaf in enumerate(draft.plain_leaves) if words in leaf]
        if words and len(holders) == 1:
            span = _original(point, text, Span(*match.span(1)))
            yield Candidate(draft.leaves[holders[0]].eid, QUOTED, (Reason(ReasonKind.QUOTE, match[1], span),))
    words, shingles = plain_form(text.text), draft.shingles
    runs: dict[int, list[int]] = {}
    for at in range(len(words) - SHINGLE + 1):
        if (run := words[at : at + SHINGLE]) in shingles:
            runs.setdefault(shingles[run], []).append(at)
    for leaf, places in runs.items():
        run = words[places[0] : places[0] + SHINGLE]
        at = text.text.find(run)
        span = _original(point, text, Span(at, at + SHINGLE)) if at >= 0 else Span(0, 0)
        score = min(QUOTED, SHARED + 0.02 * len(places))
        yield Candidate(draft.leaves[leaf].eid, score, (Reason(ReasonKind.QUOTE, run, span),))


def _general(point: Point, text: Normalised, draft: Draft) -> Iterator[Candidate]:
    """全文 and 新增条款, by what people say; the time of asking only where no clause of the draft has those words."""
    named = ((NEW_CLAUSE, "new_clause", NEW), (WHOLE_DRAFT, "whole", WHOLE), (WHOLE_DRAFT, "asking", WHOLE))
    for target, name, score in named:
        found = cues(name).search(text.text)
        if found and not (name == "asking" and any(found[0] in leaf for leaf in draft.plain_leaves)):
            span = _original(point, text, Span(*found.span()))
            yield Candidate(target, score, (Reason(ReasonKind.WORDS, found[0], span),))


def _whole_alone(point: Point, comment: Comment, text: Normalised) -> Iterator[Candidate]:
    """全文 for a comment that says yes or no and nothing else; in a chat that is a nod to somebody."""
    said = _EDGES.sub("", text.text)
    alone = comment.channel != CHAT and said == _EDGES.sub("", normalised(comment.text).text)
    if alone and cues("whole_alone").fullmatch(said):
        yield Candidate(WHOLE_DRAFT, WHOLE, (Reason(ReasonKind.WORDS, said, point.span),))


def _words(draft: Draft, near: _Near, text: str) -> Iterator[Candidate]:
    """The nearest clauses by their words, with the estimate of being right."""
    words = plain_form(text)
    runs = list(map(str.__add__, words, words[1:]))
    weights = _model("estimate", draft)
    first, second, *_ = *near.scores, 0.0
    for n, (root, score, coverage) in enumerate(zip(near.roots[:SHOWN], near.scores, near.coverage, strict=False)):
        if score <= 0:
            break
        lead = (score - (first if n else second)) / first
        estimate = _estimate(weights, coverage, lead, len(words))
        shared = _shared(draft.root_runs[root], words, runs) if n < EXPLAINED else ""
        kind = ReasonKind.DENSE if draft.encoder and not shared else ReasonKind.WORDS
        if n < EXPLAINED and not shared and not draft.encoder and draft.spoken_runs[root].isdisjoint(runs):
            estimate = min(estimate, DOUBTFUL)  # single characters in common tell nothing
        if shared and NUMERALS.issuperset(shared):
            estimate = min(estimate, DOUBTFUL)  # nor does a figure
        yield Candidate(_lower(draft.roots[root].eid, draft, near), estimate, (Reason(kind, shared),))


def evidence(coverage: float, lead: float, length: int) -> tuple[float, float, float]:
    """What tells whether the nearest clause is right: the share of the point's words that it has, how far ahead of the
    next it is (worth little where it has next to nothing of the words), and the length of the point, 0–1."""
    return coverage, lead * min(1.0, FAIR_SHARE * coverage), min(length, 100) / 100


def _model(name: str, draft: Draft) -> Table[str, float]:
    """Weights of ``name``: with an encoder other ones."""
    weights: Table[str, float] = mapping_model()[name if draft.encoder is None else f"{name}_dense"]
    return weights


def _estimate(weights: Table[str, float], coverage: float, lead: float, length: int) -> float:
    """Logistic regression on :func:`evidence`."""
    told = zip(("coverage", "lead", "length"), evidence(coverage, lead, length), strict=True)
    total = weights["offset"] + sum(weights[name] * value for name, value in told)
    return min(WORDS_AT_MOST, 1 / (1 + math.exp(-total)))


def _shared(held: frozenset[str], words: str, pairs: Sequence[str]) -> str:
    """The longest stretch of ``words`` whose every two characters (``pairs``) stand in the clause, for a person to see."""
    hits = bytes(map(held.__contains__, pairs))
    longest = max(hits.split(b"\0"), key=len)
    start = hits.find(longest)
    return words[start : start + len(longest) + 1] if longest else ""


def fit_threshold(confirmed: Sequence[tuple[Mapping, tuple[str, ...]]], precision: float = 0.85) -> float:
    """The lowest threshold at which the first candidates of ``confirmed`` (mapping, the right targets) reach
    ``precision``; 1.0 when none does.

    >>> def shown(score: float) -> Mapping:
    ...     return Mapping("p", (), (Candidate("art_1", score, ()),))
    >>> fit_threshold([(shown(0.9), ("art_1",)), (shown(0.6), ("art_1",)), (shown(0.4), ("art_2",))])
    0.6
    """
    ranked = sorted(
        ((m.candidates[0].score, m.candidates[0].target in right) for m, right in confirmed if m.candidates),
        reverse=True,
    )
    best, hits = 1.0, 0
    for n, (score, right) in enumerate(ranked, 1):
        hits += right
        ends = n == len(ranked) or ranked[n][0] < score
        if ends and hits / n >= precision:
            best = score
    return best
