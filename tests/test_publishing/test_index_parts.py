"""The index of many IKCs: its page, the data apart, the lists without a script, and what becomes of older parts."""

import pytest
from lxml import html
from many_ikcs import HEAD, LABELS, entries, entry

from analysis.publishing.edition_folder import made_files
from analysis.publishing.gates import page_problems
from analysis.publishing.gates_of_links import dead_links
from analysis.publishing.index_page import LARGEST_TABLE, ROWS_AT_ONCE, render_index, write_index
from analysis.publishing.index_parts import (
    ROWS_PER_LIST,
    data_script,
    dead_data_links,
    links_in,
    read_data,
    split_lists,
)
from analysis.publishing.leaks.readings import read_published

MANY = 6000
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def many():
    return render_index(HEAD, entries(MANY))


def codes(page):
    return [row.get("id") for row in html.fromstring(page).xpath("//table[@id='ikcs']/tbody/tr")]


def lists_of(files):
    return {name: page for name, page in files.items() if "lijst" in name}


def test_a_small_index_is_one_page_and_a_larger_one_has_its_rows_apart():
    assert set(render_index(HEAD, entries(LARGEST_TABLE))) == {"index.html"}
    more = render_index(HEAD, entries(LARGEST_TABLE + 1))
    assert set(more) == {"index.html", "index-gegevens.js", "index-lijst-01.html"}
    assert len(codes(more["index.html"])) == ROWS_AT_ONCE


def test_six_thousand_ikcs_weigh_less_than_a_megabyte_with_their_data(many):
    page, data = (len(many[name].encode()) for name in ("index.html", "index-gegevens.js"))
    assert page < 0.3 * MEGABYTE and page + data < MEGABYTE
    assert max(len(text.encode()) for text in lists_of(many).values()) < MEGABYTE


def test_every_ikc_is_in_one_list_and_once_in_the_data(many):
    listed = [code for page in lists_of(many).values() for code in codes(page)]
    there = [f"ikc-{row[0]}" for row in read_data(many["index-gegevens.js"])["rijen"]]
    assert listed == there and len(set(there)) == MANY
    assert len(lists_of(many)) == MANY / ROWS_PER_LIST


def test_the_data_lead_to_the_files_that_the_lists_lead_to(many):
    linked = [str(link) for page in lists_of(many).values() for link in html.fromstring(page).xpath("//td//a/@href")]
    assert links_in(many["index-gegevens.js"]) == linked
    assert len(linked) == (MANY - 2) * 3


def test_lists_hang_together_and_are_reached_from_the_index(many):
    pages = {name: text.encode() for name, text in many.items() if name.endswith(".html")}
    known = {*pages, *links_in(many["index-gegevens.js"]), "manifest.json"}
    assert dead_links(pages, known) == []
    reached = html.fromstring(many["index.html"]).xpath("//nav[@id='lijsten']//a/@href")
    assert reached == sorted(lists_of(many))


def test_every_page_passes_the_gates(many):
    assert {name: page_problems(text.encode()) for name, text in many.items() if name.endswith(".html")} == {
        name: [] for name in many if name.endswith(".html")
    }


def test_only_the_index_itself_may_load_a_script_and_no_page_runs_a_strangers(many):
    assert "'strict-dynamic'" in many["index.html"] and "'self'" not in many["index.html"]
    assert all("script-src" not in page for page in lists_of(many).values())
    assert "strict-dynamic" not in render_index(HEAD, entries(3))["index.html"]


def test_a_list_is_called_after_its_first_and_last():
    lists = split_lists(entries(5), size=2)
    assert [item.titel for item in lists] == [
        "'t Nest 0001 tot en met 't Nest 0002",
        "'t Nest 0003 tot en met 't Nest 0004",
        "Skûle 0005 tot en met Skûle 0005",
    ]
    assert [item.naam for item in lists] == [f"index-lijst-0{number}.html" for number in (1, 2, 3)]


def test_a_row_of_the_data_says_what_the_ikc_is():
    data = read_data(data_script([entry(4)], LABELS))
    (row,) = data["rijen"]
    assert row[:4] == ["IKC0004", "’t Nest 0004", "zonder", 1004]
    words = [data["woorden"][place] for place in row[4:-1]]
    assert words == ["Plaats 4", "geen", ["klaar", "klaar"], "gedaald", "andere invuller", "te weinig gegevens", ""]
    assert data["bestanden"][row[-1]] == [["*/rapport.html", "HTML"], ["*/rapport.pdf", "PDF"],
                                          ["*/samenvatting.html", "samenvatting"]]  # fmt: skip


def test_a_report_that_failed_says_why_in_the_data_and_leads_nowhere():
    script = data_script([entry(7)], LABELS)
    assert read_data(script)["fouten"]["IKC0007"][0] == "03_a.ipynb, cel\u00a07: KeyError: '<aandeel>'"
    assert links_in(script) == []


def test_a_dead_link_in_the_data_is_found(tmp_path):
    (tmp_path / "index-gegevens.js").write_text(data_script([entry(1)], LABELS), encoding="utf-8")
    names = ["index-gegevens.js", "IKC0001/rapport.html", "IKC0001/samenvatting.html"]
    assert dead_data_links(tmp_path, names) == ["index-gegevens.js: de link IKC0001/rapport.pdf gaat nergens heen"]
    assert dead_data_links(tmp_path, []) == []


def test_the_parts_are_listed_as_made_and_go_when_the_index_is_small_again(tmp_path):
    write_index(tmp_path, render_index(HEAD, entries(ROWS_PER_LIST + 1)))
    made = ["index-gegevens.js", "index-lijst-01.html", "index-lijst-02.html", "index.html"]
    strange = tmp_path / "index-van-een-ander.html"
    strange.write_text("x", encoding="utf-8")
    assert made_files(tmp_path, []) == made
    write_index(tmp_path, render_index(HEAD, entries(ROWS_PER_LIST)))
    assert made_files(tmp_path, []) == [name for name in made if "02" not in name]
    write_index(tmp_path, render_index(HEAD, entries(3)))
    assert made_files(tmp_path, []) == ["index.html"] and strange.exists()


def test_the_leak_gate_reads_the_data_as_words_of_people(tmp_path):
    for name in ("index-gegevens.js", "ander.js"):
        (tmp_path / name).write_text("Jansen", encoding="utf-8")
    prose = {name: [r.is_prose for r in read_published(tmp_path / name) if "Jansen" in r.text]
             for name in ("index-gegevens.js", "ander.js")}  # fmt: skip
    assert prose == {"index-gegevens.js": [True], "ander.js": [False]}
