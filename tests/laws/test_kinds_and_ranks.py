"""Kinds, territories and the partial order of documents."""

from __future__ import annotations

import itertools

import pytest

from lawcheck.errors import UsageError
from lawcheck.laws import (
    KIND_UNKNOWN,
    DocumentKind,
    Level,
    Rank,
    guess_kind,
    guess_territory,
    is_within,
    kind_label,
    level_of,
    parse_kind,
    province_of,
    rank,
    territory,
)

K = DocumentKind
CITY_NOTE = (
    "（2026年8月27日云溪市第九届人民代表大会常务委员会第九十七次会议通过"
    "　2026年9月29日浙江省第十四届人民代表大会常务委员会第九十八次会议批准）"
)


@pytest.mark.parametrize(
    ("title", "maker", "note", "kind"),
    [
        ("中华人民共和国宪法", "", "", K.K0),
        ("中华人民共和国行政处罚法", "", "", K.K1),
        ("中华人民共和国刑法修正案（十二）", "", "", K.K1),
        ("优化营商环境条例", "", "2019年10月22日 中华人民共和国国务院令第722号公布", K.K2),
        ("城市绿化条例", "", "", K.K2),
        ("城市市容和环境卫生管理条例", "", "1992年6月28日 国务院令第101号发布", K.K2),
        ("中华人民共和国监察法实施条例", "", "2021年9月20日国家监察委员会公告第1号公布", K.K2M),
        ("浙江省水资源条例", "", "2020年9月24日 浙江省第十三届人民代表大会常务委员会第二十四次会议通过", K.K3),
        ("上海市食品安全条例", "", "", K.K3),
        ("浙江省实施《中华人民共和国水法》办法", "", "", K.K3),
        ("湖州市美丽乡村建设条例", "", "", K.K4),
        ("云溪市城市容貌和环境卫生管理条例", "", CITY_NOTE, K.K4),
        ("景宁畲族自治县水资源管理条例", "", "2001年4月12日 县第五届人民代表大会第五次会议通过", K.K5),
        ("延边朝鲜族自治州自治条例", "", "", K.K5),
        ("深圳经济特区数据条例", "", "", K.K6),
        ("机动车登记规定", "", "2021年12月17日 公安部令第164号公布", K.K7),
        ("浙江省某管理办法", "浙江省人民政府", "浙江省人民政府令第300号", K.K8),
        ("湖州市某管理办法", "", "2020年3月1日湖州市人民政府令第5号公布", K.K9),
        ("湖州市某管理办法", "", "2020年3月1日湖州市人民政府第5次常务会议审议通过", K.K9),
        ("上海市浦东新区某规定", "", "2020年3月1日上海市人民政府第40次常务会议通过", K.K8),
        ("湖州市某管理办法", "", "湖政发〔2020〕5号 2020年3月1日湖州市人民政府第5次常务会议通过", K.K12),
        ("湖州市人民政府关于修改《湖州市某规定》的决定", "", "2020年3月1日湖州市人民政府第5次常务会议通过", K.K9),
        ("湖州市人民政府关于修改《湖州市某通告》的决定", "", "2020年3月1日湖州市人民政府第5次常务会议通过", K.K12),
        (
            "湖州市人民政府关于修改《湖州市某规定》的决定",
            "",
            "湖政发〔2020〕5号 2020年3月1日湖州市人民政府第5次常务会议通过",
            K.K12,
        ),
        ("湖州市人民政府关于废止部分规章的决定", "", "2020年3月1日湖州市人民政府令第5号公布", K.K9),
        ("湖州市人民政府关于修改和废止部分行政规范性文件的决定", "", "2020年3月1日湖州市人民政府令第5号公布", K.K12),
        ("湖州市某工作方案", "", "2020年3月1日湖州市人民政府第5次常务会议通过", K.K12),
        ("最高人民法院关于适用某法的解释", "", "", K.K10),
        ("上海市人民代表大会常务委员会关于某某的决定", "上海市人民代表大会常务委员会", "", K.K11),
        ("德清县人民政府办公室关于印发某办法的通知", "德清县人民政府办公室", "", K.K12),
        ("云溪市测试办法", "云溪市住房和城乡建设局", "", K.K12),
        ("无法判断的文件", "", "", K.K12),
        ("云溪市人民代表大会常务委员会关于废止《云溪市养犬管理规定》的决定", "", CITY_NOTE, K.K4),
        ("云溪市人民代表大会常务委员会关于保护古树的决定", "", CITY_NOTE, K.K4),
        ("云溪市人民代表大会常务委员会关于保护古树的决定", "", CITY_NOTE.split("　")[0], K.K11),
        ("浙江省人民代表大会常务委员会关于废止《浙江省某条例》的决定", "浙江省人民代表大会常务委员会", "", K.K3),
        ("浙江省人民代表大会常务委员会关于修改《浙江省某条例》的决定", "", "", K.K3),
        ("浙江省人民代表大会常务委员会关于批准某计划的决议", "浙江省人民代表大会常务委员会", "", K.K11),
        ("望月苗族自治县执行《中华人民共和国某法》的变通规定", "", "望月苗族自治县人民代表大会第四次会议通过", K.K5),
        ("望月苗族自治县执行某法的变通规定", "望月苗族自治县人民政府", "", K.K12),
        ("望月苗族自治州人民代表大会关于设立某日的决定", "", "望月苗族自治州第五届人民代表大会第一次会议通过", K.K11),
        (
            "望月苗族自治县封山育林办法",
            "",
            "望月苗族自治县第五届人民代表大会第一次会议通过　贵州省第十四届人民代表大会常务委员会第三次会议批准",
            K.K5,
        ),
        ("小溪镇关于河道保洁的决议", "小溪镇人民代表大会", "小溪镇第九届人民代表大会第七次会议通过", K.K11),
        ("小溪镇集市管理办法", "小溪镇人民政府", "", K.K12),
        ("青山市治气办关于错峰的规定", "青山市治气领导小组办公室", "某府〔2025〕1号", K.K12),
        ("中共青山市委关于某项工作的规定", "", "", K.K12),
    ],
)
def test_kind_is_guessed_with_its_reason(title: str, maker: str, note: str, kind: DocumentKind) -> None:
    found, how = guess_kind(title, maker, note)
    assert found is kind
    assert how


