import json
import os
import shutil
import stat
import zipfile

import pytest
import rendered_facts as facts
import yaml
from lxml import html
from quarto_pages import quarto_page
from rendering_example import (
    ALTS,
    BAND,
    CALLOUTS,
    CAPTION_PARTS,
    CAPTIONS,
    REFERENCES,
    example_cells,
    write_book,
    write_notebook,
)

from analysis.errors import InvoerFout
from analysis.publishing import quarto
from analysis.publishing.embedded.pandoc import plain_text, run_pandoc
from analysis.publishing.embedded.typst_pdf import compile_pdf
from analysis.publishing.gates import page_problems
from analysis.publishing.gates_of_word import document_problems
from analysis.publishing.quarto import (
    LOG,
    check_log,
    find_quarto,
    quarto_version,
    render_book_with_quarto,
    render_with_quarto,
    write_chapters,
)
from analysis.publishing.quarto_config import read_config
from analysis.publishing.quarto_page import lower_headings
from analysis.publishing.rendering import choose_renderer, render_book, render_report
from analysis.publishing.workdir import prepare_workdir

needs_quarto = pytest.mark.skipif(shutil.which("quarto") is None, reason="het programma quarto staat niet op het PATH")
PAGE = "<html><body><main><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></main>"
SMALL = '#set document(title: "T")\n#set text(lang: "nl")\n= Kop\nTekst.'
WRITES = f"echo '{PAGE}' > rapport.html; cp klein.pdf rapport.pdf"
"""What the fake Quarto does when it is asked for HTML and PDF."""


def made_workdir(folder, band=""):
    """A working folder with the notebook, and a PDF that the fake Quarto can hand in."""
    workdir = prepare_workdir(folder, band)
    write_notebook(workdir / "rapport.ipynb", example_cells())
    (workdir / "klein.pdf").write_bytes(compile_pdf(SMALL, {}, ["ua-1"]))
    return workdir


