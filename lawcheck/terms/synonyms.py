"""Synonym clusters: how words for one concept relate in law."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lawcheck.terms.lexicon_files import Entry, PlacedTerm, fail, line_of, read_terms
from lawcheck.terms.model import Synonym, SynonymCluster

__all__ = ["find_relation", "read_clusters", "read_traps"]

_REVERSED = {"=": "=", "⊂": "⊃", "⊃": "⊂", "~": "~", "≠": "≠"}


def read_clusters(path: Path, file: Entry) -> Iterator[SynonymCluster]:
    """The clusters of a lexicon file; none in most."""
    for cluster in file.get("clusters", ()):
        for field in ("name", "members"):
            if not cluster.get(field):
                fail(path, line_of(cluster), field, "缺少内容")
        synonyms = tuple(_synonym(path, cluster, member) for member in cluster["members"])
        members = tuple(dict.fromkeys([cluster["name"], *(synonym.text for synonym in synonyms)]))
        yield SynonymCluster(cluster["name"], members, synonyms, file["source"], file.get("as_of"))


def _synonym(path: Path, cluster: Entry, member: Entry) -> Synonym:
    if member.get("relation") not in _REVERSED:
        fail(path, line_of(member), "relation", f"应为 {' '.join(_REVERSED)} 之一")
    if not isinstance(member.get("text"), str):
        fail(path, line_of(member), "text", "缺少文字")
    values = {"to": cluster["name"], "anchor": "", "confirmed": False, "note": ""} | _basis(cluster) | member
    return Synonym(
        values["text"], values["relation"], values["to"], values["anchor"], values["confirmed"], values["note"]
    )


def _basis(cluster: Entry) -> Entry:
    """What a member takes over from its cluster unless it says otherwise."""
    return {key: cluster[key] for key in ("anchor", "confirmed") if key in cluster}


def read_traps(path: Path, file: Entry) -> Iterator[PlacedTerm]:
    """The members marked ``trap``: words that are taken for the head word and mean something else, found as terms."""
    for cluster in file.get("clusters", ()):
        for member in cluster["members"]:
            if member.get("trap"):
                yield from read_terms(path, _trap(file, cluster, member))


def _trap(file: Entry, cluster: Entry, member: Entry) -> Entry:
    """The trap as a lexicon file of one entry."""
    entry = {key: value for key, value in member.items() if key not in {"relation", "to", "trap", "anchor", "note"}}
    given = {"rule": "W30", "severity": "info", "suggestion": cluster["name"], "reason": member["note"]}
    given["source"] = member.get("anchor") or file["source"]
    header = {key: value for key, value in file.items() if key != "clusters"}
    return header | {"entries": [given | {"confirmed": cluster.get("confirmed", False)} | entry]}


def find_relation(clusters: tuple[SynonymCluster, ...], text: str, other: str) -> Synonym | None:
    """How ``text`` relates to ``other``, read in either direction, or None if no cluster says."""
    for cluster in clusters:
        for synonym in cluster.synonyms:
            if (synonym.text, synonym.other) == (text, other):
                return synonym
            if (synonym.other, synonym.text) == (text, other):
                return _turned(synonym)
    return None


def _turned(synonym: Synonym) -> Synonym:
    relation = _REVERSED[synonym.relation]
    return Synonym(synonym.other, relation, synonym.text, synonym.anchor, synonym.confirmed, synonym.note)
