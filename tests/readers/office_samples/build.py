"""Makes the .doc, .wps, .rtf and .odt samples of this folder from small fictional Word files, by LibreOffice.

    PYTHONPATH=tests/readers python tests/readers/office_samples/build.py

The samples are kept with the tests because no library writes these formats; run this only to change them.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from docx_samples import docx, level, numbered, numbering, p, part_xml, r, tbl

HERE = Path(__file__).parent
CENTRE = '<w:jc w:val="center"/>'
BOX = (
    '<w:r><w:pict><v:shape style="width:100pt;height:50pt"><v:textbox><w:txbxContent>'
    + p("框内文字")
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("链接文字") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CHANGE = 'w:id="1" w:author="某" w:date="2026-01-01T00:00:00Z"'
FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="0">' + p() + "</w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="1">' + p() + "</w:footnote>"
    '<w:footnote w:id="2">' + p("脚注文字") + "</w:footnote>"
)


def rich() -> bytes:
    """Typed numbers, a table, a field, changes, hidden text, a note, a text box, header and footer."""
    body = (
        p("虚构市犬只管理条例", properties=CENTRE)
        + p("第一章　总则", properties=CENTRE)
        + p("第一条　为了规范犬只管理，", "<w:r><w:br/></w:r>", "制定本条例。")
        + p("第二条　本市适用", FIELD, "本条例。", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p("第三条　每户限养", f"<w:del {CHANGE}><w:r><w:delText>两</w:delText></w:r></w:del>",
            f"<w:ins {CHANGE}>" + r("一") + "</w:ins>", "只。", r("内部意见", "<w:vanish/>"), BOX)
        + tbl((p("行为"), p("罚款")), (p("遛犬") + p("不牵绳"), p("二百元")))
        + p("第四条　本条例自公布之日起施行。")
        + '<w:sectPr><w:headerReference w:type="default" r:id="r0"/><w:footerReference w:type="default" r:id="r1"/>'
        "</w:sectPr>"
    )  # fmt: skip
    footer = part_xml("ftr", p("— ", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText>'
                               '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', " —"))  # fmt: skip
    return docx(
        body,
        header=part_xml("hdr", p("页眉文字")),
        footer=footer,
        footnotes=part_xml("footnotes", FOOTNOTES),
    )


def automatic(*, one_list: bool) -> bytes:
    """Numbers made by Word; with one list for 章 and 条, LibreOffice begins 条 again in every chapter."""
    chapter, article = (numbered(1, 0), numbered(1, 1)) if one_list else (numbered(1, 0), numbered(2, 0))
    lines = [(chapter, "总则"), (article, "为了甲。"), (article, "适用乙。"), (chapter, "管理"), (article, "应当丙。"),
             ("", "（一）丁；"), (article, "禁止戊。"), (chapter, "附则"), (article, "施行。")]  # fmt: skip
    body = p("虚构市河道条例", properties=CENTRE) + "".join(p(text, properties=own) for own, text in lines)
    if one_list:
        return docx(
            body, numbering=numbering(level(0, "第%1章") + level(1, "第%2条", extra='<w:lvlRestart w:val="0"/>'))
        )
    more = f'<w:abstractNum w:abstractNumId="1">{level(0, "第%1条")}</w:abstractNum>'
    lists = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (0, 1))
    return docx(body, numbering=numbering(level(0, "第%1章"), lists, more))


def main() -> None:
    """Write every sample in every format."""
    sources = {"rich": rich(), "one_list": automatic(one_list=True), "two_lists": automatic(one_list=False)}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in sources.items():
            source = Path(folder) / f"{name}.docx"
            source.write_bytes(data)
            for target in ("doc", "rtf", "odt"):
                command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
                subprocess.run([*command, target, "--outdir", str(HERE), str(source)], check=True)


if __name__ == "__main__":
    main()
