"""The page of a clause says where people want new words to stand."""

import pytest

from lawcheck.reports.digest_places import inserted_at


@pytest.mark.parametrize(
    ("text", "new", "place"),
    [
        ("第二条“应当登记”之后增加一句“登记结果向社会公布。”", "登记结果向社会公布", "“应当登记”之后"),
        ("第二条中在“变更”前加上“书面”。", "书面", "“变更”前"),
        ("第三条末尾增加一句：“由企业及时清理。”", "由企业及时清理", "末尾"),
        ("第二条第一句后面插入“未经登记不得投放车辆。”", "未经登记不得投放车辆", "第一句后"),
        ("“停放”后面的规定很好。第三条增加“有序”二字。", "有序", ""),
        ("第三条增加“有序”二字。", "无序", ""),
    ],
    ids=["after words", "before words", "at the end", "after a sentence", "another sentence", "other words"],
)
def test_the_place_of_new_words(text: str, new: str, place: str) -> None:
    assert inserted_at(text, new) == place
