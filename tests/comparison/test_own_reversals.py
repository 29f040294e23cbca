"""What a drafter turns round in his own words: free and paid, free will and duty, ban and permission, who approves."""

import pytest
from differing import differences_by

MEDIATION = "人民调解委员会调解民间纠纷，不收取任何费用。"
LIBRARY = "公共图书馆应当免费向社会公众提供借阅服务。"
DONATION = "开展募捐活动，不得摊派或者变相摊派。"
DYKE = "确需利用堤顶兼做公路的，须经县级以上地方人民政府河道主管机关批准。"
FISHING = "禁止在饮用水水源一级保护区内从事网箱养殖、旅游、游泳、垂钓。"
HONOUR = "对献血者，发给无偿献血证书。"


_alarms = differences_by("slot", "lower")


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("村里调解成功的，双方各交调解费一百元。", MEDIATION, ("数额", "交调解费")),
        ("户口不在本县的读者，借阅费用由本人负担。", LIBRARY, ("数额", "费用由本人负担")),
        ("每户村民都应当捐款，募捐由村组长上门收齐。", DONATION, ("模态", "都应当捐款")),
        ("村里要把堤顶当路走的，由镇交通站批准。", DYKE, ("机关", "由镇交通站批准")),
        ("库区村民可以在一级保护区内发展网箱养鱼和垂钓。", FISHING, ("模态", "可以")),
        ("受过刑罚的献血者，不发给献血证书。", HONOUR, ("规定", "不发给")),
    ],
    ids=["paid", "at one's own cost", "duty", "body", "permission", "refused"],
)
def test_the_reverse_of_what_stands_above_is_told(lower: str, upper: str, told: tuple[str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("调解委员会不得以任何名义收取调解费。", MEDIATION),
        ("调解委员会的调解经费由财政负担。", MEDIATION),
        ("公共图书馆代购图书的，按照合同收取费用。", LIBRARY),
        ("募捐应当自愿，村民都可以捐款。", DONATION),
        ("村里要把堤顶当路走的，由村民委员会同意，再由县水利局批准。", DYKE),
        ("在一级保护区内，主管部门可以采取措施防止网箱养殖和垂钓。", FISHING),
        ("献血者不享受其他待遇。", HONOUR),
        ("冒用他人证书的献血者，依照规定不予发给。", "对献血者，发给无偿献血证书；弄虚作假的，不予发给。"),
        (
            "经两次修理仍不能正常使用的，托修人可以要求返还已支付的维修费用。",
            "质量保证期内不能正常使用的，应当无偿修理。",
        ),
    ],
    ids=[
        "ban of fees",
        "paid by the treasury",
        "by contract",
        "free will",
        "authority too",
        "organ",
        "not given",
        "refused above",
        "given back",
    ],
)
def test_what_keeps_to_the_rule_above_is_silent(lower: str, upper: str) -> None:
    assert not _alarms(lower, upper)
