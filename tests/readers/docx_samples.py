"""Small Word files made on the spot."""

from __future__ import annotations

import io
import zipfile

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
KINDS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer", "comments")


def document_xml(body: str) -> str:
    """A document part around ``body``."""
    return f"<?xml version='1.0' encoding='UTF-8'?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def part_xml(root: str, content: str) -> str:
    """Any other part."""
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>"


def relationships(entries: list[tuple[str, str, str]]) -> str:
    """A rels part from (type, target, mode)."""
    items = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for i, (kind, target, mode) in enumerate(entries)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def package(entries: dict[str, str | bytes]) -> bytes:
    """A zip of these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def entries(
    body: str, *, external: tuple[str, str] | None = None, main_type: str = MAIN, **parts: str
) -> dict[str, str | bytes]:
    """The parts of a Word file; ``parts`` by kind (styles, header …), a number behind the kind tells several apart."""
    links = [(kind.rstrip("0123456789"), f"{kind}.xml", "Internal") for kind in parts]
    if external:
        links.append((*external, "External"))
    types = f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        "_rels/.rels": relationships([("officeDocument", "word/document.xml", "Internal")]),
        "word/document.xml": document_xml(body),
        "word/_rels/document.xml.rels": relationships(links),
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }


def docx(body: str, **options: object) -> bytes:
    """The bytes of a Word file."""
    return package(entries(body, **options))  # type: ignore[arg-type]


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; plain text becomes a run."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: tuple[str, ...]) -> str:
    """A table; each cell is the XML of its paragraphs."""
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def numbered(num: int = 1, level: int = 0) -> str:
    """Paragraph properties that name a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def level(
    depth: int, text: str, format: str = "chineseCountingThousand", extra: str = "", suffix: str = "space"
) -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    """A numbering part with abstract list 0."""
    return part_xml("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{more}{lists}')
