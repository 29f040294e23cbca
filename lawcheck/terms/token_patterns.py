"""spaCy token patterns over characters, read without spaCy.

``spacy.blank("zh")`` makes every character a token, so a ``Matcher`` pattern whose tokens name characters says exactly
what a regular expression over the text says. Importing spaCy and making the blank pipeline costs 1.6 s on the machine
this was measured on, more than a whole review; so the engine translates the patterns, and only the spaCy component
hands them to ``Matcher``. A test holds both against each other.

In a lexicon a pattern is a list; a string in it stands for its characters, a mapping for one token with the keys
``TEXT`` (a character, ``{IN: [...]}``, ``{NOT_IN: [...]}`` or ``{REGEX: ...}``) and ``OP`` (``?``, ``+``, ``*`` …).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["expand_tokens", "tokens_to_regex"]

_OPERATORS = re.compile(r"[?+*]|\{\d*,?\d*\}|")


def expand_tokens(pattern: Iterable[str | Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The pattern with every string spelled out as tokens; ValueError for a token that is not understood.

    >>> expand_tokens(["国外", {"TEXT": {"IN": ["和", "及"]}, "OP": "?"}])
    ({'TEXT': '国'}, {'TEXT': '外'}, {'TEXT': {'IN': ['和', '及']}, 'OP': '?'})
    """
    tokens: list[Mapping[str, Any]] = []
    for part in pattern:
        tokens.extend({"TEXT": char} for char in part) if isinstance(part, str) else tokens.append(part)
    tokens_to_regex(tokens)
    return tuple(tokens)


def tokens_to_regex(tokens: Sequence[Mapping[str, Any]]) -> str:
    """The regular expression that matches what spaCy's ``Matcher`` matches on single-character tokens.

    >>> tokens_to_regex([{"TEXT": "国"}, {"TEXT": {"IN": ["和", "及"]}, "OP": "?"}, {"OP": "+"}])
    '国[和及]?.+'
    """
    return "".join(_token_regex(token) for token in tokens)


def _token_regex(token: Mapping[str, Any]) -> str:
    operator = token.get("OP", "")
    if set(token) - {"TEXT", "OP"} or not isinstance(operator, str) or not _OPERATORS.fullmatch(operator):
        raise ValueError(f"token {dict(token)}")
    return _characters(token.get("TEXT")) + operator


def _characters(condition: Any) -> str:
    match condition:
        case None:
            return "."
        case str() if len(condition) == 1:
            return re.escape(condition)
        case {"IN": [*chars]} if len(condition) == 1 and all(len(char) == 1 for char in chars):
            return f"[{''.join(map(re.escape, chars))}]"
        case {"NOT_IN": [*chars]} if len(condition) == 1 and all(len(char) == 1 for char in chars):
            return f"[^{''.join(map(re.escape, chars))}]"
        case {"REGEX": str(pattern)} if len(condition) == 1:
            return f"(?:{pattern})"
    raise ValueError(f"TEXT {condition}")
