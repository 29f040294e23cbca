"""The grammar of references as patterns: one place (第X条第Y款), chains of them, and the expressions that name a law.

Blanks and line breaks stand anywhere inside 第十 条 in converted files; a numeral of two pieces is read as one.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["DOCUMENT_NUMBER", "EDITION", "EXPRESSION", "LABEL", "NAME_BEFORE", "NORMATIVE", "SHORT", "TOKEN"]

_DIGIT = r"[零〇○一二三四五六七八九十百千两\d０-９]"
_BLANK = r"[\s\u200b\ufeff]"
_N = rf"{_DIGIT}+(?:{_BLANK}{_DIGIT}+)?"
_NUMBER = rf"[（(]?{_N}[）)]?"
_AND = r"(?:、|和|及|至)"
_ONE_OF = r"(?!一的[，；,;、。])"  # 第三条、第五条之一的，… means "one of them", not 第五条之一
_SUB = rf"(?:(?<=[编章节条])之{_ONE_OF}{_DIGIT}+)?"
_UNIT = rf"(?:分编|[编章节条款项目]){_SUB}"
_NUMBERS = rf"{_NUMBER}(?:{_AND}{_NUMBER}|(?<=[）)])[（(]{_N}[）)])*"  # 一、二; （一）、（二）; （一）（二）
_STEP = rf"第{_BLANK}?{_NUMBERS}{_BLANK}?{_UNIT}"
_OF = rf"(?:的(?=第{_NUMBER}[款项目]))?[ \u3000]?"  # 第三条的第二款
_STEPS = rf"{_STEP}(?:{_OF}{_STEP})*"
_MORE = rf"(?:、|和|以及|或者|或|及|与|至)(?:{_STEPS}|{_NUMBER}[条款项](?:{_STEP})*)"
_PLACES = rf"{_STEPS}(?:{_MORE})*"
_PART = "但书|前段|中段|后段"
_NOT_OWN = "日基资成版根样范文标剧书课读副"  # 日本法, 基本办法, 成本规定, 根本法
_SELF_NAMES = "法(?![院人律官庭])|条例|办法|规定|细则|规则|决定|决议|意见|通知|解释"
_TITLE = (
    r"《(?:[^《》]|《[^《》]{1,80}》){1,120}》"
    r"|〈[^〈〉《》]{2,60}(?:法|条例|规定|办法|规则|细则|决定)〉"  # the inner marks used for the outer ones
)

# What may stand before places is told from them once, so that the long pattern of places is compiled once, not six times:
# what follows a name or a relative word needs no places, 该法 does, 上述规定 takes none, and 第X条 alone is nothing else.
EXPRESSION: Final = re.compile(
    rf"""
    (?=[《〈本该前上第]) (?:
      (?P<title>{_TITLE})                                             # 《某法》
      (?P<version>[（(](?:[^（）()\n]{{0,12}}\d{{4}}[^（）()\n]{{0,12}}|[^（）()\n]{{1,20}}令第?\d{{1,5}}号|试行|暂行|草案)[）)])?  # （2021年修订）, （国发〔2018〕1号）
      (?P<short>[（(]以下(?:简称|称)[^（）()]{{1,30}}[）)])?             # （以下简称…）
      [的中]?[ \u3000]?                                              # 《某法》第三条, 《某法》的第三条
    | (?<![{_NOT_OWN}])(?P<own>本(?:{_SELF_NAMES}))                   # 本条例第X条
    | (?P<same>该(?:法|条例|办法|规定|细则|规则|解释))[的中]?(?=第)          # 该法第X条
    | (?P<text_before>(?:前述|上述)(?:规定|条款))                         # 依照上述规定
    | (?<![目提事])前(?P<back>[两二三四五六七八九2-9])?(?P<level>款(?!项)|条(?![件例款目])|项(?!目))  # 前款, 前两款, 前条第一款
    | (?<![{_NOT_OWN}])本(?P<here>条(?![例目件文款理约幅])|款(?![项式])|项(?!目)|章(?![程鱼])|节(?![目约能日点水电假制省]))  # 本条第二款, 本章
    | (?P<bare>(?=第))                                               # 第X条 alone
    )
    (?:(?(text_before)(?!)|(?(own)[的中]?|(?(level)的?|(?(here)的?))))(?P<places>{_PLACES}))?
    (?(same)(?(places)|(?!)))(?(bare)(?(places)|(?!)))
    (?P<part>{_PART})?                                               # 第一款但书
    """,
    re.VERBOSE,
)
"""One reference expression; ``find_references`` reads its groups."""

TOKEN: Final = re.compile(
    rf"(?P<separator>、|和|以及|或者|或|及|与)"
    rf"|(?P<to>至)"
    rf"|第?{_BLANK}?(?P<numbers>{_NUMBERS})"
    rf"{_BLANK}?(?P<unit>分编|[编章节条款项目])(?:(?<=[编章节条])之{_ONE_OF}(?P<sub>{_DIGIT}+))?"
)
"""One piece of a chain of places."""

DOCUMENT_NUMBER: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{1,12}[〔\[［【（(]\s?(?:19|20)\d{2}\s?[〕\]］】）)]\s?(?:第\s?)?\d{1,5}\s?号"
    r"|(?:国务院|主席|[\u4e00-\u9fff]{2,10}(?:部|委员会|总局|署|人民政府|政府))令第?\s?[\d一二三四五六七八九十百零〇]{1,6}\s?号)"
)
"""文号: 国办发〔2018〕37号, 国务院令第七百二十二号."""

EDITION: Final = re.compile(
    r"^(?:自)?(\d{4})年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第[一二三四五六七八九十]次)?(?:修订|修正|修改|公布|通过|发布|制定|施行)?(?:版|本|文本)?$"
)
"""What stands in the brackets of （2021年修订）; the group is the year."""

SHORT: Final = re.compile(r"以下(?:简称|称)(?:为)?[“”《\"']?([^“”《》\"'）)]{2,25})")
NAME_BEFORE: Final = re.compile(r"([\u4e00-\u9fff]{1,24}(?:法|法典|条例|办法|规定|细则|规则))$")
NORMATIVE: Final = re.compile(
    r"(?:法|法典|条例|规定|办法|规则|细则|决定|决议|解释|批复|通知|意见|章程|通则|总则|准则|公约|议定书|规程|规范|标准|目录|方案|纲要|规划)"
    r"(?:[（(][^（）()]*[）)])*$"
)
LABEL: Final = re.compile(rf"第{_BLANK}?{_N}{_BLANK}?(?:分编|[编章节条])(?:之{_DIGIT}+)?")
