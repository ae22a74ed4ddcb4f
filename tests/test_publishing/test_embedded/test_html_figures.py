import base64
import re

import pytest
from lxml import html

from analysis.presentation.outputs import Cijfers, Figuur
from analysis.presentation.tekenen.canvas import new_sheet
from analysis.publishing.embedded.html_figures import complete_figures
from analysis.publishing.embedded.html_page import data_uri
from analysis.publishing.embedded.templates import ASSETS
from analysis.publishing.gates import page_problems


def sheet_of(title: str, width: float = 6.3):
    sheet = new_sheet(1, title, "Van de 100", ["Open: anders."], width)
    sheet.axes(0, 0, 2, 1).plot([1, 2], [1, 2], "o-")
    return sheet.figure


def page(*figures: Figuur) -> html.HtmlElement:
    parts = [
        f'<figure id="fig-{place}"><div class="figuur-kader" role="group" tabindex="0" aria-label="Figuur {place}"><p>'
        f'<img src="{data_uri("image/svg+xml", figure.document_svg().encode())}" alt="{figure.alt}"></p></div>'
        f"<figcaption>Figuur {place}: {figure.bijschrift}</figcaption></figure>"
        for place, figure in enumerate(figures, 1)
    ]
    root = html.document_fromstring(f"<html lang='nl'><body><main>{''.join(parts)}<p>Na.</p></main></body></html>")
    complete_figures(root)
    return html.document_fromstring(html.tostring(root, encoding="unicode"))


NUMBERS = Cijfers(("Wat", "2019"), (("A", "3"), ("B", "te weinig")))
BOTH = Figuur(sheet_of("Breed"), "Wie.", "Een stip.", sheet_of("Smal", 3.6), NUMBERS)
WIDE_ONLY = Figuur(sheet_of("Alleen breed"), "Wie.", "Twee stippen.")


def test_a_figure_is_one_image_with_one_text_and_two_drawings():
    (image,) = page(BOTH).xpath("//*[@role='img']")
    assert image.get("aria-label") == "Een stip."
    drawings = list(image.iterchildren())
    assert [drawing.tag for drawing in drawings] == ["svg", "svg"]
    assert [drawing.get("class") for drawing in drawings] == ["figuur-breed", "figuur-smal"]
    assert [drawing.get("aria-hidden") for drawing in drawings] == ["true", "true"]
    assert [drawing.get("width") for drawing in drawings] == ["605", "346"]
    assert "Breed" in drawings[0].text_content() and "Smal" in drawings[1].text_content()


def test_what_explains_the_drawing_is_text_once():
    root = page(BOTH)
    (key,) = root.xpath("//p[@class='figuur-sleutel']")
    assert key.text == "Van de 100. Open: anders." and key.getnext().get("role") == "img"


def test_only_a_wide_figure_without_a_narrow_drawing_scrolls():
    root = page(BOTH, WIDE_ONLY, Figuur(sheet_of("Alleen smal", 3.6), "Wie.", "Drie stippen."))
    frames = root.xpath("//div[contains(@class, 'figuur-kader')]")
    assert [frame.get("tabindex") for frame in frames] == [None, "0", None]
    assert root.xpath("//svg/@class")[-1] == "figuur-enig"


def test_the_numbers_stand_behind_the_figure_in_a_table_that_opens():
    root = page(BOTH, WIDE_ONLY)
    (details,) = root.iter("details")
    assert details.getprevious().tag == "figure" and details.findtext("summary") == "De cijfers van deze figuur"
    assert details.findtext(".//caption") == "Figuur 1: de cijfers"
    assert [cell.text for cell in details.iter("th", "td")] == ["Wat", "2019", "A", "3", "B", "te weinig"]
    assert [cell.get("class") for cell in details.iter("td")] == [None, "getal", None, "getal"]


def test_ids_are_unique_in_the_page_and_pointers_lead_to_them():
    root = page(BOTH, WIDE_ONLY)
    written = html.tostring(root, encoding="unicode")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', written)) <= set(ids)
    assert page_problems(f"<!DOCTYPE html>{written}".encode()) == []


@pytest.mark.parametrize("address", ["data:image/png;base64,AAAA", "data:image/svg+xml;base64,AAAA", "plaat.svg"])
def test_what_is_no_drawing_stays_a_picture(address):
    root = html.document_fromstring(f'<main><img src="{address}" alt="x"></main>')
    complete_figures(root)
    assert root.xpath("//img/@src") == [address]


DANGEROUS = [
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>p{color:red}</style></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://a.nl/x.png"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="https://a.nl/x"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><iframe src="x"/></foreignObject></svg>',
]


@pytest.mark.parametrize("svg", DANGEROUS)
def test_a_drawing_that_could_do_something_stays_a_picture(svg):
    packed = base64.b64encode(svg.encode()).decode()
    root = html.document_fromstring(f'<main><img src="data:image/svg+xml;base64,{packed}" alt="x"></main>')
    complete_figures(root)
    assert len(root.xpath("//img")) == 1 and not root.xpath("//svg")


def test_the_style_keeps_colours_in_high_contrast_and_blends_nothing():
    style = (ASSETS / "rapport.css").read_text(encoding="utf-8")
    assert "mix-blend-mode" not in style
    assert re.search(r"forced-colors: active\) \{ \.figuur svg, \.figuur svg \* \{ forced-color-adjust: none", style)
