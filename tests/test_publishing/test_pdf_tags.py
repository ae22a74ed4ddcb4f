import io

import pypdf
import pytest

from analysis.publishing.embedded.templates import ASSETS
from analysis.publishing.embedded.typst_pdf import compile_pdf
from analysis.publishing.gates import BouwFout
from analysis.publishing.gates_of_pdf import check_pdfs, pdf_problems
from analysis.publishing.notebook.cells import Image
from analysis.publishing.pdf_tags import children, complete_tags, structure

DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="72" height="36"><rect width="9" height="9"/></svg>'
IMAGES = {"a.svg": Image("a.svg", "image/svg+xml", DRAWN)}
HEAD = '#set document(title: "Toets")\n#set text(lang: "nl", region: "NL")\n'
BODY = """= Kop
#figure(image("a.svg", alt: "Een stip."), caption: [Onder het beeld.])
#figure(table(columns: 2, table.header[Domein][2019], [Gezin], [9], [Leren], [12]), kind: table, caption: [Boven.])
"""


def made(source, images=IMAGES):
    return compile_pdf(source, images, ["ua-1"])


def elements(pdf):
    return list(structure(pypdf.PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]))


def test_the_first_cell_of_a_row_is_its_head_and_the_others_are_not():
    rows = [node for node in elements(made(HEAD + BODY)) if node["/S"] == "/TR"]
    assert [[str(cell["/S"]) for cell in children(row)] for row in rows] == [["/TH", "/TH"], *[["/TH", "/TD"]] * 2]
    heads = [children(row)[0] for row in rows[1:]]
    assert [next(str(item.get_object().get("/Scope")) for item in head["/A"]) for head in heads] == ["/Row", "/Row"]


def test_a_caption_is_read_after_its_figure_and_before_its_table():
    groups = [[str(child["/S"]) for child in children(node)] for node in elements(made(HEAD + BODY))]
    assert ["/Figure", "/Caption"] in groups and ["/Caption", "/Figure"] not in groups
    assert any(group[:1] == ["/Caption"] and "/Figure" not in group for group in groups)


def test_the_pages_stay_as_they_were_and_the_bytes_are_the_same_each_time():
    first, second = made(HEAD + BODY), made(HEAD + BODY)
    assert first == second and complete_tags(first).startswith(first)
    text = pypdf.PdfReader(io.BytesIO(first)).pages[0].extract_text()
    assert "Gezin" in text and text.index("Onder het beeld.") < text.index("Domein")


def test_a_good_pdf_passes_and_one_in_another_language_or_without_title_does_not(tmp_path):
    assert pdf_problems(made(HEAD + BODY)) == []
    (tmp_path / "a.pdf").write_bytes(made(HEAD.replace('"nl"', '"en"') + BODY))
    with pytest.raises(BouwFout, match=r"a\.pdf: de taal van de PDF is niet Nederlands: en-NL"):
        check_pdfs([tmp_path / "a.pdf"])


def planted(change):
    writer = pypdf.PdfWriter(io.BytesIO(made(HEAD + BODY)), incremental=True)
    change(writer.root_object, writer)
    out = io.BytesIO()
    writer.write(out)
    return pdf_problems(out.getvalue())


def without(name):
    return lambda root, _: root.pop(name)


def undescribed(root, _):
    next(node for node in structure(root["/StructTreeRoot"]) if node["/S"] == "/Figure").pop("/Alt")


def headless(root, _):
    for node in structure(root["/StructTreeRoot"]):
        if node["/S"] == "/TH":
            node[pypdf.generic.NameObject("/S")] = pypdf.generic.NameObject("/TD")


def english_code(root, _):
    paragraph = next(node for node in structure(root["/StructTreeRoot"]) if node["/S"] == "/Caption")
    paragraph[pypdf.generic.NameObject("/Lang")] = pypdf.generic.TextStringObject("en-NL")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (without("/Lang"), "de taal van de PDF is niet Nederlands: geen"),
        (without("/Metadata"), "de PDF zegt niet dat zij toegankelijk is (PDF/UA-1)"),
        (without("/ViewerPreferences"), "boven het venster staat de bestandsnaam, en niet de titel"),
        (without("/StructTreeRoot"), "de PDF heeft geen tags"),
        (undescribed, "figuur 1 heeft geen alternatieve tekst"),
        (headless, "tabel 1 heeft geen koppen"),
        (english_code, "een stuk tekst heeft de taal en-NL"),
        (lambda _, writer: writer.add_metadata({"/Title": " "}), "de PDF heeft geen titel"),
    ],
)
def test_each_fault_that_is_planted_is_named(change, problem):
    assert problem in planted(change)


def test_code_is_dutch_in_our_own_style():
    style = (ASSETS / "rapport.typ").read_text(encoding="utf-8")
    pdf = made(f"{style}\n{HEAD}= Kop\nDe tabel `zorg.csv` staat hier.", {})
    assert {str(node.get("/Lang", "nl")) for node in elements(pdf)} == {"nl"}
    assert any(node["/S"] == "/Code" for node in elements(pdf))


def test_a_number_that_is_not_shown_is_told_in_words():
    style = (ASSETS / "rapport.typ").read_text(encoding="utf-8")
    table = "#table(columns: 2, table.header[Zorg][2019], [Jeugd\u2011GGZ], [\u2011], [Basis], [12])"
    text = pypdf.PdfReader(io.BytesIO(made(f"{style}\n{HEAD}= Kop\n{table}", {}))).pages[0].extract_text()
    assert text.count("niet getoond") == 1 and "GGZ \u2011niet getoond" in text


def test_what_is_no_pdf_is_told():
    assert pdf_problems(b"") == ["dit is geen hele PDF"]
