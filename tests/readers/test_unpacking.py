"""Packages, mail and saved pages: names, roles, the one text, and what is refused with which reason."""

from __future__ import annotations

import io
import json
import random
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from lawcheck.errors import UnreadableFile
from lawcheck.readers import Role, open_filing, read, sniff, unpack

LAW = "某市停车条例\n第一条　甲。\n第二条　乙。\n第三条　丙。\n".encode()
REPORT = "某市人民代表大会常务委员会关于报送备案的报告\n".encode()


class _Gbk(zipfile.ZipInfo):
    """An entry named the way Chinese Windows writes it: GBK bytes, no mark."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), 0


def zipped(*entries: tuple[str, bytes], gbk: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(_Gbk(name) if gbk else name, data)
    return buffer.getvalue()


def encrypted() -> bytes:
    """A zip whose only entry says that it needs a password."""
    data = bytearray(zipped(("a.txt", b"x")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    return bytes(data)


def mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "报备"
    message.set_content("请查收。")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def roles(data: bytes) -> dict[str, str]:
    return {file.name: file.role.value for file in unpack("报备.zip", data=data)}


@pytest.mark.parametrize("gbk", [False, True])
def test_files_get_their_roles_from_their_names(gbk: bool) -> None:
    names = {
        "1.关于报送《某市停车条例》备案的报告.txt": "备案报告",
        "2.某市停车条例.txt": "正式文本",
        "3.关于《某市停车条例（草案）》的说明.txt": "说明",
        "4.制定依据/中华人民共和国道路交通安全法.txt": "制定依据",
        "5.附件1.txt": "附件",
        "6.某市人大常委会公告.txt": "公告",
    }
    assert roles(zipped(*((name, LAW) for name in names), gbk=gbk)) == names


def test_files_with_names_that_tell_nothing_get_their_roles_from_their_text() -> None:
    data = zipped(("1.txt", REPORT), ("2.txt", LAW), ("3.txt", b"\xff\xd8\xff picture"))
    assert roles(data) == {"1.txt": "备案报告", "2.txt": "正式文本", "3.txt": "其他"}


def test_a_manifest_decides_before_any_name() -> None:
    manifest = {"files": [{"path": "a.txt", "role": "正式文本"}, {"path": "条例.txt", "role": "制定依据"}]}
    data = zipped(("a.txt", LAW), ("条例.txt", LAW), ("manifest.json", json.dumps(manifest).encode()))
    files = unpack("x.zip", data=data)
    assert [(f.name, f.role, f.how) for f in files] == [
        ("a.txt", Role.TEXT, "manifest"),
        ("条例.txt", Role.BASIS, "manifest"),
    ]


def test_litter_of_operating_systems_is_left_out() -> None:
    assert roles(
        zipped(("条例.txt", LAW), ("__MACOSX/._条例.txt", b"x"), (".DS_Store", b"x"), ("~$条例.docx", b"x"))
    ) == {"条例.txt": "正式文本"}


def test_the_text_inside_is_opened_and_the_others_are_listed() -> None:
    filing = open_filing("报备.zip", data=zipped(("材料/条例.txt", LAW), ("备案报告.txt", REPORT)))
    assert filing.source.name == "条例.txt"
    assert filing.data == LAW
    assert [file.name for file in filing.others] == ["备案报告.txt"]


def test_a_plain_file_is_its_own_filing(tmp_path: Path) -> None:
    path = tmp_path / "条例.txt"
    path.write_bytes(LAW)
    filing = open_filing(path)
    assert (filing.source.text, filing.others) == (LAW.decode(), ())


def test_mail_holds_its_attachments_and_what_is_in_an_attached_zip() -> None:
    data = mail(("备案报告.txt", REPORT), ("材料.zip", zipped(("条例.txt", LAW))))
    assert sniff(data) == "eml"
    filing = open_filing("a.eml", data=data)
    assert filing.text.name == "条例.txt"
    assert [file.name for file in filing.others] == ["邮件正文.txt", "备案报告.txt"]


def test_attachments_of_one_name_are_kept_apart() -> None:
    names = [file.name for file in unpack("a.eml", data=mail(("条例.txt", LAW), ("条例.txt", REPORT)))]
    assert names == ["邮件正文.txt", "条例.txt", "条例（2）.txt"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(zipped(("../../etc/x", b"x")), "E182", id="path out of the package"),
        pytest.param(zipped(("C:/x", b"x")), "E182", id="drive"),
        pytest.param(zipped(("/x", b"x")), "E182", id="absolute"),
        pytest.param(zipped(("a.zip", zipped(("b.txt", b"x")))), "E183", id="zip in zip"),
        pytest.param(encrypted(), "E181", id="password"),
        pytest.param(zipped(("a.txt", bytes(30_000_000))), "E184", id="bomb"),
        pytest.param(zipped(*((f"{n}.txt", b"x") for n in range(501))), "E184", id="too many"),
        pytest.param(zipped(("manifest.json", b"[1"), ("a.txt", LAW)), "E189", id="manifest"),
        pytest.param(zipped(("a.jpg", b"\xff\xd8\xff"), ("b.jpg", b"\xff\xd8\xff")), "E186", id="no text"),
        pytest.param(
            zipped(("a.docx", b"PK\x03\x04 cut off"), ("关于乙的说明.txt", LAW)), "E109", id="the only one, damaged"
        ),
        pytest.param(zipped(("甲条例.txt", LAW), ("乙办法.txt", LAW)), "E187", id="two texts"),
        pytest.param(zipped(("a.txt", LAW))[:60], "E109", id="cut off"),
    ],
)
def test_what_is_refused_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        open_filing("报备.zip", data=data)
    assert caught.value.code == code


def saved_page(charset: str, html: str) -> bytes:
    head = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nDate: Mon, 1 Jun 2026 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n'
    page = f'--b\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    picture = "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    return head.encode() + page.encode() + html.encode(charset) + picture.encode()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_saved_pages_are_read_without_their_pictures(charset: str) -> None:
    data = saved_page(charset, "<html><body><p>第一条　甲。</p><p>第二条　乙。</p><img src='cid:1'></body></html>")
    source = read("a.mht", data=data)
    assert (source.format, source.text) == ("mhtml", "第一条　甲。\n第二条　乙。\n")


def test_any_damage_of_a_package_or_a_mail_is_one_clear_error() -> None:
    random_ = random.Random(33)
    seeds = [
        zipped(("条例.txt", LAW), ("备案报告.txt", REPORT), gbk=True),
        mail(("条例.txt", LAW), ("a.zip", zipped(("b.txt", LAW)))),
        saved_page("gb2312", "<p>第一条</p>"),
    ]
    opened = 0
    for number in range(200):
        data = bytearray(seeds[number % 3])
        for _ in range(random_.randint(1, 6)):
            at = random_.randrange(len(data))
            data[at : at + random_.randrange(4)] = random_.randbytes(random_.randrange(4))
        try:
            opened += bool(open_filing("a.bin", data=bytes(data)).source.text)
        except UnreadableFile:
            continue
    assert opened > 20


def test_the_only_file_without_a_role_is_the_text() -> None:
    found = open_filing("报备.eml", data=mail(("甲.txt", "某市停车办法（征求意见稿）\n一、甲。\n".encode())))
    assert (found.text.name, found.text.how, found.source.text[:6]) == ("甲.txt", "only", "某市停车办法")
