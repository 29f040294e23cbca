"""Small Word files written by hand, part by part."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOTX = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
STRICT = (
    (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (R, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def part(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {_NAMES}>{content}</w:{tag}>'


def make_docx(body: str, extra: dict[str, tuple[str, str]] | None = None, *, main_type: str = DOCX,
              strict: bool = False, blobs: dict[str, bytes] | None = None) -> bytes:  # fmt: skip
    """``extra``: kind of relationship → (part name, XML) of parts related to the document."""
    extra = extra or {}
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{kind}+xml"/>'
        for kind, (name, _) in extra.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{name}"/>'
        for n, (kind, (name, _)) in enumerate(extra.items(), 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        **{f"word/{name}": xml for name, xml in extra.values()},
    }
    if extra:
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'
        )
    return _zip({name: _encode(xml, strict) for name, xml in parts.items()} | (blobs or {}))


def _encode(xml: str, strict: bool) -> bytes:
    for usual, other in STRICT if strict else ():
        xml = xml.replace(usual, other)
    return xml.encode()


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}
