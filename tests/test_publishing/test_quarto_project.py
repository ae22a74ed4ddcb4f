"""A group of reports through Quarto as one project: what each by itself gives, also in what it says is wrong."""

import shutil
from dataclasses import replace

import pytest
from nbformat.v4 import new_markdown_cell, new_raw_cell
from pretend_quarto import install
from rendering_example import BAND, figure_cell, write_notebook

from analysis.errors import InvoerFout
from analysis.publishing import quarto, quarto_project, rendering
from analysis.publishing.embedded.document import read_cells
from analysis.publishing.gates import BouwFout
from analysis.publishing.quarto import LOG
from analysis.publishing.quarto_config import read_config
from analysis.publishing.quarto_project import HANDED, Member, render_project, take_handed
from analysis.publishing.rendering import render_report
from analysis.publishing.workdir import prepare_workdir, write_head

TITLES = ("Een", "Twee", "Drie")
WAYS = {"rapport.ipynb": {"samenvatting.html": "Samenvatting"}, "samenvatting.ipynb": {"rapport.html": "Het hele"}}
FORMATS = {"rapport.ipynb": ("html", "pdf", "docx"), "samenvatting.ipynb": ("html", "pdf")}


@pytest.fixture
def program(tmp_path, monkeypatch):
    """The pretended Quarto. The figures of the report Twee stand elsewhere in print."""
    made = install(tmp_path / "bin")
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setattr(quarto, "cells_for_print", _printed)
    monkeypatch.setattr(rendering, "check_documents", list)  # Word is the template, which says nothing
    quarto.quarto_version.cache_clear()
    return made


def _printed(workdir, notebook, profile):
    cells = read_cells(workdir / notebook)
    return [cells[0], *cells[:0:-1]] if workdir.name == "Twee" else cells


def write_reports(folder, titles=TITLES):
    """Reports with a summary, each in a working folder of its own."""
    members = []
    for title in titles:
        workdir = prepare_workdir(folder / title, BAND)
        for name in ("samenvatting.ipynb", "rapport.ipynb"):
            cells = [new_markdown_cell(f"# Kop\n\n{title}, {name}"), figure_cell("fig-a", "Een.", "Een stip.")]
            write_notebook(workdir / name, [new_raw_cell(f'---\ntitle: "{title}"\nlang: nl-NL\n---'), *cells])
            members.append(Member(title, workdir, name, FORMATS[name], WAYS[name]))
    return members


def rendered(member):
    """Render or finish one document as a report does; gives its files with their bytes."""
    write_head(member.workdir, BAND, "", member.ways)
    outputs = render_report(member.workdir, member.notebook, member.formats, "quarto")
    return {(member.name, path.name): path.read_bytes() for path in outputs.values()}


def made_by(members):
    return {key: content for member in members for key, content in rendered(member).items()}


def by_itself(call):
    return bool(call[0])


def test_a_group_gives_the_same_bytes_in_as_many_calls_however_many_reports(program, tmp_path):
    alone = made_by(write_reports(tmp_path / "alleen"))
    assert len(program.calls()) == 3 * 3 + 2  # summary, report, Word; of Twee the PDF of both too
    for count in (2, 3):
        members = write_reports(tmp_path / f"samen-{count}", TITLES[:count])
        render_project(tmp_path / "project", members, BAND)
        together = made_by(members)
        calls = program.calls()
        assert [(call[1], call[2], len(call[3])) for call in calls] == [
            ("word", "docx", count),
            ("ikc", "html", count),
            ("ikc", "html", count),
            ("ikc", "typst", 2 * count),
        ]
        assert together == {key: alone[key] for key in together} and len(together) == 5 * count
        assert not any(by_itself(call) for call in calls) and not (tmp_path / "project").exists()


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("fout", "Twee kan niet"),
        ("verwijzing", "crossref @fig-Twee"),
        ("niets", r"maakte van samenvatting\.ipynb geen"),
    ],
)
def test_of_a_group_with_a_fault_exactly_the_faulty_report_fails_with_its_own_message(
    program, tmp_path, behaviour, words
):
    alone = made_by(write_reports(tmp_path / "alleen", ("Een", "Drie")))
    program.calls()
    program.does(Twee=behaviour)
    members = write_reports(tmp_path / "samen")
    render_project(tmp_path / "project", members, BAND)
    assert [len(call[3]) for call in program.calls()] == [
        3,
        3,
    ]  # Word, then pages of summaries: no one is left for more
    faulty = [member for member in members if member.name == "Twee"]
    for member in faulty:
        with pytest.raises(InvoerFout, match=words.replace("samenvatting", member.notebook.partition(".")[0])):
            rendered(member)
    assert made_by([member for member in members if member not in faulty]) == alone


def test_a_fault_in_word_leaves_the_summaries_to_the_project(program, tmp_path, monkeypatch):
    run = quarto_project.run_quarto

    def stops(folder, *arguments):
        if "docx" in arguments:
            raise InvoerFout("Word kan niet")
        return run(folder, *arguments)

    monkeypatch.setattr(quarto_project, "run_quarto", stops)
    members = write_reports(tmp_path / "samen", ("Een", "Drie"))
    render_project(tmp_path / "project", members, BAND)
    made_by(members)
    calls = [(call[0], call[2]) for call in program.calls()]
    assert calls[:2] == [("", "html"), ("", "typst")]
    assert calls[2:] == [("rapport.ipynb", "all"), ("rapport-docx.ipynb", "docx")] * 2


def test_where_quarto_renders_no_project_each_report_is_rendered_by_itself(program, tmp_path):
    alone = made_by(write_reports(tmp_path / "alleen"))
    program.calls()
    program.does(een_project="niets")
    members = write_reports(tmp_path / "samen")
    render_project(tmp_path / "project", members, BAND)
    assert made_by(members) == alone
    assert sum(by_itself(call) for call in program.calls()) == 3 * 3 + 2


