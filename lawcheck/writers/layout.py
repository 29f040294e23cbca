"""The two ways in which a text is set on paper."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Layout"]


class Layout(StrEnum):
    """``公文``: an official document under GB/T 9704-2012. ``法规``: a law as it is published.

    The second is what the Word files of 国家法律法规数据库 look like: the same page, 题注 in 楷体 two characters in from
    both sides, contents without page numbers (written even where the filed text has none), 章 in 黑体, 节 in 宋体.

    >>> Layout("法规").template
    'legislation.docx'
    """

    OFFICIAL = "公文"
    LEGISLATION = "法规"

    @property
    def template(self) -> str:
        """The Word file in ``templates/`` that holds page and styles."""
        return "standard.docx" if self is Layout.OFFICIAL else "legislation.docx"
