"""Errors that reach a person: one clear paragraph with what, where and what to do.

Every message is written once, in :mod:`lawcheck.messages`, in Chinese and English, under a code.
"""

from __future__ import annotations

from lawcheck.messages import render

__all__ = ["LawcheckError", "LibraryError", "OutputError", "RulePackError", "UnreadableFile", "UsageError"]


class LawcheckError(Exception):
    """An error with a message code; ``str()`` is Chinese, :meth:`text` any language.

    >>> LawcheckError("E000", detail="测试").text("en")
    '[E000] Internal error: 测试. Please report it with the file that caused it.'
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(render(code, "zh", **details))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the code and the details, so that an error can cross a process border."""
        return _rebuild, (type(self), self.code, self.details)

    def text(self, lang: str = "zh") -> str:
        """The message in ``zh`` or ``en``."""
        return render(self.code, lang, **self.details)


class UnreadableFile(LawcheckError):  # noqa: N818  (the name says what happened to whom)
    """A file that cannot be read: names the file, the cause and the remedy."""


class LibraryError(LawcheckError):
    """The law library cannot be opened, built or extended."""


class RulePackError(LawcheckError):
    """A rule, lexicon or profile file is wrong: names file, line and field."""


class OutputError(LawcheckError):
    """Results cannot be written."""


class UsageError(LawcheckError):
    """A wrong argument from the caller or the command line."""


def _rebuild(kind: type[LawcheckError], code: str, details: dict[str, object]) -> LawcheckError:
    return kind(code, **details)
