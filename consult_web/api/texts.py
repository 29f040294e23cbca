"""Words of the open pages."""

from __future__ import annotations

from consult_web.ui import Texts

__all__ = ["TEXTS"]

TEXTS: Texts = {
    "open_data": ("开放数据", "Open data"),
    "drafts": ("征求意见", "Consultations"),
    "outcome": ("意见采纳情况", "What became of your opinions"),
    "outcome_lead": ("你们提了什么 — 我们改了什么 — 没有改的为什么", "You said — we changed — why we did not"),
    "you_said": ("你们提了什么", "What you said"),
    "we_changed": ("我们改了什么", "What we changed"),
    "why_not": ("没有改的为什么", "What we did not change, and why"),
    "rounds": ("轮次", "Rounds"),
    "all_rounds": ("历轮合计", "All rounds"),
    "round_name": ("第 {number} 轮", "Round {number}"),
    "comments": ("件意见", "opinions"),
    "persons": ("人", "people"),
    "persons_how": (
        "人数：留有联系方式的按联系方式计一人，没有留的每次提交计一人。",
        "People: one for each contact given; without a contact, one for each submission.",
    ),
    "points": ("个意见点", "points"),
    "adopted_of": ("采纳或者部分采纳 {adopted}/{total}", "{adopted}/{total} adopted in full or in part"),
    "said_by": ("{points} 个意见点，来自 {comments} 件意见", "{points} points in {comments} opinions"),
    "clause": ("条款", "Clause"),
    "people": ("人数", "People"),
    "stances": ("态度", "Stances"),
    "words_before": ("原文", "Before"),
    "words_after": ("现文", "Now"),
    "reason": ("理由", "Reason"),
    "transferred": ("转交：{to}", "Passed on to {to}"),
    "some_words": ("部分公开的意见", "Some released words"),
    "nothing_changed": ("没有因意见改动条文。", "Nothing was changed."),
    "nothing_left": ("没有未采纳的意见点。", "Nothing was left out."),
    "no_analysis": ("还没有统计。", "There are no figures yet."),
    "undecided": ("还有 {count} 个意见点没有办结。", "{count} points are not decided yet."),
    "not_reported": ("结果尚未公布，仅工作人员可见。", "Not reported yet: only staff see this."),
    "satisfaction": ("满意度", "Ratings"),
    "satisfaction_of": (
        "已答复 {answered} 件，{rated} 件作出评价",
        "{rated} of {answered} answered opinions were rated",
    ),
    "no_clause": ("未对应条款", "No clause"),
    "withheld": ("不公开意见清单", "Withheld opinions"),
    "withheld_lead": (
        "不公开的意见仍然计数、照常研究。只列编号、条款和理由。",
        "Withheld opinions count and are studied all the same. Number, clauses and reason only.",
    ),
    "number": ("编号", "No."),
    "decided_on": ("决定日期", "Decided on"),
    "nothing_withheld": ("没有不公开的意见。", "Nothing is withheld."),
    "data": ("开放数据", "Open data"),
    "data_lead": (
        "只含已经公布的内容；意见经本人同意、工作人员审核并遮盖个人信息。",
        "What is public only; opinions were released with consent, personal data masked.",
    ),
    "file": ("文件", "File"),
    "what": ("内容", "What"),
    "opinions_csv": ("意见.csv", "opinions.csv"),
    "opinions_json": ("意见.json", "opinions.json"),
    "outcomes_csv": ("采纳情况.csv", "outcomes.csv"),
    "outcomes_json": ("采纳情况.json", "outcomes.json"),
    "about_opinions": ("已公开的意见，每行对应一个条款", "released opinions, one row a clause"),
    "about_outcomes": ("结果公布后的采纳情况", "outcomes once reported on"),
    "api": ("读取接口（OpenAPI 3.1）", "Read API (OpenAPI 3.1)"),
    "api_lead": ("接口说明：", "Description: "),
    "csv_note": (
        "CSV 为 UTF-8（带 BOM）；可能被表格软件当作公式的单元格前加了单引号。",
        "CSV is UTF-8 with a BOM; cells that a spreadsheet could take for formulas begin with an apostrophe.",
    ),
    "address": ("地址", "Address"),
    "all_data": ("全部征求意见", "All consultations"),
    "back": ("返回草案", "Back to the draft"),
}
