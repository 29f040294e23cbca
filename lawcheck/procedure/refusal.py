"""Why a step cannot be taken, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lawcheck.messages import render

__all__ = ["Refusal", "refuse"]


@dataclass(frozen=True)
class Refusal:
    """A refusal: its code and the words in Chinese (``str``) or English.

    >>> str(refuse("R802", step="备案登记", labels="登记号"))
    '“备案登记”还没有填写：登记号。'
    >>> refuse("R802", step="备案登记", labels="登记号").text("en")
    '“备案登记” lacks: 登记号.'
    """

    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The reason in ``zh`` or ``en``."""
        return render(self.code, lang, **self.details).removeprefix(f"[{self.code}] ")

    def __str__(self) -> str:
        return self.text()


def refuse(code: str, **details: object) -> Refusal:
    """A refusal with a message of :mod:`lawcheck.messages.procedure`."""
    return Refusal(code, details)
