"""A Word package around a style sheet and a body: page, footers, settings, fonts; zipped without a clock."""

from __future__ import annotations

import io
import zipfile

from tools.word_templates.wordml import (
    FOOTER_GAP_MM,
    FOOTER_LINE_MM,
    HEADER,
    HEIGHT,
    LEFT,
    LINE_PITCH,
    NAMESPACES,
    PAGE,
    SUBSTITUTES,
    TOP,
    WIDTH,
    align,
    indent,
    twips,
)

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/word/document.xml": f"{_OFFICE}.document.main+xml",
    "/word/styles.xml": f"{_OFFICE}.styles+xml",
    "/word/settings.xml": f"{_OFFICE}.settings+xml",
    "/word/fontTable.xml": f"{_OFFICE}.fontTable+xml",
    "/word/footer1.xml": f"{_OFFICE}.footer+xml",
    "/word/footer2.xml": f"{_OFFICE}.footer+xml",
}
_SETTINGS = (
    f"{HEADER}<w:settings {NAMESPACES}><w:evenAndOddHeaders/>"
    f'<w:drawingGridVerticalSpacing w:val="{LINE_PITCH // 2}"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
_CONTENT_TYPES = (
    f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _PARTS.items())
    + "</Types>"
)


Area = tuple[float, float, float, float]
OFFICIAL: Area = (TOP, LEFT, WIDTH, HEIGHT)
"""Top and left margin, width and height of the type area, in millimetres."""


def package(styles: str, body: str = "<w:p/>", title: str = "", area: Area = OFFICIAL) -> bytes:
    """The .docx; ``body`` is the content of ``w:body`` before the section."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(styles, body, title, area).items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, text.encode())
    return buffer.getvalue()


def _parts(styles: str, body: str, title: str, area: Area) -> dict[str, str]:
    """Every part of the package by name, in the order of the zip."""
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(
            (f"{_RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": f"{HEADER}<w:document {NAMESPACES}><w:body>{body}{_section(area)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            *((f"{_RELATIONS}/{kind}", f"{kind}.xml") for kind in ("styles", "settings", "fontTable")),
            (f"{_RELATIONS}/footer", "footer1.xml"),
            (f"{_RELATIONS}/footer", "footer2.xml"),
        ),
        "word/styles.xml": styles,
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }


def _relations(*entries: tuple[str, str]) -> str:
    """A relationships part; ids count from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(entries, 1)
    )
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _section(area: Area) -> str:
    """The section that carries page, margins, footers and grid."""
    top, left, width, height = map(twips, area)
    bottom, right = PAGE["h"] - top - height, PAGE["w"] - left - width
    foot = bottom - twips(FOOTER_GAP_MM) - twips(FOOTER_LINE_MM)
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE["w"]}" w:h="{PAGE["h"]}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}"'
        f' w:left="{left}" w:header="851" w:footer="{foot}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE_PITCH}"/></w:sectPr>'
    )


def _footer(side: str) -> str:
    """— 1 — one character from the outer edge."""
    place = indent(right=1) if side == "right" else indent(left=1)
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    properties = f'<w:pStyle w:val="Footer"/>{place}{align(side)}'
    return f"{HEADER}<w:ftr {NAMESPACES}><w:p><w:pPr>{properties}</w:pPr>{field}</w:p></w:ftr>"


def _font_table() -> str:
    """The fonts that the standard names, with what may stand in for them."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="default"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    return f"{HEADER}<w:fonts {NAMESPACES}>{entries}</w:fonts>"
