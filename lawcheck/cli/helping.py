"""The words of ``--help`` that click itself gives, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import east_asian_width

import click

__all__ = ["ChineseFormatter", "in_chinese"]

_HEADINGS: Final = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
_NAMES: Final = {
    "[ARGS]...": "[参数]...",
    "[OPTIONS]": "[选项]",
    "ADDRESS": "地址",
    "ARTICLE": "条号",
    "BASE": "旧文本",
    "CLAUSE": "条款文字",
    "CODE": "代码",
    "COMMAND": "命令",
    "COMMENTS": "意见",
    "DATE": "日期",
    "DECISION": "修改决定",
    "DIRECTORY": "文件夹",
    "DRAFT": "草案",
    "FILE": "文件",
    "FILES": "文件",
    "FIRST": "文件一",
    "INTEGER": "整数",
    "INTEGER RANGE": "整数",
    "KIND": "种类",
    "FOLDER": "文件夹",
    "INSTALLATION": "对方系统",
    "LAW": "法律",
    "LOGIN": "登录名",
    "NAME": "名称",
    "PACKAGES": "报备包",
    "PATH": "路径",
    "PATHS": "文件或文件夹",
    "QUERY": "要找的词",
    "QUESTION": "问题",
    "RULE_ID": "规则编号",
    "RULE_IDS": "规则编号",
    "SECOND": "文件二",
    "SOURCE": "文字或文件",
    "TARGET": "备份文件",
    "TEXT": "文字",
    "TITLE": "法律名称",
    "WORD": "词",
    "WORDS": "要找的词",
}
"""What stands for an argument or the value of an option."""
_NAME: Final = re.compile(
    "|".join(rf"(?<![A-Za-z_]){re.escape(n)}(?![A-Za-z_])" for n in sorted(_NAMES, key=len, reverse=True))
)

_SENTENCES: Final = {
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
}
_REQUIRED: Final = re.compile(r"\[required\]$")
_DEFAULT: Final = re.compile(r"\[default: (.+)\]$")
_CUT: Final = re.compile(r"[，。]例如?：.*\.\.\.$")  # an example that click cuts off in a list of commands
_RANGE: Final = re.compile(r"\[(?:(?P<low>-?\d+)<=)?x(?:(?P<sign>[<>]=)(?P<bound>-?\d+))?\]$")


def in_chinese(words: str) -> str:
    """The names of arguments and values among ``words``.

    >>> in_chinese("[OPTIONS] FILES..."), in_chinese("--to [docx|pdf]"), in_chinese("--rules DIRECTORY")
    ('[选项] 文件...', '--to [docx|pdf]', '--rules 文件夹')
    """
    return _NAME.sub(lambda found: _NAMES[found[0]], words)


class ChineseFormatter(click.HelpFormatter):
    """Writes the help of a command with Chinese headings, names and remarks."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``用法：`` and the command."""
        super().write_usage(prog, in_chinese(args), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """A paragraph, in lines of the width of the window."""
        indent = " " * self.current_indent
        paragraphs = [_lines(" ".join(words.split()), self.width - self.current_indent) for words in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """The options, each with what it does, in two columns of the width that Chinese characters have."""
        shown = [(in_chinese(name), _remark(said)) for name, said in rows]
        first = min(max(_width(name) for name, _ in shown), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, said in shown:
            lines = _lines(said, max(self.width - first - self.current_indent, 10))
            gap = " " * (first - _width(name))
            begun = name + gap if _width(name) <= first - col_spacing else f"{name}\n{indent}{' ' * first}"
            self.write(indent + begun + f"\n{indent}{' ' * first}".join(lines) + "\n")


def _width(words: str) -> int:
    """Columns on a screen.

    >>> _width("--out 路径")
    10
    """
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in words)


_PIECE: Final = re.compile(r"\s+|[（《“]*(?:[!-~]+|[^\s!-~])[，。；：、）”》]*")


def _lines(words: str, width: int) -> list[str]:
    """Words in lines of so many columns: broken between Chinese characters, not before a closing mark.

    >>> _lines("结果以 JSON 输出，写到文件。", 12)
    ['结果以 JSON', '输出，写到文', '件。']
    """
    lines = [""]
    for piece in _PIECE.findall(words):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _remark(said: str) -> str:
    """What an option does, with what click says behind it.

    >>> _remark("目标格式。  [required]"), _remark("进程数。  [x>=1]"), _remark("端口。  [0<=x<=65535]")
    ('目标格式。（必填）', '进程数。（不小于 1）', '端口。（0 至 65535）')
    >>> _remark("比较两个文本，例如：lawcheck laws diff 仲裁法 --from..."), _remark("写到文件，例如：结果.docx。")
    ('比较两个文本。', '写到文件，例如：结果.docx。')
    """
    said = _CUT.sub("。", said)
    said = _DEFAULT.sub(r"（默认：\1）", _REQUIRED.sub("（必填）", _SENTENCES.get(said, said)))
    return re.sub(r"\s+（", "（", _RANGE.sub(_bounds, said))


def _bounds(found: re.Match[str]) -> str:
    low, sign, bound = found["low"], found["sign"], found["bound"]
    if low and bound:
        return f"（{low} 至 {bound}）"
    return f"（不{'小' if sign == '>=' else '大'}于 {bound or low}）"
