"""Where people want words to be put in, in their own words: “划定区域”后, 第一句后, 末尾."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["inserted_at"]

_ASKED: Final = 60
"""Characters before the new words in which their place is named."""
_PLACE: Final = re.compile(
    '[“"「『‘][^“”"「」』’\n]{1,40}[”"」』’][^，。；“”"\n]{0,4}?(?:之?[前后]|中间|里面?)|第[一二三四五六七八九十]+[句段](?:话)?的?(?:之?[前后]|末尾|里面?|中)'
    "|(?:最后|句末|末尾|结尾|开头|句首|段末|款末)"
)
_SENTENCE: Final = re.compile("[。；！？\n]")


def inserted_at(text: str, new: str) -> str:
    """The place named last before the ``new`` words in the sentence of the opinion that asks for them, empty where none is.

    >>> inserted_at("建议在第三条“划定区域”后增加“有序”二字。", "有序"), inserted_at("第三条增加“有序”二字。", "有序")
    ('“划定区域”后', '')
    """
    at = text.find(new) if new else -1
    if at < 0:
        return ""
    before = _SENTENCE.split(text[max(at - _ASKED, 0) : at])[-1]
    named = _PLACE.findall(before)
    return named[-1] if named else ""
