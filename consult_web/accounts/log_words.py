"""What the audit log and the list of background work say, in words of people: the log itself keeps its codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from lawcheck.letters import list_letters
from lawcheck.procedure import load_machine

__all__ = [
    "ACTIONS",
    "JOBS",
    "action_choices",
    "action_words",
    "details_words",
    "device_words",
    "job_words",
    "subject_code",
    "subject_words",
]

ACTIONS: Final[Mapping[str, str]] = {
    "login": "登录",
    "login.failed": "登录失败",
    "logout": "退出登录",
    "sessions.ended": "退出其他设备",
    "password.set": "设置密码",
    "user.created": "新建用户",
    "user.changed": "修改用户",
    "user.roles": "修改角色",
    "user.unlocked": "解除锁定",
    "organisation.created": "新建单位",
    "organisation.changed": "修改单位",
    "audit.verified": "核对审计日志",
    "audit.exported": "导出审计日志",
    "job.retried": "重新执行后台工作",
    "consultation.created": "新建征求意见",
    "consultation.published": "公布征求意见",
    "consultation.extended": "延长期限",
    "consultation.closed": "提前截止",
    "consultation.cancelled": "取消征求意见",
    "round.started": "再次征求意见",
    "notice.changed": "修改公告",
    "notice.file_added": "添加公告附件",
    "notice.file_removed": "删除公告附件",
    "questions.changed": "修改焦点问题",
    "glosses.changed": "修改通俗解读",
    "version.added": "上传新版本",
    "version.published": "公布新版本",
    "version.discarded": "放弃新版本",
    "places.approved": "确认意见位置",
    "place.corrected": "更正意见位置",
    "draft.sent": "分发草案",
    "station.reminded": "催办联络站",
    "station.returned": "登记联络站回复",
    "intake.saved": "录入一批意见",
    "receipts.shown": "查看回执号",
    "scan.read": "打开原件扫描",
    "comment.received": "收到意见",
    "comment.changed": "本人修改意见",
    "comment.withdrawn": "本人撤回意见",
    "comment.rated": "本人评价",
    "comment.read": "标为已阅",
    "comment.unmasked": "查看意见原文",
    "comment.released": "公开意见",
    "comment.withheld": "不公开意见",
    "comment.replied": "答复意见",
    "contact.read": "查看联系方式",
    "contacts.deleted": "到期删除联系方式",
    "analysis.asked": "要求分析意见",
    "analysis.done": "完成意见分析",
    "mapping.checked": "抽查意见对应",
    "wording.review_asked": "要求审查拟用的文字",
    "disposition.decided": "处理意见",
    "disposition.signed": "签批处理结果",
    "disposition.taken_back": "收回处理结果",
    "disposition.linked": "核对并关联新稿",
    "report.drafted": "起草通报",
    "report.issued": "制发通报",
    "export.made": "导出",
    "filing.started": "新的报备",
    "filing.uploaded": "上传报备材料",
    "filing.dropped": "移出报备材料",
    "filing.removed": "移除报备件",
    "filing.taken_back": "取回报备件",
    "filing.distributed": "分送委员会",
    "form_check.looked": "人工核对形式审查",
    "letter.made": "生成文书",
    "letter.edited": "替换文书",
    "letter.sent": "发出文书",
    "expected.added": "登记应当报备的文件",
    "expected.dismissed": "取消应当报备的文件",
    "review.asked": "要求审查",
    "review.done": "完成审查",
    "finding.judged": "核对问题",
    "finding.confirmed": "复核问题",
    "finding.added": "添加问题",
    "law.pinned": "固定或者排除上位法",
    "law.released": "取消固定或者排除上位法",
    "criteria.ticked": "勾选审查标准",
    "opinion.drafted": "起草审查意见",
    "opinion.edited": "修改审查意见",
    "opinion.offered": "提交签发审查意见",
    "opinion.signed": "签发审查意见",
    "opinion.dropped": "放弃审查意见",
    "proposer.shown": "查看建议人",
    "proposer.forgotten": "到期删除建议人",
    "cluster.proposed": "提出同类建议",
    "cluster.confirmed": "确认同类建议",
    "cluster.split": "拆开同类建议",
    "cluster.left": "移出同类建议",
    "document.entered": "文件入库",
    "document.registered": "文件登记入库",
    "document.ended": "文件失效",
    "base.imported": "批量入库",
    "base.exported": "导出文件库",
    "base.clean_asked": "要求集中清理",
    "base.cleaned": "完成集中清理",
    "calendar.saved": "录入节假日",
    "peer.added": "登记对接系统",
    "peer.switched": "启用或者停用对接系统",
    "exchange.exported": "送出交换文件",
    "exchange.brought": "接收交换文件",
}
_CASE: Final = "case."
"""Steps of a case are named by the machine of the procedure."""

_SUBJECTS: Final[Mapping[str, str]] = {
    "user": "用户",
    "organisation": "单位",
    "consultation": "征求意见",
    "comment": "意见",
    "intake_batch": "录入批次",
    "station_link": "分发",
    "filing": "报备件",
    "suggestion": "审查建议",
    "cluster": "同类建议",
    "letter": "文书",
    "document": "文件",
    "expected": "应报文件",
    "peer": "对接系统",
    "job": "后台工作",
    "year": "年度",
    "audit": "审计日志",
    "base": "文件库",
}
_DETAILS: Final[Mapping[str, str]] = {
    "failures": "连续输错次数",
    "locked": "账号锁定",
    "accepted": "录入",
    "action": "操作",
    "active": "启用",
    "actor": "操作者",
    "address": "网络地址",
    "channel": "渠道",
    "characters": "字数",
    "clause": "条款",
    "clauses": "条款",
    "comments": "意见",
    "count": "件数",
    "deadline": "期限",
    "event": "校验值",
    "events": "条数",
    "family": "相近文字",
    "fields": "项目",
    "file": "文件校验值",
    "files": "文件",
    "first": "第一个意见点",
    "form": "表单",
    "format": "格式",
    "from": "从",
    "grade": "评价",
    "installation": "对方系统",
    "kind": "种类",
    "login": "登录名",
    "masked": "遮盖处数",
    "messages": "件数",
    "method": "方式",
    "months": "月数",
    "must_change": "须改密码",
    "name": "名称",
    "nothing": "没有意见",
    "number": "序号",
    "opens": "开始",
    "closes": "截止",
    "organisation": "单位",
    "outcome": "处理结果",
    "points": "意见点",
    "public": "公开",
    "purpose": "用途",
    "questions": "问题",
    "reason": "理由",
    "receiver": "接收机关",
    "repeated": "重复",
    "revision": "第几稿",
    "role": "角色",
    "roles": "角色",
    "round": "轮次",
    "rows": "行数",
    "rule": "规则",
    "run": "分析序号",
    "said": "结论",
    "shorter_than_rule": "短于规定",
    "size": "大小",
    "slug": "页面地址",
    "source": "来源",
    "subject": "对象",
    "suggestion": "审查建议",
    "suggestions": "审查建议",
    "template": "模板",
    "times": "次数",
    "to": "到",
    "unusable": "不能使用",
    "verdict": "结论",
    "verdicts": "结论",
    "version": "版本",
    "way": "方式",
    "what": "事项",
    "whole": "完整",
    "year": "年度",
}
_VALUES: Final[Mapping[object, str]] = {True: "是", False: "否", "password": "密码", "oidc": "统一身份认证"}
_BROWSERS: Final = (
    ("MicroMessenger", "微信"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
"""What browsers call themselves, the more telling names first: most also claim to be Chrome and Safari."""
_SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
JOBS: Final[Mapping[str, str]] = {
    "analysis": "意见分析",
    "versions.places": "意见对应新版本",
    "wording_review": "审查拟用的文字",
    "review": "备案审查",
    "clean": "集中清理",
    "exchange": "上下级交换",
    "suggestions.tidy": "审查建议到期清理",
    "clocks": "重新计算期限",
    "filing.read": "读取报备材料",
    "retention": "到期删除联系方式",
}


def action_words(action: str) -> str:
    """An action in words; one that has none stays as the log keeps it.

    >>> action_words("comment.released"), action_words("case.registered"), action_words("new.thing")
    ('公开意见', '备案登记', 'new.thing')
    """
    if action.startswith(_CASE):
        return _steps().get(action.removeprefix(_CASE), action)
    return ACTIONS.get(action, action)


def action_choices() -> list[tuple[str, str]]:
    """Every action that can be asked for, with its words."""
    return [*ACTIONS.items(), *((f"{_CASE}{event}", name) for event, name in _steps().items())]


def subject_words(subject: str) -> str:
    """What an event is about.

    >>> subject_words("comment:120"), subject_words("audit")
    ('意见 120', '审计日志')
    """
    kind, _, number = subject.partition(":")
    return f"{_SUBJECTS.get(kind, kind)} {number}".strip()


def subject_code(typed: str) -> str:
    """How the log names what somebody typed; what is no name of the log stays.

    >>> subject_code("意见 120"), subject_code("审查建议3"), subject_code("comment:120"), subject_code("文件管理办法")
    ('comment:120', 'suggestion:3', 'comment:120', '文件管理办法')
    """
    for kind, words in sorted(_SUBJECTS.items(), key=lambda item: -len(item[1])):
        number = typed.removeprefix(words).strip()
        if typed == words or (typed.startswith(words) and number.isdecimal()):
            return f"{kind}:{number}" if number else kind
    return typed


def details_words(details: Mapping[str, Any]) -> str:
    """What was noted with an event; what is empty is left out.

    >>> details_words({"masked": 1, "reason": "", "revision": 2, "whole": True})
    '遮盖处数：1；第几稿：2；完整：是'
    >>> details_words({"from": "S7", "to": "S8b", "template": "result_notice"})
    '从：提请主任会议、常委会；到：要求清理；模板：审查结果反馈'
    """
    told = ((name, value) for name, value in details.items() if value not in ("", None, [], {}))
    return "；".join(f"{_DETAILS.get(name, name)}：{_named(name, value)}" for name, value in told)


def device_words(agent: str) -> str:
    """The browser and the system that a ``User-Agent`` names; one that names none stays as it is.

    >>> device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0")
    'Edge，Windows'
    >>> device_words("curl/8.5.0")
    'curl/8.5.0'
    """
    named = (next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return "，".join(filter(None, named)) or agent[:60]


def job_words(kind: str) -> str:
    """A kind of background work.

    >>> job_words("suggestions.tidy")
    '审查建议到期清理'
    """
    return JOBS.get(kind, kind)


def _named(name: str, value: Any) -> str:
    """A value in words where it is a code that people never see: states of cases, templates of letters."""
    words = _templates() if name == "template" else _states() if name in ("from", "to") else {}
    return words[value] if isinstance(value, str) and value in words else _value(value)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(f"{name} {_value(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "、".join(map(_value, value))
    return _VALUES.get(value, str(value)) if isinstance(value, bool | str) else str(value)


@cache
def _states() -> dict[str, str]:
    return {state.id: state.name for state in load_machine().states.values()}


@cache
def _templates() -> dict[str, str]:
    return {letter.name: letter.title for letter in list_letters()}


@cache
def _steps() -> dict[str, str]:
    return {step.event: step.name for step in load_machine().steps}
