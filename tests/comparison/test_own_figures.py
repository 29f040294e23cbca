"""Figures in a drafter's own words against the limit above that is about the same thing."""

import pytest

from lawcheck.comparison import Difference, compare_clauses

SPEED = "电动自行车在非机动车道内行驶时，最高时速不得超过十五公里。"
INTERVAL = "血站对献血者两次采集间隔期不少于六个月。"
COMPLAINT = "经营快递业务的企业应当自接到投诉之日起7日内予以处理并告知用户。"


def _of_figures(lower: str, upper: str) -> list[Difference]:
    return [d for d in compare_clauses(lower, upper).differences if d.slot in ("期限", "数额")]


@pytest.mark.parametrize(
    ("lower", "upper", "relation", "words"),
    [
        ("非机动车道上骑车，时速可以达到二十五公里。", SPEED, "放宽", ("达到二十五公里", "不得超过十五公里")),
        ("同一人献血相隔满三个月即可再采。", INTERVAL, "放宽", ("满三个月", "不少于六个月")),
        ("快递网点收到用户投诉，十五日内办完并告诉用户。", COMPLAINT, "放宽", ("十五日内", "7日内")),
        (
            "网吧可以开在离学校大门一百米以外的店面，学校门口一百米以外可以开办。",
            "中学、小学校园周围200米范围内不得设立互联网上网服务营业场所。",
            "放宽",
            ("一百米以外", "200米"),
        ),
        (
            "经家长签字，作坊可以招年满十四周岁的学生做工。",
            "禁止用人单位招用未满十六周岁的未成年人。",
            "放宽",
            ("年满十四周岁", "未满十六周岁"),
        ),
        (
            "不服的，三十日内可以申请复议，过期不理。",
            "公民认为行政行为侵犯其合法权益的，可以自知道该行政行为之日起六十日内提出行政复议申请。",
            "加重",
            ("三十日内", "六十日内"),
        ),
        (
            "村里的一般事务半年张榜一次。",
            "一般事项至少每季度公布一次。",
            "放宽",
            ("半年张榜一次", "至少每季度"),
        ),
        (
            "村集体新发包的耕地，承包期十五年，到期重新抽签。",
            "耕地的承包期为三十年。草地的承包期为三十年至五十年。",
            "疑似抵触",
            ("十五年", "三十年"),
        ),
    ],
    ids=["speed", "interval", "organ's time", "distance", "age", "time of a right", "times", "exact period"],
)
def test_a_figure_that_leaves_the_limit_above_is_told(
    lower: str, upper: str, relation: str, words: tuple[str, str]
) -> None:
    told = [(d.relation.value, d.lower, d.upper) for d in _of_figures(lower, upper)]
    assert (relation, *words) in told


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("县邮政管理局收到用户投诉，三日内办完并告诉用户。", COMPLAINT),
        ("同一人献血相隔满八个月即可再采。", INTERVAL),
        ("献血者的献血记录，血站应当在二十日内录入系统。", INTERVAL),
        (
            "学校大门外三百米以外的店面，符合消防条件的，可以开办网吧。",
            "中学、小学校园周围200米范围内不得设立互联网上网服务营业场所。",
        ),
        (
            "仲裁庭受理劳动案件后，四十五日内结案；案情复杂的，再延长十五日。",
            "仲裁庭裁决劳动争议案件，应当自受理仲裁申请之日起四十五日内结束。",
        ),
    ],
    ids=["stricter time of an organ", "longer interval", "of something else", "farther away", "on top of the limit"],
)
def test_a_figure_within_the_limit_or_of_another_thing_is_silent(lower: str, upper: str) -> None:
    assert not _of_figures(lower, upper)


def test_the_limit_kept_beside_another_figure_is_silent() -> None:
    lower = "网点收到用户投诉，七日内办完并告诉用户，十五日内回访用户。"
    assert not _of_figures(lower, COMPLAINT)


