"""Facts read from filed documents."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck import procedure
from lawcheck.document import parse
from lawcheck.laws import DocumentKind
from lawcheck.procedure import Facts, read_facts

BODY = "第一条　为了测试，制定本条例。\n第二条　本条例自2027年1月1日起施行。\n"
CITY = (
    "云溪市测试条例\n（2026年8月27日云溪市第九届人民代表大会常务委员会第九十七次会议通过"
    "　2026年9月29日浙江省第十四届人民代表大会常务委员会第九十八次会议批准　2026年10月26日公布）\n"
)


def facts(text: str, **given: object) -> Facts:
    return read_facts(parse(text), **given)  # type: ignore[arg-type]


def test_dates_maker_and_kind_from_the_note() -> None:
    found = facts(CITY + BODY)
    assert found.kind is DocumentKind.K4
    assert found.maker == "云溪市人民代表大会常务委员会"
    assert (found.adopted, found.approved, found.published, found.effective) == (
        date(2026, 8, 27),
        date(2026, 9, 29),
        date(2026, 10, 26),
        date(2027, 1, 1),
    )
    assert (found.amended, found.articles) == (None, 2)


def test_city_that_is_not_listed_gets_the_province_that_approved() -> None:
    found = facts(CITY + BODY)
    assert (found.territory, found.territory_name) == ("330000", "云溪市")
    assert "批准" in found.territory_how


def test_what_a_person_gives_wins() -> None:
    found = facts(CITY + BODY, kind=DocumentKind.K9, territory="330500")
    assert (found.kind, found.territory, found.territory_name) == (DocumentKind.K9, "330500", "湖州市")
    assert found.kind_how.startswith("用户指定")
    assert found.territory_how == "用户指定"


@pytest.mark.parametrize(
    ("clause", "effective"),
    [
        ("本条例自公布之日起施行。", date(2026, 10, 26)),
        ("本条例自通过之日起施行。", date(2026, 8, 27)),
        ("本条例由市人民政府负责解释。", None),
    ],
)
def test_effect_without_a_day_of_its_own(clause: str, effective: date | None) -> None:
    assert facts(CITY + f"第一条　为了测试，制定本条例。\n第二条　{clause}\n").effective == effective


def test_amended_regulation_keeps_first_dates_and_tells_the_last_amendment() -> None:
    note = "（2010年6月25日湖州市第六届人民代表大会常务委员会第十九次会议通过　根据2020年3月26日《关于修改〈甲〉的决定》修正）\n"
    found = facts("湖州市测试条例\n" + note + BODY)
    assert (found.adopted, found.amended) == (date(2010, 6, 25), date(2020, 3, 26))
    assert found.territory == "330500"


def test_government_paper_number_maker_and_date_of_issue() -> None:
    found = facts(
        "湖州市人民政府文件\n湖政发〔2026〕12号\n湖州市人民政府关于印发测试管理办法的通知\n各区县人民政府：\n"
        "现将《测试管理办法》印发给你们。根据国发〔2021〕26号文件办理。\n湖州市人民政府\n2026年5月6日\n"
    )
    assert (found.kind, found.document_no, found.maker) == (DocumentKind.K12, "湖政发〔2026〕12号", "湖州市人民政府")
    assert found.published == date(2026, 5, 6)


def test_text_that_says_nothing_gives_empty_facts() -> None:
    found = facts("随便一段文字。")
    assert (found.territory, found.maker, found.document_no) == ("", "", "")
    assert (found.adopted, found.approved, found.published, found.effective) == (None, None, None, None)


LETTER = (
    "云溪市人民代表大会常务委员会文件\n云常备〔2028〕33号\n关于报送《云溪市测试条例》备案的报告\n"
    "全国人民代表大会常务委员会：\n现将《云溪市测试条例》报送备案，请予审查。\n附件：云溪市测试条例\n"
    "云溪市人民代表大会常务委员会\n2028年5月20日\n"
)
UNPUBLISHED = CITY.replace("　2026年10月26日公布", "")


@pytest.mark.parametrize("broken", [False, True])
def test_number_and_date_of_the_covering_letter_are_not_those_of_the_regulation(broken: bool) -> None:
    letter = LETTER.replace("条例》备案", "条例》\n备案") if broken else LETTER
    found = facts(letter + UNPUBLISHED + BODY)
    assert found.title == "云溪市测试条例"
    assert (found.document_no, found.published, found.published_how) == ("", None, "")
    assert (found.adopted, found.approved) == (date(2026, 8, 27), date(2026, 9, 29))


def test_announcement_behind_the_covering_letter_is_the_regulations_own() -> None:
    announcement = "云溪市人民代表大会常务委员会公告\n第7号\n《云溪市测试条例》现予公布。\n2026年10月26日\n"
    found = facts(LETTER + announcement + UNPUBLISHED + BODY)
    assert (found.published, found.published_how, found.published_certain) == (date(2026, 10, 26), "公告", True)
    assert "2028" not in found.document_no


def test_rule_sent_by_its_own_maker_has_that_maker() -> None:
    letter = LETTER.replace("人民代表大会常务委员会文件", "人民政府文件").replace(
        "云溪市人民代表大会常务委员会\n", "云溪市人民政府\n"
    )
    city, province = letter.replace("云溪", "湖州"), letter.replace("云溪市人民", "浙江省人民")
    rule = "湖州市测试办法\n" + BODY.replace("条例", "办法")
    assert facts(city + rule).maker == "湖州市人民政府"
    assert facts(province.replace("云溪", "湖州") + rule).maker == ""


def test_lone_date_is_no_certain_publication_and_a_late_one_is_none() -> None:
    near = facts(UNPUBLISHED + BODY + "云溪市人民代表大会常务委员会\n2026年10月26日\n")
    assert (near.published, near.published_certain) == (date(2026, 10, 26), False)
    late = facts(UNPUBLISHED + BODY + "云溪市人民代表大会常务委员会\n2028年10月26日\n")
    assert late.published is None


PAPER = """青山市住房和城乡建设局文件
{number}
青山市住房和城乡建设局关于印发《青山市测试办法》的通知
各县（市、区）住房和城乡建设局：
现将《青山市测试办法》印发给你们，请遵照执行。
青山市住房和城乡建设局
2026年3月18日
青山市测试办法
第一条　甲应当登记。
第二条　本办法自2026年3月1日起施行。
"""


@pytest.mark.parametrize(
    ("number", "how"), [("青建规〔2026〕6号", "落款"), ("青建规〔2025〕6号", "文中日期"), ("", "文中日期")]
)
def test_date_that_signs_a_paper_numbered_in_its_year_is_told_as_such(number: str, how: str) -> None:
    found = facts(PAPER.format(number=number))
    assert (found.published, found.published_certain, found.published_how) == (date(2026, 3, 18), False, how)
    assert (found.effective, found.kind.value, found.kind_certain) == (date(2026, 3, 1), "K12", True)


def test_kind_that_nothing_decides_is_not_stated_as_fact() -> None:
    found = facts("测试办法\n" + BODY.replace("条例", "办法"))
    assert (found.kind, found.kind_certain) == (DocumentKind.K12, False)
    assert found.kind_how == "未能确定，暂按K12处理"
    assert facts(CITY + BODY).kind_certain
    assert facts("测试办法\n" + BODY, kind=DocumentKind.K12).kind_certain


def test_every_public_name_is_there_though_many_are_loaded_on_first_use() -> None:
    assert [name for name in procedure.__all__ if not hasattr(procedure, name)] == []
    assert not hasattr(procedure, "no_such_name")


ANSWER = "白石省青山市住房公积金管理中心\n关于逾期缴存有关问题的{kind}\n\n青公积金函〔2026〕3号\n\n河口县管理部：\n来文收悉。现函复如下：\n一、单位应当登记。\n二、单位应当缴存。\n青山市住房公积金管理中心\n2026年5月6日\n"


@pytest.mark.parametrize("kind", ["复函", "函", "批复", "通知", "公告", "意见"])
def test_organ_alone_on_the_line_above_belongs_to_the_title(kind: str) -> None:
    found = facts(ANSWER.format(kind=kind))
    assert found.title == f"白石省青山市住房公积金管理中心关于逾期缴存有关问题的{kind}"
    assert (found.maker, found.territory_name) == ("青山市住房公积金管理中心", "青山市")
    assert found.kind_certain


def test_an_announcement_alone_is_packaging_and_a_letter_of_transmission_no_title() -> None:
    text = (
        "青山市人民政府公告\n（第八号）\n《青山市测试办法》已经通过，现予公布。\n2026年5月6日\n青山市测试办法\n" + BODY
    )
    assert facts(text).title == "青山市测试办法"
    assert facts("关于报送《青山市测试办法》备案的函\n现予报送。\n青山市测试办法\n" + BODY).title == "青山市测试办法"


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("青山市人民政府令\n第37号\n", "青山市人民政府令第37号"),
        ("青山市人民政府令\n\n第三十七号\n", "青山市人民政府令第三十七号"),
        ("青山市人民代表大会常务委员会公告\n（第十八号）\n", "青山市人民代表大会常务委员会公告（第十八号）"),
        ("青山市人民政府令第37号\n", "青山市人民政府令第37号"),
        ("青山市人民政府令\n2026年5月6日\n", ""),
    ],
)
def test_number_on_the_line_below_the_order(lines: str, number: str) -> None:
    text = f"{lines}《青山市测试办法》已经2026年5月1日市人民政府第8次常务会议通过，现予公布。\n2026年5月6日\n青山市测试办法\n{BODY}"
    assert facts(text).document_no == number


LIST = (
    "青山市水务局权责清单（2026年版）\n青水规〔2026〕1号\n为规范权力运行，现公布青山市水务局权责清单，{force}\n"
    "青山市水务局\n2026年5月6日\n取水许可由市水务局办理。\n注：本清单由青山市水务局负责解释。\n"
)


def test_list_put_in_force_and_signed_above_its_rows() -> None:
    found = facts(LIST.format(force="自2026年7月1日起施行。"))
    assert (found.maker, found.territory_name) == ("青山市水务局", "青山市")
    assert (found.published, found.effective) == (date(2026, 5, 6), date(2026, 7, 1))
    assert facts(LIST.format(force="自印发之日起施行。")).effective == date(2026, 5, 6)
    assert facts(LIST.format(force="请遵照执行。")).effective is None


def test_organ_that_a_title_only_speaks_of_is_no_maker() -> None:
    manual = "青山市公共资源交易中心操作规程\n一、交易应当公开。\n二、本规程由{}负责解释。\n"
    assert facts(manual.format("青山市公共资源交易中心")).maker == "青山市公共资源交易中心"
    assert facts(manual.format("青山市发展和改革委员会")).maker == ""


def test_minutes_have_the_organ_of_their_title_and_the_day_of_their_head() -> None:
    found = facts(
        "青山市人民政府专题会议纪要\n〔2026〕第4号\n青山市人民政府办公室　　2026年5月6日\n会议议定：\n一、甲。\n二、乙。\n"
    )
    assert (found.maker, found.published) == ("青山市人民政府", date(2026, 5, 6))


@pytest.mark.parametrize("maker", ["市场监督管理局", "国家市场监督管理总局", "城市管理局"])
def test_department_without_a_place_has_none(maker: str) -> None:
    assert facts(f"{maker}\n关于测试的通知\n各单位：\n一、甲。\n二、乙。\n").territory_name == ""


_JOINT = (
    "松台县财政局　松台县教育局　松台县民政局\n关于规范学生资助的通知\n松财规〔2026〕3号\n各乡镇人民政府：\n"
    "一、资助资金应当按时发放。\n二、本通知自2026年12月1日起施行。\n"
)


@pytest.mark.parametrize(
    "signature",
    [
        "松台县财政局　　松台县教育局　　松台县民政局\n2026年10月28日",
        "松台县财政局\n松台县教育局\n松台县民政局\n2026年10月28日",
        "2026年10月28日",
    ],
)
def test_all_who_make_a_joint_document_are_its_makers(signature: str) -> None:
    document = parse(_JOINT + signature)
    facts = read_facts(document)
    assert facts.maker == "松台县财政局、松台县教育局、松台县民政局"
    assert facts.title == "松台县财政局　松台县教育局　松台县民政局关于规范学生资助的通知"
    assert (facts.kind.value, facts.published) == ("K12", date(2026, 10, 28))


def test_one_maker_is_one_maker_also_with_blanks_in_its_name() -> None:
    text = "松台县财政局关于规范学生资助的通知\n一、资助资金应当按时发放。\n二、本通知自印发之日起施行。\n松 台 县 财 政 局\n2026年10月28日"
    facts = read_facts(parse(text))
    assert (facts.title, facts.maker) == ("松台县财政局关于规范学生资助的通知", "松台县财政局")


def test_two_cities_that_adopt_one_text_make_it_together() -> None:
    note = "（2026年4月28日青溪市第七届人民代表大会常务委员会第三十次会议通过　2026年4月29日云岫市第五届人民代表大会常务委员会第三次会议通过）"
    facts = read_facts(parse(f"关于协同保护沅岭河的决定\n{note}\n一、建立协同机制。\n二、本决定自2026年7月1日起施行。"))
    assert facts.maker == "青溪市人民代表大会常务委员会、云岫市人民代表大会常务委员会"
    later = note.replace("2026年4月29日", "2030年4月29日")
    assert read_facts(parse(f"青溪市甲条例\n{later}\n第一条　甲。")).maker == "青溪市人民代表大会常务委员会"


@pytest.mark.parametrize(
    ("effect", "signed", "effective", "published"),
    [
        ("自2026.10.10起施行", "2026.9.1", date(2026, 10, 10), date(2026, 9, 1)),
        ("自10/10/2026起施行", "2026-9-1", date(2026, 10, 10), date(2026, 9, 1)),
        ("自2026年12月1号起实施", "二О二六年十月二十八日", date(2026, 12, 1), date(2026, 10, 28)),
        ("自11月5日起施行", "2026年10月20日", date(2026, 11, 5), date(2026, 10, 20)),
        ("自3月5日起施行", "2026年10月20日", None, date(2026, 10, 20)),  # of the next year? nobody says
        ("自5/9/2026起施行", "5/9/2026", None, None),  # May or September
    ],
)
def test_days_in_every_style(effect: str, signed: str, effective: date | None, published: date | None) -> None:
    text = f"松台县水务局关于农村供水的通知\n一、各地应当落实责任。\n二、本通知{effect}。\n松台县水务局\n{signed}"
    facts = read_facts(parse(text))
    assert (facts.effective, facts.published, facts.maker) == (effective, published, "松台县水务局")


@pytest.mark.parametrize(("deed", "effective"), [("修订", date(2026, 1, 18)), ("修正", date(1996, 4, 12))])
def test_a_revised_text_takes_effect_on_the_day_of_its_revision(deed: str, effective: date) -> None:
    note = f"（1996年4月12日湖州市第三届人民代表大会第三次会议通过　2026年1月18日湖州市第九届人民代表大会第六次会议{deed}）"
    facts = read_facts(parse(f"湖州市人民代表大会议事规则\n{note}\n第一条　甲。\n第二条　本规则自通过之日起施行。"))
    assert facts.effective == effective


@pytest.mark.parametrize("number", ["松财规〔2026〕一号", "松财规〔2026〕十二号", "松财规〔2026〕3号"])
def test_a_number_in_chinese_figures(number: str) -> None:
    text = f"松台县财政局关于规范学生资助的通知\n{number}\n各乡镇：\n一、资助资金应当按时发放。\n松台县财政局\n2026年10月28日\n"
    assert read_facts(parse(text)).document_no == number


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("青山市东湖区人民政府翠竹街道办事处关于停车的通告\n一、甲。\n", "青山市东湖区人民政府翠竹街道办事处"),
        ("青山市城市管理局市容科关于招牌的通知\n一、甲。\n", "青山市城市管理局市容科"),
        ("青山省军区关于训练的规定\n第一条　甲。\n", "青山省军区"),
        ("中共青山市委关于某项工作的意见\n一、甲。\n", "中共青山市委"),
        (
            "最高人民法院　最高人民检察院关于办理某案件的解释\n（2025年1月6日最高人民法院审判委员会第1次会议、"
            "2025年2月11日最高人民检察院第十四届检察委员会第4次会议通过）\n第一条　甲。\n",
            "最高人民法院、最高人民检察院",
        ),
        ("青山市绿化办法\n（2025年4月1日市人民政府第30次常务会议审议通过）\n第一条　甲。\n", "青山市人民政府"),
        ("绿化办法\n第一条　甲。\n", ""),
    ],
)
def test_makers_of_other_sorts_are_read(text: str, maker: str) -> None:
    assert read_facts(parse(text)).maker == maker


@pytest.mark.parametrize(
    ("said", "kind"), [("违反本决定的，由主管部门处五百元罚款。", "K3"), ("各部门应当加强管理。", "K11")]
)
def test_a_decision_of_a_province_that_sets_liabilities_is_a_regulation(said: str, kind: str) -> None:
    text = (
        "青山省人民代表大会常务委员会关于禁止焚烧的决定\n（2025年7月31日青山省第十四届人民代表大会常务委员会"
        f"第二十次会议通过）\n一、禁止露天焚烧。\n二、{said}\n三、本决定自2025年9月1日起施行。\n"
    )
    assert read_facts(parse(text)).kind.value == kind
    assert read_facts(parse(text.replace("决定", "决议"))).kind.value == "K11"


@pytest.mark.parametrize(
    ("maker", "place"),
    [("西岭地区行政公署", "西岭地区"), ("青山市人民政府", "青山市"), ("中共青山市委办公室", "青山市")],
)
def test_the_place_is_read_of_the_maker(maker: str, place: str) -> None:
    assert (
        read_facts(parse(f"{maker}关于防火的通告\n一、禁止野外用火。\n{maker}\n2025年3月1日\n")).territory_name == place
    )
