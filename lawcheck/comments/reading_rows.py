"""One row of a table, or one JSON object → a comment, or the reason why it is none."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from lawcheck.comments.model import NEW_CLAUSE, WHOLE_DRAFT, Anchor, ChangeKind, Comment, Stance
from lawcheck.document import Address, Span

__all__ = ["comment_of", "moment", "person_key", "text_of"]

_STANCES: Final = (
    (re.compile("不同意|反对|不赞成|不支持|oppose|against", re.IGNORECASE), Stance.OPPOSE),
    (re.compile("同意|赞成|支持|support|agree", re.IGNORECASE), Stance.SUPPORT),
    (re.compile("修改|完善|建议|change|amend", re.IGNORECASE), Stance.CHANGE),
    (re.compile("疑问|咨询|询问|提问|question", re.IGNORECASE), Stance.QUESTION),
)
_CHANGES: Final = (
    ("删", ChangeKind.DELETE),
    ("新增", ChangeKind.ADD),
    ("增加", ChangeKind.ADD),
    ("修改", ChangeKind.MODIFY),
)
# Names that are nobody's, and bodies that pass on what many said: neither is one person.
_NOBODY: Final = re.compile(
    r"匿名.{0,4}|佚名|无名氏?|不详|保密|无|/|-|[一某]?[位名]?(?:热心)?(?:网友|市民|群众|居民|读者|用户)\d*|anonymous",
    re.IGNORECASE,
)
_COLLECTING: Final = re.compile("联络站|联系点|座谈会|热线|信访|平台")
_MOMENT: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[T\s]*(?:(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?)?"
)
_SERIAL: Final = re.compile(r"[34]\d{4}|5[0-4]\d{3}")  # a date as Excel counts it: 1982 to 2049
_ORIGIN: Final = datetime(1899, 12, 30)
_YES: Final = re.compile("^(?:是|同意|愿意|可以|公开|true|yes|1|y)$", re.IGNORECASE)
_NO: Final = re.compile("^(?:否|不.+|false|no|0|n)$", re.IGNORECASE)


def text_of(value: object) -> str:
    """A cell as text: whole numbers without ``.0``, line ends as ``\\n``.

    >>> text_of(15400007007.0), text_of(None), text_of(" 甲\\r\\n乙 ")
    ('15400007007', '', '甲\\n乙')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"\r\n?", "\n", str(value)).strip()


def moment(value: object) -> datetime | None:
    """A date or time as people write it; None if it is none.

    >>> moment("2026年09月01日 14:01"), moment("46266"), moment("上周")
    (datetime.datetime(2026, 9, 1, 14, 1), datetime.datetime(2026, 9, 1, 0, 0), None)
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    text = text_of(value)
    if _SERIAL.fullmatch(text):
        return _ORIGIN + timedelta(days=int(text))
    match = _MOMENT.search(text)
    if match is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def person_key(author: str, contact: str = "", region: str = "") -> str:
    """Whom to count: a hash of the contact, else of name and region; empty for nobody and for bodies that collect.

    >>> person_key("匿名"), person_key("某街道联络站"), person_key("甲") == person_key("甲 ")
    ('', '', True)
    """
    name = "".join(author.split())
    digits = re.sub(r"[\s\-—()（）]", "", contact).lower()
    if len(digits) >= 5 and digits.strip("0"):
        known = digits
    elif name and not _NOBODY.fullmatch(name) and not _COLLECTING.search(name):
        known = f"{name}|{region.strip()}"
    else:
        return ""
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def comment_of(values: Mapping[str, Any], comment_id: str, source: str) -> Comment:
    """A comment of the fields of ``values`` (names as in ``FIELDS``).

    >>> comment_of({"text": "太贵", "chosen": "第26条第2款", "stance": "不同意"}, "r1", "表 第 1 行").chosen
    ('art_26__para_2',)
    """
    texts = {field: text_of(value) for field, value in values.items() if field not in ("chosen", "anchor", "public")}
    kind = f"{texts.get('stance', '')} {texts.get('change', '')}"
    known = texts.get("person", "")
    return Comment(
        comment_id,
        texts.get("text", ""),
        person=known or person_key(texts.get("author", ""), texts.get("phone", ""), texts.get("region", "")),
        author=texts.get("author", ""),
        channel=texts.get("channel", ""),
        received=moment(values.get("received")),
        version=texts.get("version", ""),
        title=texts.get("title", ""),
        chosen=_targets(values.get("chosen")),
        anchor=_anchor(values.get("anchor")),
        stance=next((stance for pattern, stance in _STANCES if pattern.search(texts.get("stance", ""))), None),
        change=next((change for word, change in _CHANGES if word in kind), None),
        proposed=texts.get("proposed", ""),
        reason=texts.get("reason", ""),
        station=texts.get("station", ""),
        identity=texts.get("identity", ""),
        region=texts.get("region", ""),
        public=_public(values.get("public")),
        source=source,
        original=texts.get("original", ""),
        stated=text_of(values["chosen"]) if isinstance(values.get("chosen"), str | int | float) else "",
    )


def _targets(value: object) -> tuple[str, ...]:
    """eIds, 全文 and 新增条款; what a person wrote otherwise (第18条, 第三条、第五条) where it names single places."""
    parts = (
        [str(part) for part in value] if isinstance(value, list | tuple) else re.split(r"[、,，;；\s]+", text_of(value))
    )
    return tuple(dict.fromkeys(found for part in parts if (found := _target(part.strip()))))


def _target(part: str) -> str:
    if re.match(r"(?:art|att|annex|clause)_", part):
        return part
    if part in ("全文", "整体", "总体", "草案整体", WHOLE_DRAFT):
        return WHOLE_DRAFT
    if part.startswith("新增"):
        return NEW_CLAUSE
    if annex := re.fullmatch(r"附件\s*([0-9１-９])?", part):
        return f"att_{int(annex[1] or 1)}"
    try:
        address = Address.parse(part if part.startswith("第") else f"第{part}")
    except ValueError:
        return ""
    steps = (address.article, address.paragraph, address.point)
    return address.eid if address.article and not any(step and step.is_range for step in steps) else ""


def _anchor(value: object) -> Anchor | None:
    if not isinstance(value, Mapping) or not value.get("eid"):
        return None
    start, end = value.get("span") or (0, 0)
    eid, label, clause, quote, prefix, suffix = (
        str(value.get(name) or "") for name in ("eid", "label", "clause_text", "quote", "prefix", "suffix")
    )
    return Anchor(eid, label, clause, quote, Span(int(start), int(end)), prefix, suffix)


def _public(value: object) -> bool | None:
    if isinstance(value, bool) or value is None:
        return value
    text = text_of(value)
    return True if _YES.match(text) else False if _NO.match(text) else None