@pytest.mark.parametrize(
    "lower",
    [
        "偷走文物又转手倒卖的，依照刑法可以判到五年。",
        "出让人有下列情形之一的，收回文物：\n（一）倒卖文物后五年内又倒卖的。",
    ],
    ids=["crime", "listed case"],
)
def test_figures_of_a_crime_or_of_a_listed_case_are_no_limit(lower: str) -> None:
    assert not _of_figures(lower, "倒卖文物的案件，应当自受理之日起三年内审结。")


AT_ONCE = "从事动物饲养、运输的单位和个人，发现动物染疫的，应当立即向所在地农业农村主管部门报告。"
RETURN = "收货单位应当在许可证上签注，并在3日内将许可证交回发证机关核销。"
BEFORE = "募捐方案应当在开展募捐活动前报慈善组织登记的民政部门备案。"
DISTANCES = "公路建筑控制区的范围，从公路用地外缘起向外的距离标准为：\n（一）省道不少于15米；\n（二）乡道不少于5米。"


@pytest.mark.parametrize(
    ("lower", "upper", "relation", "words"),
    [
        ("养殖户看到牲口染病，最迟第二天给县农业农村局打电话报告。", AT_ONCE, "放宽", ("最迟第二天", "立即")),
        ("收货单位签注后，于货到当天把许可证送还发证机关注销。", RETURN, "加重", ("当天", "3日内")),
        ("募捐方案在募捐活动开始后十五日内报民政局备案即可。", BEFORE, "放宽", ("十五日内", "开展募捐活动前")),
        (
            "公路建筑控制区自公路用地外缘起算，省道外扩十二米、乡道外扩八米。",
            DISTANCES,
            "放宽",
            ("十二米", "不少于15米"),
        ),
        (
            "食堂职工每满六个月做一次健康检查，合格后上岗。",
            "从事接触直接入口食品工作的人员应当每年进行健康检查，取得健康证明后方可上岗。",
            "加重",
            ("六个月做一次", "每年"),
        ),
    ],
    ids=["at once", "sooner", "afterwards", "one of several", "more often"],
)
def test_deadlines_without_a_figure_and_stricter_ones_are_told(
    lower: str, upper: str, relation: str, words: tuple[str, str]
) -> None:
    assert [(d.relation.value, d.lower, d.upper) for d in _of_figures(lower, upper)] == [(relation, *words)]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("养殖户看到牲口染病，马上给县农业农村局打电话报告。", AT_ONCE),
        ("县公安局收到交回的许可证，当天注销。", RETURN),
        ("募捐方案在募捐活动开始十日前报民政局备案。", BEFORE),
        ("本市绕城路段的隧道里，限速牌写明的时速为八十公里。", "高速公路限速标志标明的最高时速不得超过一百二十公里。"),
        ("一般的村务两个月上墙一次，公布栏设在村口。", "村民委员会一般事项至少每季度公布一次，接受村民的监督。"),
    ],
    ids=["at once too", "an organ sooner", "before", "a lower limit", "nobody named"],
)
def test_what_a_place_may_ask_is_silent(lower: str, upper: str) -> None:
    assert not _of_figures(lower, upper)


def test_shares_in_words_and_in_per_cent_are_held_against_each_other() -> None:
    law = "公益基金会每年用于章程规定的公益事业的支出，不得低于上一年总收入的70%。"
    assert _of_figures("公益基金会每年度用于章程所定公益事业的支出应当达到上一年总收入的百分之五十以上。", law)
    assert not _of_figures("公益基金会每年度用于章程所定公益事业的支出应当达到上一年总收入的百分之七十以上。", law)
    law = "农技推广机构的专业技术岗位不得低于机构岗位总量的百分之八十。"
    assert _of_figures("县农技推广中心定岗时，专业技术岗位占机构岗位的六成五。", law)
    assert not _of_figures("县农技推广中心定岗时，专业技术岗位占机构岗位的八成五。", law)