@pytest.fixture
def fake_quarto(tmp_path, monkeypatch):
    """A program that is called quarto: it notes its arguments and writes what the test says."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def install(script: str, version: str = "1.10.19") -> None:
        quarto_version.cache_clear()
        program = folder / "quarto"
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo {version} && exit\n'
            f'echo "$@ $SOURCE_DATE_EPOCH" >> aanroepen.txt\n{script}\n',
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    return install


def test_unresolved_reference_in_the_log_is_a_failure():
    log = "pandoc\nWARNING (/usr/lib/main.lua:1) Unable to resolve crossref @fig-weg\nOutput created: a.html\n"
    with pytest.raises(InvoerFout, match="@fig-weg"):
        check_log(log, 0)
    check_log("Output created: a.html\n", 0)


def test_failure_shows_the_last_lines_of_the_log():
    log = "\n".join(f"regel {number}" for number in range(1, 31))
    with pytest.raises(InvoerFout) as caught:
        check_log(log, 3)
    assert "code 3" in str(caught.value)
    assert "regel 19\n" in str(caught.value) and "regel 30" in str(caught.value)
    assert "regel 18\n" not in str(caught.value)


def test_without_quarto_the_embedded_renderer_works_and_quarto_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_quarto() is None
    assert choose_renderer("auto") == "embedded"
    with pytest.raises(InvoerFout, match="--renderer embedded"):
        choose_renderer("quarto")


@pytest.mark.parametrize("version", ["1.8.27", "1.9.0", "1.9.17", "1.9"])
def test_a_quarto_that_is_too_old_is_passed_over_and_refused_by_name(fake_quarto, version):
    fake_quarto("true", version=version)
    assert choose_renderer("auto") == "embedded"
    with pytest.raises(InvoerFout, match=rf"Quarto {version} kan dit niet: nodig is 1\.9\.18 of nieuwer"):
        choose_renderer("quarto")


@pytest.mark.parametrize("version", ["1.9.18", "1.9.38", "1.10.0", "2.0.1"])
def test_a_quarto_that_is_new_enough_is_taken(fake_quarto, version):
    fake_quarto("true", version=version)
    assert choose_renderer("auto") == "quarto"


def test_a_book_leaves_its_pages_and_nothing_beside_them(fake_quarto, tmp_path):
    workdir = prepare_workdir(tmp_path / "werk", BAND)
    chapters = write_book(workdir)
    pages = {name: quarto_page(name, "<p>Tekst.</p>") for name in ("index", "01", "02")}
    for name, text in pages.items():
        (workdir / f"{name}.klaar").write_text(text, encoding="utf-8")
    copies = "; ".join(f"cp {name}.klaar _boek/{name}.html" for name in pages)
    fake_quarto(
        f"mkdir -p _boek/site_libs/bootstrap; {copies}; echo '{{}}' > _boek/search.json; touch _boek/site_libs/a"
    )
    folder = render_book_with_quarto(workdir, chapters)
    assert sorted(path.name for path in folder.iterdir()) == ["01.html", "02.html", "index.html"]
    middle = facts.read_page(folder / "01.html")
    assert middle.xpath("//nav[@class='bladeren']//a/@href") == ["index.html", "02.html"]
    assert read_config(workdir, "boek")["book"]["page-navigation"] is False


def test_one_call_makes_both_formats_and_tables_get_scopes(fake_quarto, tmp_path):
    workdir = made_workdir(tmp_path / "werk")
    fake_quarto(f"{WRITES}; echo gezegd")
    outputs = render_with_quarto(workdir, "rapport.ipynb", "ikc", ("html", "pdf"))
    calls = (workdir / "aanroepen.txt").read_text().splitlines()
    assert calls == ["render rapport.ipynb --profile ikc --to all --no-execute 1577836800"]
    assert (workdir / "_fonts" / "SourceSansPro-Regular.ttf").is_file() and (workdir / "_band.html").is_file()
    assert [cell.get("scope") for cell in facts.read_page(outputs["html"]).iter("th")] == ["col", "row"]
    assert choose_renderer("auto") == "quarto"
    assert (workdir / LOG).read_text() == (
        "quarto render rapport.ipynb --profile ikc --to all --no-execute\ngezegd\n\n"
    )


def test_word_has_a_call_of_its_own_from_painted_figures(fake_quarto, tmp_path):
    workdir = made_workdir(tmp_path / "werk", BAND)
    before = (workdir / "rapport.ipynb").read_bytes()
    fake_quarto(f'case "$@" in *docx*) cp $2 gezien.json; cp _sjabloon.docx ${{2%.ipynb}}.docx;; *) {WRITES};; esac')
    outputs = render_with_quarto(workdir, "rapport.ipynb", "ikc", ("html", "pdf", "docx"))
    calls = (workdir / "aanroepen.txt").read_text().splitlines()
    assert [call.rpartition(" ")[0] for call in calls] == [
        "render rapport.ipynb --profile ikc --to all --no-execute",
        "render rapport-docx.ipynb --profile word --to docx --no-execute",
    ]
    assert set(outputs) == {"html", "pdf", "docx"} and outputs["docx"] == workdir / "rapport.docx"
    seen = (workdir / "gezien.json").read_text(encoding="utf-8")
    assert "image/svg+xml" not in seen and seen.count("image/png") == 3
    assert (workdir / "rapport.ipynb").read_bytes() == before and not list(workdir.glob("rapport-docx*"))
    with zipfile.ZipFile(outputs["docx"]) as packed:
        assert "IKC De Wilgen: wat veranderde" in packed.read("word/header2.xml").decode()


def test_a_pdf_with_its_figures_elsewhere_has_a_call_of_its_own(fake_quarto, tmp_path, monkeypatch):
    workdir = made_workdir(tmp_path / "werk", BAND)
    cells = json.loads((workdir / "rapport.ipynb").read_text(encoding="utf-8"))["cells"]
    monkeypatch.setattr(quarto, "cells_for_print", lambda *_: [cells[0], *cells[:0:-1]])
    fake_quarto(f'case "$@" in *typst*) cp $2 gezien.json; cp klein.pdf ${{2%.ipynb}}.pdf;; *) {WRITES};; esac')
    outputs = render_with_quarto(workdir, "rapport.ipynb", "ikc", ("html", "pdf"))
    calls = (workdir / "aanroepen.txt").read_text().splitlines()
    assert [call.rpartition(" ")[0] for call in calls] == [
        "render rapport.ipynb --profile ikc --to html --no-execute",
        "render rapport-pdf.ipynb --profile ikc --to typst --no-execute",
    ]
    assert json.loads((workdir / "gezien.json").read_text(encoding="utf-8"))["cells"] == [cells[0], *cells[:0:-1]]
    assert set(outputs) == {"html", "pdf"} and not list(workdir.glob("rapport-pdf*"))


def test_word_has_a_profile_with_the_template(tmp_path):
    workdir = prepare_workdir(tmp_path)
    config = read_config(workdir, "word")
    assert config["format"]["docx"]["reference-doc"] == "_sjabloon.docx" and (workdir / "_sjabloon.docx").is_file()
    assert "docx" not in read_config(workdir, "ikc")["format"]


def test_a_page_of_quarto_keeps_one_main_heading():
    page = html.document_fromstring(
        '<body><h2 id="toc-title">Inhoud</h2><main><h1 class="title">T</h1><h1>A</h1><h2>B</h2><h1>C</h1></main></body>'
    )
    lower_headings(page)
    assert [node.tag for node in page.iter("h1", "h2", "h3")] == ["h2", "h1", "h2", "h3", "h2"]
    before = html.tostring(page)
    lower_headings(page)
    assert html.tostring(page) == before


def test_missing_output_is_told(fake_quarto, tmp_path):
    workdir = made_workdir(tmp_path / "werk")
    fake_quarto("true")
    with pytest.raises(InvoerFout, match=r"rapport\.ipynb geen rapport\.pdf"):
        render_with_quarto(workdir, "rapport.ipynb", "ikc", ("pdf",))


def test_chapters_are_filled_in_for_the_book(tmp_path):
    workdir = prepare_workdir(tmp_path)
    write_chapters(workdir, ["index.ipynb", "01.ipynb"], "boek")
    settings = yaml.safe_load((workdir / "_quarto-boek.yml").read_text(encoding="utf-8"))
    assert settings["book"]["chapters"] == ["index.ipynb", "01.ipynb"]
    assert settings["project"]["type"] == "book"


@pytest.mark.quarto
@needs_quarto
def test_quarto_and_the_embedded_renderer_tell_the_same_facts(tmp_path):
    workdir = prepare_workdir(tmp_path, BAND)
    write_notebook(workdir / "rapport.ipynb", example_cells())
    outputs = render_report(workdir, "rapport.ipynb", ("html", "pdf", "docx"), "quarto")
    read = json.loads(run_pandoc("", "--from=docx", "--to=json", str(outputs["docx"])))["blocks"]
    told = plain_text(read).replace("\u00a0", " ")
    assert all(part in told for part in [*CAPTION_PARTS, *CALLOUTS, "Internaliserend"])
    assert document_problems(outputs["docx"].read_bytes()) == []
    page, text = facts.read_page(outputs["html"]), " ".join(facts.pdf_pages(outputs["pdf"]))
    assert facts.captions(page) == CAPTIONS
    assert facts.references(page) == REFERENCES
    assert facts.callout_titles(page) == CALLOUTS
    assert facts.alts(page) == ALTS
    assert [alt for _, alt in facts.pdf_tags(outputs["pdf"]) if alt] == ALTS
    assert all(part in text for part in [*CAPTION_PARTS, *CALLOUTS, BAND])
    assert page_problems(outputs["html"].read_bytes()) == []
    assert "geheim" not in outputs["html"].read_text(encoding="utf-8") + text


@pytest.mark.quarto
@needs_quarto
def test_quarto_makes_the_same_book(tmp_path):
    workdir = prepare_workdir(tmp_path, BAND)
    chapters = write_book(workdir)
    made = render_book(workdir, chapters, "onderzoeksrapport.ipynb", ("html", "pdf"), "quarto")
    second = facts.read_page(made["html"].with_name("02.html"))
    assert facts.captions(second) == ["Figuur 2.1: Tweede.", "Figuur 2.2: Derde.", "Tabel 2.1: Zorg per domein."]
    assert facts.references(second) == ["Figuur 1.1"]
