"""Errors cross process borders and every message has both languages with the same placeholders."""

import pickle
import string
from importlib import import_module
from pkgutil import iter_modules

import pytest

import lawcheck.messages
from lawcheck.errors import LawcheckError, UnreadableFile


def test_an_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(UnreadableFile("E000", detail="甲")))
    assert (type(error), error.text("en")) == (UnreadableFile, UnreadableFile("E000", detail="甲").text("en"))


def test_str_is_the_chinese_text() -> None:
    assert str(LawcheckError("E000", detail="甲")) == LawcheckError("E000", detail="甲").text("zh")


ROOMS = [module.name for module in iter_modules(lawcheck.messages.__path__)]


def fields(text: str) -> set[str]:
    """Placeholders; a name that ends in the language stands for the same thing in both."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name)
    return {name.removesuffix("_zh").removesuffix("_en") for name in names}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_say_something_and_no_placeholder_is_unknown(room: str) -> None:
    for code, (zh, en) in import_module(f"lawcheck.messages.{room}").MESSAGES.items():
        assert zh.strip(), code
        assert en.strip(), code
        # Words of a library or a list may stand in one language only; no text asks for what the other never had.
        assert fields(zh) <= fields(en) or fields(en) <= fields(zh), code