def test_a_notebook_that_fails_a_gate_is_no_part_of_the_project(program, tmp_path):
    members = write_reports(tmp_path / "samen")
    cells = [new_raw_cell('---\ntitle: "Een"\n---'), new_markdown_cell("# Kop\n\nZie @fig-weg.")]
    write_notebook(members[1].workdir / "rapport.ipynb", cells)
    render_project(tmp_path / "project", members, BAND)
    assert [len(call[3]) for call in program.calls()] == [2, 3, 2, 5]
    with pytest.raises(BouwFout, match="fig-weg"):
        rendered(members[1])
    made_by([members[0], *members[2:]])
    assert program.calls() == []


def test_a_document_without_a_title_is_rendered_by_itself(program, tmp_path):
    (member,) = write_reports(tmp_path / "samen", ("Een",))[1:]
    write_notebook(
        member.workdir / "rapport.ipynb", [new_raw_cell('---\nx: "title: "\n---'), new_markdown_cell("# A\n\nB")]
    )
    render_project(tmp_path / "project", [member], BAND)
    assert program.calls() == [] and take_handed(member.workdir, member.notebook, member.formats) == {}


def test_what_a_project_made_and_will_not_do_is_rendered_by_itself(program, tmp_path):
    members = write_reports(tmp_path / "samen", ("Een", "Drie"))
    render_project(tmp_path / "project", members, BAND)
    program.calls()
    (members[0].workdir / HANDED / "samenvatting.html").write_text("<p>geen main</p>", encoding="utf-8")
    alone = made_by(write_reports(tmp_path / "alleen", ("Een", "Drie")))
    program.calls()
    assert made_by(members) == alone
    assert program.calls() == [["samenvatting.ipynb", "ikc", "all", ["samenvatting.ipynb"]]]


def test_a_document_is_handed_on_whole_and_once(tmp_path):
    folder = tmp_path / HANDED
    folder.mkdir()
    (folder / "rapport.html").write_text("a")
    assert take_handed(tmp_path, "rapport.ipynb", ("html", "pdf")) == {}
    (folder / "rapport.pdf").write_text("b")
    assert list(take_handed(tmp_path, "rapport.ipynb", ("html", "pdf"))) == ["html", "pdf"]
    assert (tmp_path / "rapport.html").read_text() == "a"
    assert take_handed(tmp_path, "rapport.ipynb", ("html", "pdf")) == {}


def test_the_list_of_the_profile_names_the_notebooks_of_a_call_and_nothing_else(program, tmp_path, monkeypatch):
    seen, run = [], quarto_project.run_quarto

    def look(folder, *arguments):
        config = read_config(folder, arguments[2])
        there = sorted(path.name for path in folder.glob("*.ipynb"))
        seen.append((config["project"], there, (folder / "_band.html").read_text(encoding="utf-8")))
        return run(folder, *arguments)

    monkeypatch.setattr(quarto_project, "run_quarto", look)
    reports = write_reports(tmp_path, ("Een", "Drie"))[1::2]
    members = [replace(member, name=f"_é{number}_{{") for number, member in enumerate(reports)]
    render_project(tmp_path / "project", members, BAND)
    assert [project for project, _, _ in seen] == [
        {"type": "default", "render": [f"01--0-rapport-{form}.ipynb", f"02--1-rapport-{form}.ipynb"]}
        for form in ("docx", "html", "pdf")
    ]
    assert all(there == project["render"] for project, there, _ in seen)
    assert [BAND in head and "samenvatting.html" in head for _, _, head in seen] == [False, True, False]


def test_every_report_keeps_what_quarto_said_of_its_group_and_then_of_itself(program, tmp_path):
    members = write_reports(tmp_path / "samen", ("Een", "Drie"))
    program.does(Drie="fout")
    render_project(tmp_path / "project", members, BAND)
    rendered(members[1])
    said = (members[1].workdir / LOG).read_text(encoding="utf-8")
    assert said.startswith("quarto render --profile word --to docx --no-execute\n[1/2] 01-Een-rapport-docx.ipynb\n")
    assert "ERROR: Drie kan niet" in said and "quarto render rapport.ipynb --profile ikc --to all" in said


def test_no_name_of_a_file_is_left_in_a_page_that_has_a_title(program, tmp_path):
    members = write_reports(tmp_path / "samen", ("Een", "Drie"))[:2]
    render_project(tmp_path / "project", members, BAND)
    handed = members[1].workdir / HANDED / "rapport.html"
    assert "01-Een-rapport-html" in handed.read_text(encoding="utf-8")
    page = rendered(members[1])["Een", "rapport.html"].decode()
    assert "01-Een" not in page and "GEZIEN" not in page and "samenvatting.html" in page


@pytest.mark.quarto
@pytest.mark.skipif(shutil.which("quarto") is None, reason="het programma quarto staat niet op het PATH")
def test_quarto_makes_the_same_of_a_group_as_of_each_report(tmp_path):
    quarto.quarto_version.cache_clear()
    alone = made_by(write_reports(tmp_path / "alleen"))
    members = write_reports(tmp_path / "samen")
    render_project(tmp_path / "project", members, BAND)
    handed = [member.workdir / HANDED / f"{member.notebook.partition('.')[0]}.{form}"
              for member in members for form in member.formats]  # fmt: skip
    assert [path for path in handed if not path.is_file()] == [], (members[0].workdir / LOG).read_text(encoding="utf-8")
    together = made_by(members)
    assert [key for key, content in together.items() if content != alone[key]] == []
