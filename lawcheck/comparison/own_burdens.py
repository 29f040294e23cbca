"""What a drafter lays on citizens and firms in his own words of which the law says nothing: money, work, reports again and again,
devices and tests to be paid by oneself, goods from one seller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import Voice, lead, marked, mentions, voices
from lawcheck.document import Span

__all__ = ["own_burdens"]

SHARED: Final = 3
"""Weight of the topics that both texts have in common beside the burden."""


class _Burden(NamedTuple):
    """Words of which one stands in the text below, the burden, and words above with which the law has one of that sort itself."""

    words: tuple[str, ...]
    below: re.Pattern[str]
    above: tuple[str, ...]


_OFTEN: Final = "(?:每[日天周月季年半旬]|每季度|每年度?|每半年|每[份次笔批件]|每[名户人家个]|每学期|按[日周月季年]|逐[日月件次笔]|当日|当天)"
_BURDENS: Final = (
    _Burden(  # money
        (
            "缴",
            "交纳",
            "预",
            "交存",
            "交付",
            "支付",
            "分摊",
            "承担",
            "负担",
            "自费",
            "自理",
            "捐",
            "赞助",
            "出资",
            "无偿",
        ),
        re.compile(
            "(?:缴纳|交纳|缴存|预存|预缴|预交|交存|缴|交付|预付|支付|分摊|承担(?!的)|负担(?!的))[^，。；、]{0,16}?(?:费用?(?!者)|金(?!融)|元)"
            "|(?:费用|经费|费)[^，。；]{0,4}由[^，。；]{2,20}?(?:承担|负担|分摊|自理|支付)|费用?(?:自理|自负|自付|自担)|自费[^，。；]{2,16}"
            "|(?:捐助|捐款|捐赠(?!人|者|财产|物)|赞助|认捐|出资)[^，。；]{0,16}|无偿(?:提供|移交|交[给付]|出让|转让|供应)[^，。；]{0,16}"
        ),
        ("费", "资金", "基金", "金额", "缴", "捐", "出资", "支付", "有偿", "无偿", "价款", "元"),
    ),
    _Burden(  # reports and papers again and again
        ("报", "移交", "交验", "上传", "撰写", "提交", "抄送", "交"),
        re.compile(
            f"{_OFTEN}[^，。；]{{0,20}}?(?:报送|上报|报告|抄送|(?<![公通举申])报(?![警名刊])|移交|交验|上传|填报|撰写|提交|报备|送交|上交)[^，。；]{{0,12}}"
        ),
        ("报送", "抄送", "上报", "定期送", "定期报", "每年", "每月", "每季"),
    ),
    _Burden(  # lessons and tests
        ("培训", "学习", "检测", "体检", "测试", "考试", "考核", "值班", "值守", "巡逻", "巡查", "演练"),
        re.compile("(?:参加|接受|完成)[^，。；]{0,16}?(?:培训|学习|检测|体检|测试|考试|考核|值班|值守|巡逻|巡查|演练)"),
        ("培训", "学习", "教育", "检测", "检验", "体检", "考试", "考核", "值班", "巡逻", "巡查", "演练", "义务"),
    ),
    _Burden(  # one's face
        ("人脸", "面部", "指纹", "虹膜", "刷脸"),
        re.compile("(?:人脸|面部|指纹|虹膜)(?:识别|认证|采集|核验|登记)?[^，。；]{0,6}|刷脸"),
        ("人脸", "面部", "指纹", "虹膜", "生物"),
    ),
    _Burden(  # work in turns
        ("轮流", "轮班", "义务", "出工", "出劳", "志愿服务", "坐诊", "公益劳动"),
        re.compile(
            "(?:每[^，。；]{1,10}|须|应当|必须|要)[^，。；]{0,14}(?:志愿服务|坐诊|义诊|公益劳动|义务劳动)|(?:轮流|轮班|义务)(?:承担|参加|值|看|巡|出)[^，。；]{2,16}|(?:义务|集体)?出[工劳](?![动作资])"
        ),
        ("轮流", "轮班", "出工", "义务", "志愿", "坐诊", "义诊"),
    ),
    _Burden(  # from whom to buy, to whom to sell
        ("优先", "购买", "本市", "本县", "本省", "本区", "本地"),
        re.compile(
            "优先(?:售予|出售|卖给|销售给|供应|采购|购买)[^，。；]{2,16}|(?:购置|购买|采购|使用)本[市县省区地][^，。；]{2,16}|购买[^，。；]{2,10}(?:社|公司|中心|厂)的[^，。；]{2,10}"
        ),
        ("优先", "采购", "购买", "购置"),
    ),
    _Burden(  # devices
        ("装", "接入", "配备", "购置", "购买"),
        re.compile(
            "(?:安装|加装|装设|接入|配备|购置|购买)[^，。；、]{0,16}?(?:设备|装置|平台|系统|水表|电表|探头|摄像头|终端|软件|定位)"
        ),
        ("设备", "设施", "装备", "装置", "平台", "系统", "监测", "监控"),
    ),
    _Burden(  # telling on others, showing one's things, calling in
        ("举报", "打开", "配合", "报到"),
        re.compile(
            "(?:必须|应当|须|有义务)(?:(?!建立|公[布开]|设)[^，。；]){0,20}?"
            "(?:(?<!投诉)(?<!投诉、)举报(?!方式|电话|人|信|渠道|受理)|打开[^，。；]{0,10}|配合(?:查看|搜查|翻查)|报到)"
        ),
        ("义务", "应当报告", "应当举报", "应当及时报告", "应当立即报告", "打开", "报到", "开箱"),
    ),
)
_MUST: Final = re.compile("应当|应|必须|须|需|要|一律|每|按|一律先")
_FREE: Final = re.compile(
    "可以|鼓励|自愿|提倡|支持|引导|不得|禁止|免|退还|返还|有权|约定|合同|依法|规定|相关|有关|未|拒|协议|[补赔]偿|报酬|工资|不[予再]"
)
_PRIVATE: Final = re.compile(
    "企业|公司|经营[者人]|商户|店|农户|农民|户|村民|居民|市民|群众|公民|个人|职工|员工|家庭|业主|用户|学生|家长|消费者|顾客|申请人|申请者|债权人|权利人|当事人|[^，。；]{1,3}权人|养殖场|船舶|渔船|车主|驾驶人|(?<!等)单位(?!负责人)|合作社|协会|会员|旅客|游客|机构|网点|平台|所有人|[出承][租包]人|委托人|受托人|投保人|监护人|饲养人|养犬人|管理人|使用人"
)
_OFFICE: Final = re.compile("政府|部门|机关|局|委员会|法院|检察院|学校|指挥部|办公室|站|中心")
_TO_WHOM: Final = re.compile("[向到报][^，。；]{0,16}?(?:政府|部门|机关|局|委员会|指挥部|办公室|站|中心|财政专户)")
_REACH: Final = 60
"""Characters before a burden in which the one who bears it is named."""
_NEAR: Final = 24
"""… and the word that makes it one."""
_CASE: Final = re.compile("[^，。；]{0,10}的(?:[。；：、，]|[^，。；]{1,12}(?:应当|可以|不得))|[前后时]|情况")
_BREACH: Final = re.compile("未|违反|造成|拒")
"""Before a burden: it is what a breach costs."""


def own_burdens(below: Side, above: Side) -> Iterator[Difference]:
    """A burden on people or firms below where the law has none of that sort.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("县级人民政府应当组织村民开展森林防火宣传，加强林区巡护。")
    >>> own = side_of("县人民政府组织森林防火宣传，加强巡护，林区每户村民应当缴纳巡护费六十元。")
    >>> [(d.relation.value, d.lower) for d in own_burdens(own, law)]
    [('增设', '缴纳巡护费')]
    """
    told: list[Span] = []
    for burden in _BURDENS:
        if not mentions(below.text, burden.words) or mentions(above.text, burden.above):
            continue
        for own in voices(burden.below, below):
            if own.piece.item or marked(own).overlaps(*told) or not _laid_on(below.text, own):
                continue
            if _about(own, below, above):
                told.append(marked(own))
                note = f"{phrases.NEW_DUTY}：{own.mark}"
                yield Difference("规定", Relation.ADDED, own.mark, "", marked(own), None, note)
                break


def _laid_on(text: str, own: Voice) -> bool:
    """Whether people or firms must do it; offices do what their tasks are."""
    start = max(own.before.rfind("；"), own.before.rfind("。"))
    before = own.before[start + 1 :]
    subject = _last_named(_TO_WHOM.sub("", before[-_REACH:] + own.mark))
    end = own.span.start + len(own.mark)
    if not subject or _BREACH.search(before) or _FREE.search(lead(before) + own.mark) or _CASE.match(text, end):
        return False
    return _MUST.search(before[-_NEAR:] + own.mark) is not None


def _last_named(words: str) -> bool:
    """Whether the last who is named is private."""
    private = [m.start() for m in _PRIVATE.finditer(words)]
    office = [m.start() for m in _OFFICE.finditer(words)]
    return bool(private) and max(private) > max(office, default=-1)


def _about(own: Voice, below: Side, above: Side) -> bool:
    """Whether the text beside the burden is about what the law is about."""
    return weight(topics_of(below.text.replace(own.mark, "。")) & topics_of(above.text)) >= SHARED
