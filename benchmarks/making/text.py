"""Text and web pages of a law: every encoding that Chinese files come in, the looks of government sites."""

from __future__ import annotations

import random
from html import escape

import opencc
from making.law import Law, numeral
from making.word import GAPS

__all__ = ["ENCODINGS", "html", "lines", "txt"]

ENCODINGS = ("gb18030", "gbk", "utf-16", "utf-8-sig", "utf-16-le-nobom", "big5-trad", "utf-8", "utf-16-be-nobom")
_ENDS = ("\n", "\r\n", "\n", "\r\n", "\r")
_CONTAINERS = (
    ('<div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style>{}</div>', "p"),
    ('<div class="pages_content" id="UCAP-CONTENT">{}</div>', "blank"),
    ('<div id="zoom">{}</div>', "br"),
    ('<table width="100%"><tr><td class="con14"><div class="Custom_UnionStyle">{}</div></td></tr></table>', "div"),
    ('<div id="vsb_content"><div class="v_news_content">{}</div></div>', "span"),
    ('<article class="wp_articlecontent">{}</article>', "section"),
)


def lines(law: Law, gap: str, *, indent: str = "") -> list[str]:
    """The law as lines: title, note, headings, articles."""
    found = [law.title]
    if law.note:
        found.append("（" + "\u3000".join(law.note) + "）")
    for article in law.articles:
        found += article.heads
        first, *rest = article.paragraphs
        found.append(f"{indent}第{numeral(article.number)}条{gap}{first}")
        found += [indent + text for text in rest]
    return found


def txt(law: Law, encoding: str, chance: random.Random) -> bytes:
    """Plain text; ``big5-trad`` holds ``?`` where Big5 has no character, as such files do."""
    gap = chance.choice([gap for gap in GAPS if encoding not in ("gbk", "big5-trad") or "\xa0" not in gap])
    text = chance.choice(_ENDS).join(lines(law, gap, indent=chance.choice(("", "\u3000\u3000", "    "))))
    if encoding == "big5-trad":
        return str(opencc.OpenCC("s2t").convert(text)).encode("big5hkscs", "replace")
    if encoding == "gbk":
        text = text.replace("\xa0", " ")  # GBK has no such blank, and editors write a plain one
    return text.encode(encoding.removesuffix("-nobom"))


def html(law: Law, chance: random.Random) -> bytes:
    """A saved page of a government site: navigation, container, footer; the charset said is not always the true one."""
    said, encoding = chance.choice((("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gbk")))
    container, style = chance.choice(_CONTAINERS)
    gap = chance.choice(("\u3000", "&nbsp;", "&nbsp;&nbsp;", "&ensp;", " "))
    body = container.format("".join(_marked(line, style, chance) for line in _escaped(law, gap)))
    page = (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={said}">'
        f'<title>{law.title}_某某市人民政府</title><script>var a="第一条 测试";</script></head><body>'
        '<div class="nav"><a href="/">首页</a>|<a href="/xxgk">信息公开</a></div>'
        f'<h1>{law.title}</h1><div class="info">来源：市人大常委会 发布时间：2024-05-20 字体：[大 中 小] 打印</div>{body}'
        '<div class="footer">主办：某某市司法局 ICP备05000000号 网站地图</div><div>分享到：微信 微博</div></body></html>'
    )
    return page.encode(encoding, "xmlcharrefreplace")


def _escaped(law: Law, gap: str) -> list[str]:
    return [escape(line, quote=False).replace("\0", gap) for line in lines(law, "\0")]


def _marked(line: str, style: str, chance: random.Random) -> str:
    if style == "br":
        return f"\u3000\u3000{line}<br/>\n"
    if style == "blank":
        return f'<p style="text-indent: 2em;">{line}</p><p>&nbsp;</p>'
    if style == "div":
        return f"<div>\u3000\u3000{line}</div>"
    if style == "section":
        return f"<section><p>{line}</p></section>\n"
    if style == "span":
        at = chance.randrange(len(line)) if "&" not in line else 0
        return f'<p><span style="font-family:仿宋">{line[:at]}</span><span lang="EN-US">{line[at:]}</span></p>'
    return f'<p align="justify" style="text-indent:2em">{line}</p>'
