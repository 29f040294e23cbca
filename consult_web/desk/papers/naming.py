"""Names of the procedure on English pages: what the data and the stored rows name in Chinese only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from consult_web.ui import language

__all__ = ["ENGLISH", "named"]

_STATES: Final = {
    "尚未开始": "not begun", "待报备": "to be filed", "已报送": "filed", "暂缓登记": "registration deferred", "已退回": "returned",
    "已登记": "registered", "审查中": "under review", "待制定机关说明": "maker to explain", "已上报、移送": "passed on",
    "沟通中": "being discussed", "审查中止": "review suspended", "书面审查意见已发": "opinion issued",
    "提请主任会议、常委会": "before the committee", "确认违法限期改废": "ordered to amend", "要求清理": "ordered to clean up", "撤销": "annulled",
    "审查终止": "review ended", "收到": "received", "待补充": "to be completed", "管辖判断": "competence examined", "已移送": "transferred",
    "不启动": "not taken up", "并入审查": "under review", "已反馈": "answered", "异议再提": "objected to",
}  # fmt: skip
_STEPS: Final = {
    "公布": "published", "催报": "urge filing", "报送备案": "file", "备案登记": "register", "暂缓登记、要求补正": "defer, ask for what is missing",
    "催补正": "urge completion", "补正、重新报送": "complete and file again", "退回、不予登记": "return, do not register",
    "分送委员会": "distribute to committees", "启动审查（不分送）": "begin the review", "委员会提出审查研究意见": "committee's opinion",
    "延长期限": "extend the period", "要求制定机关说明": "ask the maker to explain", "催促说明": "urge the explanation",
    "制定机关作出说明": "maker explained", "逾期没有说明，继续审查": "no explanation in time, go on", "提醒制定机关": "remind the maker",
    "上报或者移送有权机关": "pass on to the competent organ", "上级答复，继续审查": "answered from above, go on",
    "由有权机关处理，本级终止": "handled elsewhere, ended here", "没有问题，审查终止": "no fault, end the review",
    "认为应当纠正，与制定机关沟通": "to be corrected, discuss with the maker", "制定机关同意处理，审查中止": "maker agrees, suspend the review",
    "发出书面审查意见": "issue the written opinion", "记录送达": "note the delivery", "催办": "urge an answer",
    "制定机关采纳审查意见，审查中止": "maker accepts the opinion, suspend the review", "制定机关答复不予修改、废止": "maker refuses to amend",
    "制定机关已修改或者废止": "maker amended or repealed", "报告处理情况，审查终止（已纠正）": "report of the correction, end the review",
    "提请主任会议、常委会处理": "bring before the committee", "会议决定继续研究": "meeting sends it back",
    "决定确认违法、限期修改或者废止": "order to amend or repeal", "要求自行完善、清理": "order to clean up", "归档": "archive",
    "再次启动审查": "begin the review again", "收到审查建议": "suggestion received", "告知补充": "ask for what is missing", "已补充": "completed",
    "内容完整": "complete", "移送有权机关并告知": "transfer and tell", "决定不启动审查": "decide not to review",
    "告知不启动及理由": "tell that no review begins, and why", "启动审查，并入文件的审查": "begin the review, join it to the document's",
    "审查结束": "review ended", "反馈审查情况": "tell the result", "建议人提出异议": "proposer objects",
    "有新的理由，重新办理": "new reasons, take it up again", "没有新的理由，答复": "no new reasons, answer",
}  # fmt: skip
_CLOCKS: Final = {
    "报备": "filing", "形式审查": "form check", "补正或者重新报送": "completion", "分送有关委员会": "distribution", "委员会审查研究意见": "committee's opinion",
    "审查": "review", "制定机关书面说明": "maker's explanation", "对书面审查意见的处理意见": "answer to the opinion",
    "按照处理计划修改或者废止": "amendment as planned", "按照决定限期改正、清理": "amendment as ordered",
    "报告修改、废止情况并重新报备": "report of the amendment", "告知补充审查建议": "asking the proposer", "移送有权机关": "transfer",
    "告知不启动审查": "telling that no review begins", "向建议人反馈": "answer to the proposer",
}  # fmt: skip
_VALIDITY: Final = {
    "尚未生效": "not yet in force", "现行有效": "in force", "已修改": "amended", "已废止": "repealed", "失效": "expired",
    "停止执行": "suspended", "已撤销": "annulled", "效力待核": "validity to be checked",
    "修改": "amends", "废止": "repeals", "实施": "implements", "替代": "replaces",
}  # fmt: skip
_PAPERS: Final = {
    "草稿": "draft", "待复核": "waits for a second person", "已签发": "signed", "已作废": "dropped", "已发出": "sent", "已送达": "delivered",
    "审查研究意见": "Review opinion", "委员会审查研究意见": "Committee's opinion", "书面审查意见": "Written opinion",
    "待确认": "to be confirmed", "已确认": "confirmed", "已拆开": "parted",
    "排队中": "queued", "进行中": "under way", "已完成": "done", "失败": "failed", "已取消": "cancelled",
}  # fmt: skip
_KINDS: Final = {
    "宪法": "constitution", "法律": "law", "行政法规": "administrative regulation", "监察法规": "supervision regulation",
    "省级地方性法规": "provincial regulation", "设区的市地方性法规": "city regulation", "自治条例和单行条例": "autonomous regulation",
    "经济特区法规": "special economic zone regulation", "部门规章": "departmental rule", "省级政府规章": "provincial government rule",
    "设区的市政府规章": "city government rule", "司法解释": "judicial interpretation", "人大规范性文件": "normative document of a congress",
    "行政规范性文件": "administrative normative document", "监察司法规范性文件": "normative document of supervision or justice",
    "配套规范性文件": "implementing normative document",
}  # fmt: skip
ENGLISH: Final[Mapping[str, str]] = {**_KINDS, **_PAPERS, **_VALIDITY, **_CLOCKS, **_STEPS, **_STATES}
"""By the Chinese name: states, steps and clocks of the procedure, validity, relations, papers, jobs and kinds."""


def named(name: object) -> str:
    """The name in the visitor's language; a name without English stays as it is.

    >>> from flask import Flask, g
    >>> with Flask("x").test_request_context():
    ...     g.locale = "en"
    ...     named("审查中"), named("《云溪市某办法》")
    ('under review', '《云溪市某办法》')
    """
    return ENGLISH.get(str(name), str(name)) if language() == "en" else str(name)
