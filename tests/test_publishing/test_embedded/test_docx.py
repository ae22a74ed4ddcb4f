"""A report for Word, read back as its readers' programs do: by pandoc, and as the XML that Word opens."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from nbformat.v4 import new_markdown_cell, new_raw_cell
from rendering_example import (
    ALTS,
    BAND,
    CALLOUTS,
    CAPTIONS,
    TABEL,
    example_cells,
    figure_cell,
    table_cell,
    write_book,
    write_notebook,
)

from analysis.publishing.embedded.docx_pictures import pictures_for_word, with_painted_figures
from analysis.publishing.embedded.docx_reference import reference_docx
from analysis.publishing.embedded.embedded import render_docx
from analysis.publishing.embedded.pandoc import iter_nodes, plain_text, run_pandoc
from analysis.publishing.gates import BouwFout
from analysis.publishing.gates_of_word import check_documents, document_problems
from analysis.publishing.notebook.cells import Image
from analysis.publishing.rendering import render_book, render_report
from analysis.publishing.workdir import prepare_workdir

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "IKC De Wilgen: wat veranderde er tussen 2019 en 2021?"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    workdir = prepare_workdir(tmp_path_factory.mktemp("word"), BAND, "INTERN, niet verspreiden")
    write_notebook(workdir / "rapport.ipynb", example_cells())
    return render_report(workdir, "rapport.ipynb", ("docx",), "embedded")["docx"]


@pytest.fixture(scope="module")
def blocks(path) -> list:
    return json.loads(run_pandoc("", "--from=docx", "--to=json", str(path)))["blocks"]


@pytest.fixture(scope="module")
def parts(path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as packed:
        return {name: etree.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith(".xml")}


@pytest.fixture(scope="module")
def body(parts) -> etree._Element:
    return parts["word/document.xml"]


def words(node: etree._Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{W}t"))


def styled(body: etree._Element, *names: str) -> list[etree._Element]:
    return [line for line in body.iter(f"{W}p") if style_of(line) in names]


def style_of(line: etree._Element) -> str:
    style = line.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def codes(body: etree._Element) -> list[str]:
    return [node.text.strip() for node in body.iter(f"{W}instrText")]


def test_pandoc_reads_the_headings_back(blocks):
    heads = [(node["c"][0], plain_text(node["c"][2])) for node in blocks if node["t"] == "Header"]
    assert heads == [
        (1, "In één oogopslag"), (1, "Signalen"), (2, "Per domein"), (2, "Door de tijd"), (1, "Toewijzingen"),
        (1, "Verantwoording"),
    ]  # fmt: skip


def test_word_numbers_the_headings_and_leaves_the_unnumbered(parts, body):
    heads = styled(body, "Heading1", "Heading2")
    own = [head.find(f"{W}pPr/{W}numPr/{W}numId") for head in heads]
    assert [None if node is None else node.get(f"{W}val") for node in own] == ["0", None, None, None, None, None]
    styles = {style.get(f"{W}styleId"): style for style in parts["word/styles.xml"].iter(f"{W}style")}
    (number,) = {styles[f"Heading{n}"].find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for n in (1, 2, 3)}
    (kind,) = parts["word/numbering.xml"].xpath(
        f"//w:num[@w:numId='{number}']/w:abstractNumId/@w:val", namespaces={"w": W[1:-1]}
    )
    levels = parts["word/numbering.xml"].xpath(
        f"//w:abstractNum[@w:abstractNumId='{kind}']/w:lvl", namespaces={"w": W[1:-1]}
    )
    assert [level.find(f"{W}lvlText").get(f"{W}val") for level in levels][:2] == ["%1", "%1.%2"]
    assert [level.find(f"{W}pStyle").get(f"{W}val") for level in levels][:2] == ["Heading1", "Heading2"]


def test_the_contents_are_filled_and_lead_to_the_headings(body):
    lines = styled(body, "TOC1", "TOC2")
    assert [words(line) for line in lines] == ["In één oogopslag", "1Signalen", "2Toewijzingen", "3Verantwoording"]
    places = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None} <= places
    assert words(styled(body, "TOCHeading")[0]) == "Inhoudsopgave"
    assert 'TOC \\o "1-1" \\h \\z \\u' in codes(body) and not list(body.iter(f"{W}dirty"))
    assert not [node for node in body.iter(f"{W}fldChar") if node.get(f"{W}dirty")]


def test_captions_have_numbers_that_word_counts(blocks, body):
    captions = [words(line).replace("\u00a0", " ") for line in styled(body, "ImageCaption", "TableCaption")]
    assert captions == CAPTIONS
    kinds = [caption.split()[0] for caption in CAPTIONS]
    assert [code for code in codes(body) if code.startswith("SEQ")] == [f"SEQ {kind} \\* ARABIC" for kind in kinds]
    figures = [
        plain_text(node["c"][1][1]).replace("\u00a0", " ") for node in iter_nodes(blocks) if node["t"] == "Figure"
    ]
    assert figures == [caption for caption in CAPTIONS if caption.startswith("Figuur")]


def test_references_follow_what_they_lead_to(body):
    marks = {mark.get(f"{W}name"): mark for mark in body.iter(f"{W}bookmarkStart")}
    told = [code.split()[1] for code in codes(body) if code.startswith("REF")]
    assert len(told) == 10 and set(told) <= set(marks)
    ids = [mark.get(f"{W}id") for mark in marks.values()]
    assert len(ids) == len(set(ids)) and all(len(name) <= 40 for name in marks)
    text = " ".join(words(line) for line in styled(body, "FirstParagraph", "BodyText", "NaTabel")).replace(
        "\u00a0", " "
    )
    assert "(zie Figuur 1 en Tabel 1). Meer staat in Paragraaf 1." in text
    assert "Het verloop staat in Figuur 3, 2 en Tabel 2." in text and "?@" not in text


def test_pictures_are_sharp_and_say_what_is_seen(path, body):
    told = body.xpath("//*[local-name()='docPr']/@descr")
    assert told == ALTS and body.xpath("//*[local-name()='cNvPr']/@descr") == ALTS
    with zipfile.ZipFile(path) as packed:
        pictures = [packed.read(name) for name in packed.namelist() if "/media/" in name]
    assert len(pictures) == 3 and all(picture.startswith(PNG) for picture in pictures)
    widths = sorted(int.from_bytes(picture[16:20], "big") for picture in pictures)
    assert widths == [round(3.2 * 220), *[round(6.6 * 220)] * 2]
    extents = [int(node.get("cx")) / 914400 for node in body.xpath("//*[local-name()='extent']")]
    assert all(width / extent >= 220 * 0.9 for width, extent in zip(widths, sorted(extents), strict=True))
    assert max(extents) <= 6.07


def test_data_tables_have_a_head_that_is_repeated_and_rows_that_stay_whole(body, blocks):
    tables = [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Table"]
    assert len(tables) == 3
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert {style_of(line).removesuffix("Klein") for line in rows[0].iter(f"{W}p")} == {"Tabelkop"}
    read = [node for node in iter_nodes(blocks) if node["t"] == "Table" and len(node["c"][2]) > 1]
    assert plain_text(read[0]["c"][3]).startswith("Domein")
    wide = tables[1].findall(f"{W}tblGrid/{W}gridCol")
    assert len(wide) == 13 and int(wide[0].get(f"{W}w")) > int(wide[1].get(f"{W}w"))
    assert 8700 <= sum(int(column.get(f"{W}w")) for column in wide) <= 8760


def test_callouts_are_boxes_with_their_title(body):
    boxes = [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") != "Table"]
    assert [words(styled(box, "Kadertitel")[0]) for box in boxes] == CALLOUTS
    kinds = [box.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") for box in boxes]
    assert kinds == ["KaderWarning", "KaderNote", "KaderImportant"]
    assert all(style_of(box.getnext()) == "NaKader" for box in boxes)
    assert "De cijfers komen uit" in words(boxes[1])


def test_every_style_that_is_used_is_in_the_template(parts):
    known = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    for name in ("word/document.xml", "word/header1.xml", "word/header2.xml", "word/footer1.xml"):
        used = {
            node.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for node in parts[name].iter(f"{W}{tag}")
        }
        assert used <= known, name


def test_every_page_has_the_band_and_every_page_but_the_first_the_title(parts, body):
    first, others = (words(parts[f"word/header{number}.xml"]) for number in (1, 2))
    assert first == BAND and others == TITLE + BAND
    section = body.find(f"{W}body/{W}sectPr")
    assert [node.get(f"{W}type") for node in section.findall(f"{W}headerReference")] == ["first", "default"]
    assert section.find(f"{W}titlePg") is not None
    assert words(parts["word/footer1.xml"]) == "Pagina 1 van 1"
    for number in (1, 2):
        across = parts[f"word/header{number}.xml"].xpath("//*[local-name()='textpath']/@string")
        assert across == ["INTERN, niet verspreiden"]


def test_the_public_edition_has_nothing_of_the_watermark():
    with zipfile.ZipFile(io.BytesIO(reference_docx())) as packed:
        heads = b"".join(packed.read(f"word/header{number}.xml") for number in (1, 2))
    assert b"INTERN" not in heads and b"textpath" not in heads and b'"Band"' not in heads


def test_it_is_dutch_and_says_what_it_is(parts):
    assert parts["word/styles.xml"].find(f".//{W}docDefaults//{W}lang").get(f"{W}val") == "nl-NL"
    assert parts["docProps/core.xml"].xpath("//*[local-name()='title']/text()") == [TITLE]
    assert parts["docProps/core.xml"].xpath("//*[local-name()='language']/text()") == ["nl-NL"]
    assert "docProps/custom.xml" not in parts


def test_nothing_of_the_notebook_stays(path):
    with zipfile.ZipFile(path) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist() if not name.endswith(".png"))
    assert not [word for word in (b"geheim", b"papermill", b"figuur_voorbeeld", b"beeld-0") if word in everything]


def test_the_same_report_gives_the_same_bytes(path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert render_docx(path.parent, path.with_suffix(".ipynb").name, "word") == path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_book_is_one_document_of_the_joined_notebook(tmp_path):
    workdir = prepare_workdir(tmp_path)
    made = render_book(workdir, write_book(workdir), "onderzoeksrapport.ipynb", ("docx",), "embedded")
    assert set(made) == {"docx"}
    text = plain_text(json.loads(run_pandoc("", "--from=docx", "--to=json", str(made["docx"])))["blocks"])
    assert all(part in text.replace("\u00a0", " ") for part in ("Figuur 3: Derde.", "Tabel 1: Zorg per domein."))


def test_markup_in_a_text_is_text(tmp_path):
    workdir = prepare_workdir(tmp_path, 'Band & <b>"los"</b>')
    cells = [
        new_raw_cell('---\ntitle: "Kind & <ouder>"\n---'),
        new_markdown_cell("# Kop & <i>\n\nMinder dan 5 < 6 & meer.\n\n`=1+1`"),
        table_cell("tbl-x", "A & B.", TABEL),
    ]
    write_notebook(workdir / "hand.ipynb", cells)
    made = render_report(workdir, "hand.ipynb", ("docx",), "embedded")["docx"]
    with zipfile.ZipFile(made) as packed:
        body, head = (etree.fromstring(packed.read(f"word/{name}.xml")) for name in ("document", "header2"))
    assert words(head) == 'Kind & <ouder>Band & <b>"los"</b>'
    assert "Kop & <i>" in words(body) and "Minder dan 5 < 6 & meer." in words(body) and "=1+1" in words(body)


# --- the gate ---


def changed(path: Path, part: str, old: str, new: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(buffer, "w") as target:
        for name in packed.namelist():
            data = packed.read(name)
            if name == part:
                assert re.search(old.encode(), data), old
                data = re.sub(old.encode(), new.encode(), data)
            target.writestr(name, data)
    return buffer.getvalue()


BODY = "word/document.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "problem"),
    [
        (BODY, "Dit is belangrijk", "Dit is nan", "“nan”"),
        (BODY, "Dit is belangrijk", r"Zie ?@fig-weg", "@fig-weg gaat nergens heen"),
        (BODY, "Dit is belangrijk", "&lt;div class=x&gt;", "HTML in de tekst"),
        (BODY, 'descr="Een vlakke lijn."', 'descr=""', "beeld 3 heeft geen alternatieve tekst"),
        (BODY, '<w:tblHeader w:val="on"/>', "", "tabel 4 heeft geen koprij"),
        ("word/styles.xml", 'w:val="nl-NL"', 'w:val="en-US"', "de taal"),
        ("docProps/core.xml", r"<dc:title>[^<]*</dc:title>", "<dc:title></dc:title>", "geen titel"),
    ],
)
def test_the_gate_sees_what_may_not_be_published(path, part, old, new, problem):
    assert document_problems(path.read_bytes()) == []
    assert any(problem in found for found in document_problems(changed(path, part, old, new)))


def test_the_gate_stops_what_is_no_document(tmp_path):
    (tmp_path / "rapport.docx").write_bytes(b"kapot")
    with pytest.raises(BouwFout, match=r"rapport\.docx: dit is geen heel document van Word"):
        check_documents([tmp_path / "rapport.docx"])


# --- pictures ---


def test_a_drawing_becomes_a_picture_and_a_picture_stays():
    drawn = Image(
        "map/a.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>', "x"
    )
    made = pictures_for_word({"a": drawn, "b": Image("b.png", "image/png", PNG, "y")})
    assert made["a"].name == "map/a.png" and made["a"].alt == "x" and made["b"].data == PNG
    assert int.from_bytes(made["a"].data[16:20], "big") == 220 and int.from_bytes(made["a"].data[20:24], "big") == 110


def test_quarto_gets_painted_figures():
    notebook = {"cells": [dict(figure_cell("fig-a", "Een.", "Stip.")), dict(new_markdown_cell("Tekst."))]}
    data = with_painted_figures(notebook)["cells"][0]["outputs"][0]["data"]
    assert set(data) == {"image/png", "text/plain"} and "image/svg+xml" in notebook["cells"][0]["outputs"][0]["data"]
