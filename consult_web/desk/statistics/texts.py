"""Words of the pages of statistics."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "nav": ("统计", "Statistics"),
    "index": ("备案审查统计", "Statistics of filing and review"),
    "index_lead": (
        "{name}，{first} 至 {last}。每个数字都由办理记录算出，并与台账核对。",
        "{name}, {first} to {last}. Every number is computed from the events of cases and checked against the ledger.",
    ),
    "year": ("年度", "Year"),
    "show_year": ("查看", "Show"),
    "report": ("年度报告草稿", "Draft of the annual report"),
    "report_lead": (
        "数字来自统计，文字是草稿，可以修改。",
        "Numbers come from the statistics; the sentences are drafts.",
    ),
    "filing": ("接收备案", "Filing"),
    "review": ("开展审查", "Review"),
    "suggestions": ("审查建议", "Suggestions"),
    "database": ("文件库", "Document base"),
    "filed": ("接收报备", "Filed"),
    "irregular": ("报备不规范", "Not in order"),
    "late": ("迟报", "Late"),
    "missing": ("漏报", "Missing"),
    "begun": ("开展审查", "Reviewed"),
    "at_fault": ("有问题（审结或者已认定问题的）", "With faults, of those ended or found at fault"),
    "received": ("收到审查建议", "Suggestions"),
    "told": ("已告知、反馈", "Answered"),
    "pieces": ("件", "cases"),
    "others": ("其余", "Others"),
    "clocks": ("办理期限", "Clocks"),
    "clock": ("期限", "Clock"),
    "runs": ("次数", "Runs"),
    "over": ("超期", "Over"),
    "compared": ("与台账核对", "Checked against the ledger"),
    "compared_lead": (
        "左边由办理事件推算，右边直接数台账；两边应当一致。",
        "Left: computed from events; right: counted in the tables. They must agree.",
    ),
    "number": ("项目", "Number"),
    "figure": ("统计", "Statistics"),
    "ledger": ("台账", "Ledger"),
    "agrees": ("核对", "Check"),
    "yes": ("一致", "agrees"),
    "no": ("不一致", "differs"),
    "nothing": ("没有数据。", "Nothing yet."),
    "make_word": ("生成 Word", "Make Word"),
    "make_pdf": ("生成 PDF", "Make PDF"),
    "errors": ("没有生成", "Not made"),
    "rates": ("比率", "Rates"),
}
