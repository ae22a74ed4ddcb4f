import re

from lxml import etree
from matplotlib.figure import Figure

from analysis.presentation.tekenen.canvas import new_sheet
from analysis.presentation.tekenen.carried import NAMESPACE, carried
from analysis.presentation.tekenen.style import FONT
from analysis.presentation.tekenen.svg import document_svg, draw_svg


def drawn(title: str = "Titel") -> Figure:
    sheet = new_sheet(1.5, title)
    axes = sheet.axes(0.4, 0, 2, 1.2)
    axes.plot([0, 1, 2], [1, 3, 2], "o-", color="#0b5c8a")
    axes.fill_between([0, 1, 2], [0, 1, 1], [2, 4, 3], alpha=0.2, color="#0b5c8a", lw=0)
    return sheet.figure


def tree(svg: str):
    return etree.fromstring(svg.encode())


def test_the_screen_gets_paths_and_the_document_text_in_the_report_s_font():
    assert "<text" not in draw_svg(drawn("Vijf & zes"))
    root = tree(document_svg(drawn("Vijf & zes")))
    assert "Vijf & zes" in [node.text for node in root.iter(f"{{{NAMESPACE}}}text")]
    assert root.get("font-family") == FONT and "style" not in {key for node in root.iter() for key in node.attrib}


def test_small_means_small_and_the_size_in_points_stays():
    full, small = draw_svg(drawn(), "none"), document_svg(drawn())
    assert len(small) < len(full) / 2
    assert re.search(r'width="[\d.]+pt"', small)[0] == re.search(r'width="[\d.]+pt"', full)[0]
    assert not re.search(r"\d\.\d{3}", small)


def test_every_id_is_pointed_to_and_every_pointer_has_its_id():
    small = document_svg(drawn())
    pointers = set(re.findall(r'(?:href="#|url\(#)([a-z]\d+)', small))
    assert pointers and pointers == set(re.findall(r' id="([a-z]\d+)"', small))


def test_the_same_figure_gives_the_same_bytes():
    assert document_svg(drawn(), drawn("Smal")) == document_svg(drawn(), drawn("Smal"))


def test_the_narrow_drawing_and_the_numbers_travel_inside_and_come_out():
    numbers = {"kop": ["Wat", "Toen"], "rijen": [["<5 & meer", "te weinig"]]}
    root = tree(document_svg(drawn("Breed"), drawn("Smal"), numbers, "Open: <niet> dicht."))
    narrow, found, key = carried(root)
    assert (found, key) == (numbers, "Open: <niet> dicht.")
    assert ">Smal<" in etree.tostring(narrow, encoding="unicode")
    assert ">Smal<" not in etree.tostring(root, encoding="unicode")
    assert carried(root) == (None, {}, "")


def test_what_has_no_colour_is_left_out_and_what_has_stays():
    small = document_svg(drawn())
    assert 'fill="none"/>' not in small
    assert small.count('stroke="#0b5c8a"') >= 2 and 'fill-opacity=".2"' in small
