"""The partial that takes the place of Quarto's article: pandoc fills it, as Quarto lets pandoc do."""

import subprocess

import pytest

from analysis.publishing.embedded.pandoc import pandoc_path
from analysis.publishing.embedded.templates import ASSETS
from analysis.publishing.embedded.typst_pdf import compile_pdf
from analysis.publishing.gates_of_pdf import pdf_problems
from analysis.publishing.quarto_config import format_options, read_config
from analysis.publishing.workdir import project_folder

TEMPLATE = """#let article(doc) = { set par(justify: true); doc }
$for(header-includes)$
$header-includes$
$endfor$
#set page(paper: "us-letter", margin: (x: 1.25in, y: 1.25in), numbering: none)
$typst-show.typ()$

$body$
"""
TEXT = """---
title: "IKC De Wilgen: wat & hoe?"
subtitle: Gemeente Waterland
lang: nl
region: NL
papersize: a4
margin: {x: 2.8cm, top: 2.2cm, bottom: 2cm}
mainfont: Source Sans Pro
fontsize: 10pt
section-numbering: "1.1.1"
toc: %s
toc-title: Inhoudsopgave
toc-depth: 2
---

# Signalen

- Een lijst.

## Per domein

Tekst.
"""


@pytest.fixture
def filled(tmp_path):
    """Fill Quarto's template, cut down, with our partial in the place of its own."""

    def fill(toc):
        (tmp_path / "template.typ").write_text(TEMPLATE, encoding="utf-8")
        (tmp_path / "typst-show.typ").write_bytes((ASSETS / "typst-show.typ").read_bytes())
        (tmp_path / "tekst.md").write_text(TEXT % toc, encoding="utf-8")
        command = [str(pandoc_path()), "tekst.md", "--to=typst", "--standalone", "--template=template.typ",
                   "-H", str(ASSETS / "rapport.typ")]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
        return done.stdout

    return fill


def test_the_title_stands_in_the_house_style_and_nothing_is_justified(filled):
    source = filled("false")
    assert "#titelblok([IKC De Wilgen: wat & hoe?], [Gemeente Waterland], none)" in source
    assert "#inhoudsopgave" not in source and "#show: doc => article" not in source
    assert '#set page(paper: "a4")' in source and '#set heading(numbering: "1.1.1")' in source
    assert pdf_problems(compile_pdf(source, {}, ["ua-1"])) == []


def test_the_contents_list_is_ours_when_asked_for(filled):
    source = filled("true")
    assert "#inhoudsopgave([Inhoudsopgave], 2)" in source
    assert pdf_problems(compile_pdf(source, {}, ["ua-1"])) == []


def test_quarto_is_told_to_use_it():
    options = format_options(read_config(project_folder(), "ikc"), {}, "typst")
    assert options["template-partials"] == ["src/analysis/publishing/assets/typst-show.typ"]
    assert (project_folder() / options["template-partials"][0]).is_file()