def test_a_document_of_the_party_alone_is_of_no_kind() -> None:
    assert guess_kind("中共青山市委关于某项工作的意见")[1] == KIND_UNKNOWN
    assert guess_kind("青山市人民政府关于某项工作的意见")[1] != KIND_UNKNOWN


def test_why_a_county_makes_no_rule_is_told() -> None:
    note = "德清县人民政府令第3号"
    assert "没有规章制定权" in guess_kind("德清县养犬办法", "德清县人民政府", note)[1]
    assert guess_kind("湖州市养犬办法", "湖州市人民政府", "湖州市人民政府令第3号")[0] is K.K9


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_code_and_name_parse_back(kind: DocumentKind) -> None:
    assert parse_kind(kind.value.lower()) is kind
    assert parse_kind(kind_label(kind)) is kind
    assert isinstance(level_of(kind), Level)


def test_unknown_kind_is_a_clear_error() -> None:
    with pytest.raises(UsageError, match="E309"):
        parse_kind("K99")


@pytest.mark.parametrize(
    ("title", "maker", "code"),
    [
        ("湖州市美丽乡村建设条例", "", "330500"),
        ("浙江省湖州市安吉县某办法", "", "330523"),
        ("中国（浙江）自由贸易试验区条例", "", "330000"),
        ("宁波大榭开发区条例", "", "330200"),
        ("吉林市城市管理条例", "", "220200"),
        ("吉林省城市管理条例", "", "220000"),
        ("内蒙古自治区草原条例", "", "150000"),
        ("南京市鼓楼区某办法", "", "320106"),
        ("鼓楼区某办法", "", ""),  # several cities have one
        ("朝阳区某办法", "", ""),
        ("行政处罚法", "", ""),
        ("关于某某的通知", "云南省人民政府", "530000"),
    ],
)
def test_territory(title: str, maker: str, code: str) -> None:
    assert guess_territory(title, maker)[0] == code


