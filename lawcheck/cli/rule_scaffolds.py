"""What ``lawcheck rules new`` writes: a whole rule of each way of triggering that is data alone, whose examples pass."""

from __future__ import annotations

from typing import Final

__all__ = ["TRIGGERS", "scaffold"]

_HEAD: Final = """\
id: {id}
version: 1
name: {name}
family: {family}
tier: 3
kinds: all
implemented: true
severity: advice
basis:
  - text: 写明依据的名称和条款（没有见到原文的，confirmed 写 false）
    confirmed: false
"""
_PATTERN: Final = """\
message: "“{quote}”宜改为“{suggest}”"
suggestion: "{suggest}"
trigger:
  kind: pattern
  patterns:
    - find: '要找的词'
      suggest: '建议的词'
guards: [G1]
examples:
  positive:
    - text: 这里写一句应当报的话，含有要找的词。
    - text: 第二句，要找的词在句首之后。
    - text: 第三句也有要找的词。
  negative:
    - text: 这里写一句不应当报的话。
    - text: 第二句没有那个词。
    - text: 引号里的“要找的词”不报。
"""
_SLOT: Final = """\
message: "罚款上限超过五万元（{value}）"
suggestion: 核对罚款限额
trigger:
  kind: slot
  hit: fines
  over: 50000
guards: [G2, G3, G4]
examples:
  positive:
    - text: 违反规定的，由主管部门处一万元以上十万元以下罚款。
    - text: 违反规定的，由主管部门处六万元罚款。
    - text: 违反规定的，由主管部门处二十万元以下罚款。
  negative:
    - text: 违反规定的，由主管部门处一万元以上五万元以下罚款。
    - text: 违反规定的，由主管部门处五万元以下罚款。
    - text: 给予六万元补助。
"""
_LEXICON: Final = """\
message: "“{quote}”：{reason}"
suggestion: "{right}"
trigger:
  kind: lexicon
guards: [G1]
# 词写在词表里，每个词的规则编号写 {id}：lawcheck terms import 词表.xlsx --dir 词表目录 --rule {id}
# 试验时写明词表：lawcheck rules test {id} --rules 规则目录 --terms 词表目录
examples:
  positive:
    - text: 这里写一句含有词表中的词的话。
  negative:
    - text: 这里写一句不含词表中的词的话。
"""
_STRUCTURE: Final = """\
message: "{problem}"
suggestion: 核对原文的编号
trigger:
  kind: structure
  problems: {P101: "", P102: ""}
examples:
  positive:
    - document: |
        青山市测试条例
        第一条　甲应当登记。
        第三条　本条例自2026年1月1日起施行。
    - document: |
        青山市测试条例
        第一条　甲应当登记。
        第二条　乙应当登记。
        第四条　本条例自2026年1月1日起施行。
    - document: |
        青山市测试条例
        第一条　甲应当登记。
        第一条　乙应当登记。
        第二条　本条例自2026年1月1日起施行。
  negative:
    - text: 甲应当登记。
    - text: 乙应当登记，并在三日内公告。
    - text: 丙应当依照第二条的规定登记。
"""
TRIGGERS: Final = {"pattern": _PATTERN, "slot": _SLOT, "lexicon": _LEXICON, "structure": _STRUCTURE}


def scaffold(rule_id: str, name: str, family: str, trigger: str) -> str:
    """The text of a new rule file.

    >>> scaffold("W901", "某词", "wording", "pattern").splitlines()[:4]
    ['id: W901', 'version: 1', 'name: 某词', 'family: wording']
    """
    return _HEAD.format(id=rule_id, name=name, family=family) + TRIGGERS[trigger].replace("{id}", rule_id)
