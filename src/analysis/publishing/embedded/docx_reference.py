"""The template of a report in Word (pandoc's `reference-doc`): house style, page, header with the band, page numbers.

Made anew for each working folder, because the band and the watermark are in it; both renderers use it.
"""

import io
import zipfile
from html import escape

from analysis.publishing.embedded.templates import ASSETS
from analysis.study.fixed_zip import fixed_member

REFERENCE = "_sjabloon.docx"
TITLE_MARK = "{{titel}}"
"""What stands in the header until `docx_finish` puts the report's title there."""
WIDTH_CM, HEIGHT_CM, SIDE_CM = 21.0, 29.7, 2.8
TWIPS = 566.93
"""Twentieths of a point in a centimetre."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "rId1": ("styles", "styles.xml"), "rId2": ("numbering", "numbering.xml"), "rId3": ("settings", "settings.xml"),
    "rId4": ("fontTable", "fontTable.xml"), "rId5": ("header", "header1.xml"), "rId6": ("header", "header2.xml"),
    "rId7": ("footer", "footer1.xml"),
}  # fmt: skip


def reference_docx(band: str = "", watermark: str = "") -> bytes:
    """Give the template: `band` on every page, the title on every page but the first, `watermark` across each page."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{_XML}<w:document {_NAMES}><w:body><w:p/>{_section()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(_PARTS),
        "word/styles.xml": (ASSETS / "word" / "styles.xml").read_text(encoding="utf-8"),
        "word/numbering.xml": (ASSETS / "word" / "numbering.xml").read_text(encoding="utf-8"),
        "word/settings.xml": f"{_XML}<w:settings {_NAMES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": f"{_XML}<w:fonts {_NAMES}>{_FONT}</w:fonts>",
        "word/header1.xml": _header(band, watermark, first=True),
        "word/header2.xml": _header(band, watermark, first=False),
        "word/footer1.xml": f"{_XML}<w:ftr {_NAMES}>{_FOOTER}</w:ftr>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(fixed_member(name), text)
    return buffer.getvalue()


def text_width_points() -> float:
    """Give the width of the text on the page, in points."""
    return (WIDTH_CM - 2 * SIDE_CM) * TWIPS / 20


def field(code: str, shown: str, look: str = "") -> str:
    """Give a field of Word, as runs: its code and what it showed when the document was made."""
    run = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}"
    return (
        f'{run}<w:fldChar w:fldCharType="begin"/></w:r>{run}<w:instrText xml:space="preserve"> {escape(code)} '
        f'</w:instrText></w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r>{run}<w:t xml:space="preserve">'
        f'{escape(shown)}</w:t></w:r>{run}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _section() -> str:
    width, height, side = (round(size * TWIPS) for size in (WIDTH_CM, HEIGHT_CM, SIDE_CM))
    return (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId5"/><w:headerReference w:type="default" r:id="rId6"/>'
        '<w:footerReference w:type="first" r:id="rId7"/><w:footerReference w:type="default" r:id="rId7"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1474" w:right="{side}" w:bottom="1247" w:left="{side}" '
        'w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation w:val="false"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="nl-NL"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)
_FONT = (
    '<w:font w:name="Source Sans Pro"><w:altName w:val="Calibri"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
    "</w:font>"
)
_FOOTER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">Pagina </w:t></w:r>'
    f'{field("PAGE", "1")}<w:r><w:t xml:space="preserve"> van </w:t></w:r>{field("NUMPAGES", "1")}</w:p>'
)


def _header(band: str, watermark: str, first: bool) -> str:
    """Give a header: the title (the first page has it below), the band, and the watermark behind the text."""
    title = "" if first else field("TITLE", TITLE_MARK)
    across = _watermark(watermark) if watermark else ""
    lines = [f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{across}{title}</w:p>']
    if band:
        run = f'<w:r><w:t xml:space="preserve">{escape(band)}</w:t></w:r>'
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="Band"/></w:pPr>{run}</w:p>')
    return f"{_XML}<w:hdr {_NAMES}>{''.join(lines)}</w:hdr>"


def _watermark(words: str) -> str:
    """Give words across the page, as Word itself makes them: a shape of letters, behind the text."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:460pt;height:58pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="Watermerk" o:spid="_x0000_s2049" type="#_x0000_t136" alt="" style="{style}" '
        'o:allowincell="f" fillcolor="#8c1c13" stroked="f"><v:fill opacity=".16"/>'
        f'<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt;font-weight:bold" string="{escape(words)}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )


def _relations(parts: dict[str, tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{name}"/>' for key, (kind, name) in parts.items()
    )
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return f"{_XML}{start}{''.join(rows)}</Relationships>"


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    main = f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
    rows = (f'<Override PartName="/word/{name}" ContentType="{kind}.{what}+xml"/>' for what, name in _PARTS.values())
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{main}{"".join(rows)}</Types>'
    )
