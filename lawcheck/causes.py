"""What systems and libraries say in English of why something failed, in the Chinese of a message that tells it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from typing import Final

__all__ = ["in_chinese", "of_database"]

_OF_THE_SYSTEM: Final = {
    errno.EACCES: "没有权限",
    errno.EADDRINUSE: "这个端口已经被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EBUSY: "正在被别的程序使用",
    errno.ECONNREFUSED: "对方没有应答",
    errno.ECONNRESET: "对方中断了连接",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EEXIST: "已经有同名的文件或者文件夹",
    errno.EFBIG: "文件太大",
    errno.EHOSTUNREACH: "网络不通",
    errno.EINVAL: "名称或者参数不合要求",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "文件名或者路径太长",
    errno.ENETUNREACH: "网络不通",
    errno.ENFILE: "系统打开的文件太多",
    errno.ENODEV: "没有这个设备",
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.ENOMEM: "内存不够",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹里还有文件",
    errno.ENXIO: "没有这个设备",
    errno.EPERM: "系统不允许这样做",
    errno.EROFS: "这个位置只能读、不能写",
    errno.ESTALE: "网络文件夹已经断开",
    errno.ETIMEDOUT: "等候超时",
    errno.ETXTBSY: "正在被别的程序使用",
}
_BY_WORDS: Final = {os.strerror(number): words for number, words in _OF_THE_SYSTEM.items()}
_SYSTEM: Final = re.compile(
    rf"(?:\[Errno -?\d+\] )?(?P<words>{'|'.join(map(re.escape, _BY_WORDS))})(?:: (?P<file>['\"].+['\"])|(?P<more> \(.+\)))?",
    re.S,
)

_UNITS: Final = {
    "": "个",
    "bytes": "字节",
    "characters": "个字符",
    "lines and cells": "行和单元格",
    "pages": "页",
    "paragraphs": "段",
    "tags": "个标记",
    "text objects": "个文字对象",
}
_SIZE: Final = re.compile(
    rf"(?:(?P<part>.+): )?(?:(?P<have>[\d,]+) )?> (?P<limit>[\d,]+)(?: (?P<unit>{'|'.join(filter(None, _UNITS))}))?",
    re.S,
)

_LIBRARIES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (_SYSTEM, lambda m: _BY_WORDS[m["words"]] + (f"：{m['file'][1:-1]}" if m["file"] else "")),
    (_SIZE, lambda m: _size(m)),
    (re.compile(r"'[\w-]+' codec can't (?:de|en)code .+", re.S), lambda _: "其中有不合编码的字节或者字符"),
    (
        re.compile(r".+: line (?P<line>\d+) column (?P<column>\d+) \(char \d+\)", re.S),
        lambda m: f"第 {m['line']} 行第 {m['column']} 个字符处不合 JSON 的写法",
    ),
    (
        re.compile(r"Timed out trying to connect to .+ after (?P<seconds>[\d.]+) s"),
        lambda m: f"{m['seconds']} 秒内没有应答",
    ),
    (re.compile(r"missing port number in address .+"), lambda _: "地址里没有端口号"),
    (re.compile("not a regular file"), lambda _: "不是普通文件"),
    (re.compile(r"signal (\d+)"), lambda m: f"被信号 {m[1]} 终止"),
    (re.compile(r"exit status (\d+)"), lambda m: f"退出码 {m[1]}"),
)

_DATABASES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r'password authentication failed for user "([^"]*)"', "数据库用户 {} 的密码不对"),
        (r"no password supplied", "数据库要密码，而 DATABASE_URL 里没有写"),
        (r'Peer authentication failed for user "([^"]*)"', "本机连接只认同名的系统用户，请以系统用户 {} 运行"),
        (r'role "([^"]*)" does not exist', "没有名为 {} 的数据库用户"),
        (r'database "([^"]*)" does not exist', "没有名为 {} 的数据库"),
        (r"no pg_hba\.conf entry", "数据库不接受这台机器的连接（pg_hba.conf）"),
        (r"(?:too many clients|too many connections|remaining connection slots)", "数据库的连接数已经用满"),
        (r"the database system is (?:starting up|shutting down|in recovery)", "数据库正在启动或者停止"),
        (r"(?:could not translate|failed to resolve) host(?: name)? [\"']([^\"']*)[\"']", "找不到主机 {}"),
        (r'on socket "([^"]*)" failed: No such file', "没有 {}，数据库没有启动，或者文件夹、端口不对"),
        (r"failed: Connection refused", "对方没有应答，数据库没有启动，或者主机、端口不对"),
        (r"timeout expired", "等候超时，主机不对或者网络不通"),
        (r"certificate verify failed|root certificate file .* does not exist", "数据库的证书没有通过核对"),
        (
            r"permission denied for (?:schema|table|database) (\w+)",
            "数据库用户对 {} 没有权限，数据库应当属于这个用户（createdb -O）",
        ),
        (r"^unable to open database file", "数据库文件打不开，文件夹不存在或者没有权限"),
        (r"^attempt to write a readonly database", "数据库文件只能读、不能写"),
        (r"^database is locked", "数据库文件正在被别的程序使用"),
        (r"^file is not a database", "这个文件不是数据库"),
    )
)
"""What PostgreSQL and SQLite say of why they cannot be used, anywhere in their words."""


def in_chinese(cause: object) -> object:
    """A detail of a message with the words for it, where it is one of those that machines give in English; else as it is.

    >>> in_chinese("No space left on device"), in_chinese(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "甲.docx"))
    ('磁盘已满', '没有权限：甲.docx')
    >>> in_chinese("> 200,000,000 bytes"), in_chinese("3,001 > 3,000 pages"), in_chinese("第三条"), in_chinese(7)
    ('超过 200 MB', '3,001 页，超过 3,000 页', '第三条', 7)
    """
    if not isinstance(cause, str | OSError | ValueError):
        return cause
    words = str(cause)
    for pattern, said in _LIBRARIES:
        if found := pattern.fullmatch(words):
            return said(found)
    return cause


def of_database(words: str) -> str:
    """Why a database cannot be used, in Chinese where that is known, else its own words on one line.

    >>> of_database('connection failed: FATAL:  password authentication failed for user "consult"')
    '数据库用户 consult 的密码不对'
    >>> of_database("unable to open database file"), of_database("something\\n\\telse")
    ('数据库文件打不开，文件夹不存在或者没有权限', 'something else')
    """
    for pattern, said in _DATABASES:
        if found := pattern.search(words):
            return said.format(*found.groups())
    return " ".join(words.split())


def _size(found: re.Match[str]) -> str:
    """How much there is and how much there may be."""
    unit = found["unit"] or ""
    have, limit = (_amount(found[name], unit) if found[name] else "" for name in ("have", "limit"))
    return "，".join(
        filter(None, (f"{found['part']}：{have}" if found["part"] and have else found["part"] or have, f"超过 {limit}"))
    )


def _amount(number: str, unit: str) -> str:
    """Bytes as a person counts them, from a thousand on.

    >>> _amount("200,000,000", "bytes"), _amount("1,500", "bytes"), _amount("20", "pages")
    ('200 MB', '1.5 KB', '20 页')
    """
    value = int(number.replace(",", ""))
    if unit == "bytes" and value >= 1000:
        return f"{value / 1e6:.4g} MB" if value >= 1e6 else f"{value / 1e3:.4g} KB"
    return f"{number} {_UNITS[unit]}"
