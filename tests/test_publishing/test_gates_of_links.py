import pytest

from analysis.publishing.gates import BouwFout
from analysis.publishing.gates_of_links import check_links, check_listed, dead_links

PAGE = "<html><body><main id='inhoud'><h2 id='sec-a'>A</h2>{}</main></body></html>"


def dead(links, files=None, **others):
    pages = {"index.html": PAGE.format("".join(f"<a href='{link}'>x</a>" for link in links)).encode()}
    pages |= {name.replace("_", "."): PAGE.format("").encode() for name in others}
    return [line.split(" link ")[1].split(" ")[0] for line in dead_links(pages, files)]


def test_a_link_to_a_place_in_this_page_or_another_chapter_must_lead_there():
    links = ["#sec-a", "#sec-weg", "04.html#sec-a", "04.html#sec-met-zonder", "./04.html", "#inhoud"]
    assert dead(links, **{"04_html": True}) == ["#sec-weg", "04.html#sec-met-zonder"]


def test_links_to_elsewhere_are_taken_on_trust_until_all_files_are_known():
    links = ["../index.html", "rapport.pdf", "https://www.voorbeeld.nl/#x", "mailto:a@voorbeeld.nl"]
    assert dead(links) == []
    assert dead(links, ["rapport.pdf"]) == ["../index.html"]


def test_a_report_with_a_dead_link_is_not_made(tmp_path):
    path = tmp_path / "rapport.html"
    path.write_text(PAGE.format("<a href='#weg'>x</a>"), encoding="utf-8")
    with pytest.raises(BouwFout, match=r"rapport\.html: de link #weg gaat nergens heen"):
        check_links([path])


def test_in_an_edition_a_link_must_lead_to_a_file_of_it(tmp_path):
    (tmp_path / "IKC01").mkdir()
    (tmp_path / "IKC01" / "rapport.html").write_text(PAGE.format("<a href='../index.html'>x</a><a href='b.pdf'>x</a>"))
    names = ["IKC01/rapport.html", "index.html"]
    (tmp_path / "index.html").write_text(PAGE.format("<a href='IKC01/rapport.html#sec-a'>x</a>"))
    assert list(check_listed(tmp_path, names)) == ["IKC01/rapport.html: de link b.pdf gaat nergens heen"]


def test_of_many_pages_one_is_open_at_a_time_and_the_dead_links_stand_in_order(tmp_path):
    names = [f"IKC{number:02d}/rapport.html" for number in range(1, 31)]
    for name in names:
        (tmp_path / name).parent.mkdir()
        links = (
            "<a href='#weg'>x</a><a href='../IKC01/rapport.html#sec-b'>x</a><a href='../IKC02/rapport.html#sec-a'>x</a>"
        )
        (tmp_path / name).write_text(PAGE.format(links), encoding="utf-8")
    told = list(check_listed(tmp_path, names))
    wanted = [(name, link) for name in names for link in ("#weg", "../IKC01/rapport.html#sec-b")]
    assert told == [f"{name}: de link {link} gaat nergens heen" for name, link in wanted]
