"""Words of letters, files and the comparison."""

from __future__ import annotations

from consult_web.ui import Texts

__all__ = ["TEXTS"]

TEXTS: Texts = {
    "others": ("由其他人员办理：", "For people of other roles:"),
    "compare": ("原文与转化结果对照", "Original and conversion, side by side"),
    "compare_lead": (
        "左边是文件中的文字，一字不漏；右边是识别出的条、款、项。有出入的，请检查原文件的编号和分段后重新上传。",
        "On the left every word of the file, on the right the articles and paragraphs read out of it. "
        "Where they differ, mend numbers and paragraphs of the file and upload it again.",
    ),
    "original": ("原文", "Original"),
    "converted": ("转化结果", "Conversion"),
    "back": ("返回", "Back"),
    "front": ("版头、标题、题注", "Heading, title, note"),
    "between": ("条文之间的文字", "Words between articles"),
    "end": ("落款、附件说明", "Signature, notes"),
    "articles": ("条数", "Articles"),
    "characters": ("字数", "Characters"),
    "notes": ("识别时发现的问题", "Noticed while reading"),
    "no_notes": ("没有发现问题", "Nothing noticed"),
    "word": ("规范格式 Word", "Standard layout, Word"),
    "pdf": ("规范格式 PDF", "Standard layout, PDF"),
    "letter_replaced": ("修改后的文书已经保存。", "The edited letter is kept."),
}
