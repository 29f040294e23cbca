"""One thing more or less in an enumeration of a sentence that is otherwise the same."""

import pytest

from lawcheck.comparison import compare_clauses

ABOVE = "慈善组织确定受益人，应当坚持公开、公平和公正的原则，接受登记机关、审计机关和社会公众的监督。"


def _listed(lower: str, upper: str) -> list[tuple[str, str, str]]:
    found = compare_clauses(lower, upper).differences
    return [(d.relation.value, d.lower, d.upper) for d in found if d.slot == "列举"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("登记机关、审计机关", "登记机关、行业协会、审计机关", ("增设", "行业协会", "")),
        ("公开、公平和公正", "公开和公正", ("放宽", "", "公平")),
        ("审计机关和社会公众", "审计机关、新闻媒体和社会公众", ("增设", "新闻媒体", "")),
    ],
)
def test_a_thing_more_or_less_is_told(old: str, new: str, told: tuple[str, str, str]) -> None:
    assert _listed(ABOVE.replace(old, new), ABOVE) == [told]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("公平和公正", "公平、公正"),
        ("登记机关、审计机关", "市登记机关、审计机关"),
        ("社会公众的监督", "社会公众的监督，并应当公布账目"),
        (ABOVE, "慈善组织应当公开账目、捐赠名单和受益人，方便审计机关查阅。"),
    ],
)
def test_links_levels_and_other_sentences_tell_nothing(old: str, new: str) -> None:
    assert _listed(ABOVE.replace(old, new), ABOVE) == []


def test_the_name_of_the_state_is_no_enumeration() -> None:
    upper = "本法所称公司，是指依照本法在中国境内设立的有限责任公司和股份有限公司。"
    assert not compare_clauses(upper.replace("中国", "中华人民共和国"), upper).differences
    assert not compare_clauses("公司收到申请后应当及时登记并公告。", "公司收到申请后应当登记并公告。").differences
    assert compare_clauses(upper.replace("有限责任公司和", "有限责任公司、合伙企业和"), upper).differences


def test_examples_before_and_so_on_are_no_closed_list() -> None:
    law = "堆放木屑、锯末、稻壳、谷糠等容易起火的物料，应当采取防火措施，并配备消防器材。"
    assert _listed(law.replace("、谷糠", ""), law) == []


def test_a_closed_list_that_names_less_is_still_told() -> None:
    law = "堆放木屑、锯末、稻壳、谷糠四种物料，应当采取防火措施，并配备消防器材和警示标志。"
    assert _listed(law.replace("、谷糠", ""), law) == [("放宽", "", "谷糠")]