def test_the_list_of_places_is_whole() -> None:
    places = [territory(f"{number:02d}0000") for number in range(100)]
    assert sum(place is not None for place in places) == 34
    assert (province_of("330523"), is_within("330523", "330500"), is_within("330500", "330523")) == (
        "330000",
        True,
        False,
    )


ZJ, HZ, JX, JS = "330000", "330500", "330400", "320000"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((K.K0, ""), (K.K1, ""), Rank.ABOVE),
        ((K.K1, ""), (K.K2, ""), Rank.ABOVE),
        ((K.K1, ""), (K.K1, ""), Rank.PEER),
        ((K.K2, ""), (K.K3, ZJ), Rank.ABOVE),
        ((K.K2, ""), (K.K7, ""), Rank.ABOVE),
        ((K.K3, ZJ), (K.K4, HZ), Rank.ABOVE),
        ((K.K3, JS), (K.K4, HZ), Rank.INCOMPARABLE),
        ((K.K3, ZJ), (K.K3, JS), Rank.INCOMPARABLE),
        ((K.K3, ZJ), (K.K7, ""), Rank.INCOMPARABLE),
        ((K.K4, HZ), (K.K7, ""), Rank.INCOMPARABLE),
        ((K.K4, HZ), (K.K8, ZJ), Rank.INCOMPARABLE),
        ((K.K4, HZ), (K.K9, HZ), Rank.ABOVE),
        ((K.K4, HZ), (K.K9, JX), Rank.INCOMPARABLE),
        ((K.K4, HZ), (K.K4, JX), Rank.INCOMPARABLE),
        ((K.K8, ZJ), (K.K9, HZ), Rank.ABOVE),
        ((K.K7, ""), (K.K8, ZJ), Rank.PEER),
        ((K.K7, ""), (K.K9, HZ), Rank.PEER),
        ((K.K3, ZJ), (K.K8, ZJ), Rank.ABOVE),
        ((K.K6, "440300"), (K.K2, ""), Rank.VARIATION),
        ((K.K6, "440300"), (K.K3, "440000"), Rank.VARIATION),
        ((K.K5, "331127"), (K.K1, ""), Rank.VARIATION),
        ((K.K6, "440300"), (K.K0, ""), Rank.BELOW),
        ((K.K10, ""), (K.K1, ""), Rank.BELOW),
        ((K.K10, ""), (K.K2, ""), Rank.INCOMPARABLE),
        ((K.K12, HZ), (K.K12, ZJ), Rank.BELOW),
        ((K.K12, HZ), (K.K9, HZ), Rank.BELOW),
        ((K.K12, HZ), (K.K3, ZJ), Rank.BELOW),
        ((K.K4, ""), (K.K3, ZJ), Rank.INCOMPARABLE),
    ],
)
def test_rank(a: tuple[DocumentKind, str], b: tuple[DocumentKind, str], expected: Rank) -> None:
    mirrored = {Rank.ABOVE: Rank.BELOW, Rank.BELOW: Rank.ABOVE}
    assert rank(*a, *b) is expected
    assert rank(*b, *a) is mirrored.get(expected, expected)


def test_rank_is_antisymmetric_everywhere() -> None:
    mirrored = {Rank.ABOVE: Rank.BELOW, Rank.BELOW: Rank.ABOVE}
    places = ("", ZJ, HZ, JX, JS)
    for a, b in itertools.product(itertools.product(K, places), repeat=2):
        forward = rank(*a, *b)
        assert rank(*b, *a) is mirrored.get(forward, forward)
