"""No cell of a public report can open exact data: every door of ours is found, tried, and shut there."""

import ast
import os
import subprocess
import sys
from datetime import date

import pytest
from doors import SOURCE, functions, functions_of, guarded, module_of, unguarded_doors

from analysis.codebook import load_codebook
from analysis.codebook.proposal import write_proposal
from analysis.disclosure.editions import (
    TRUSTED,
    ensure_results,
    load_results,
    parts_folder,
    refresh_results,
    results_folder,
)
from analysis.errors import InvoerFout
from analysis.exchange.delivered import read_delivered
from analysis.exchange.inventories import enrolled_children
from analysis.exchange.letters import check_folder
from analysis.intake.deliveries import read_deliveries
from analysis.intake.formats import read_grids
from analysis.intake.toewijzingen import read_toewijzingen
from analysis.presentation import open_rapport, open_schoon, verken
from analysis.publishing.leaks.secrets import gather_secrets
from analysis.publishing.steps import open_edition, open_parts
from analysis.publishing.wording import typed_texts
from analysis.results.parts import Parts
from analysis.results.pipeline import ensure_tidy, read_tidy, refresh_tidy
from analysis.results.tables import read_results
from analysis.study import load_study
from analysis.study.doors import EDITIE
from analysis.study.hashes import Memory
from analysis.study.key_rotation import rotate_keys
from analysis.study.keys import read_key
from analysis.tidy.check import check_study
from analysis.tidy.persons import load_persons
from analysis.tidy.store import load_messages, load_tidy
from analysis.tidy.tidy_study import tidy_study

CODEBOOK = load_codebook()
DELIVERED = "data/raw/leerlingen.csv"
GUARDED = {
    "intake.deliveries:read_deliveries": lambda study: read_deliveries(study, CODEBOOK),
    "intake.formats:read_grids": lambda study: read_grids(study.folder / DELIVERED, len),
    "intake.toewijzingen:read_toewijzingen": lambda study: read_toewijzingen(study, CODEBOOK, b"0" * 32),
    "presentation.rapport:open_schoon": lambda study: open_schoon(study.folder, "intern"),
    "presentation.verken.studie:open_studie": lambda study: verken.open_studie(study.folder),
    "results.pipeline:refresh_tidy": lambda study: refresh_tidy(study, lambda: CODEBOOK, Memory({})),
    "results.parts:__post_init__": lambda study: Parts(parts_folder(study, "intern")),
    "results.tables:read_results": lambda study: read_results(results_folder(study, "intern")),
    "study.key_rotation:rotate_keys": lambda study: rotate_keys(study, frozenset(), False, date(2021, 11, 1)),
    "study.keys:read_key": lambda study: read_key(study, "afronding"),
    "tidy.store:load_messages": load_messages,
    "tidy.persons:load_persons": load_persons,
    "tidy.store:load_tidy": load_tidy,
}
"""Each function with the guard, and how a cell of a report would call it."""
BEHIND = {
    "check_study": lambda study: check_study(study, CODEBOOK),
    "enrolled_children": lambda study: enrolled_children(study, CODEBOOK),
    "ensure_results": lambda study: ensure_results(study, CODEBOOK, "intern"),
    "ensure_tidy": lambda study: ensure_tidy(study, CODEBOOK),
    "gather_secrets": gather_secrets,
    "load_results": lambda study: load_results(study, "intern"),
    "load_results_round_about": lambda study: load_results(study, "publiek/../intern"),
    "open_edition": lambda study: open_edition(study, "intern"),
    "open_parts": lambda study: open_parts(study, "intern"),
    "open_rapport": lambda study: open_rapport(study.folder, "IKC01", "intern"),
    "read_delivered": lambda study: read_delivered(DELIVERED, study, CODEBOOK),
    "read_tidy": read_tidy,
    "refresh_results": lambda study: refresh_results(study, lambda: CODEBOOK, "intern"),
    "tidy_study": lambda study: tidy_study(study, CODEBOOK),
    "typed_texts": lambda study: typed_texts(study.folder),
}
"""Functions that stand behind a guard."""
TELLS_NO_ROW = {
    "disclosure.file_names:delivery_files": "names of files, to replace them in what is public",
    "exchange.export.export:_wrong_places": "compares folders",
    "exchange.letters:check_folder": "compares folders",
    "intake.cbs:read_cbs": "what the CBS has published",
    "intake.places:find_places": "names of files",
    "publishing.guard:_inputs": "hashes",
    "publishing.manifest:hash_deliveries": "hashes; the public manifest has none",
    "publishing.wording:typed_texts": "asks whether there are tidy tables; read_tidy reads them",
    "publishing.remake:look_what_is_made": "whether there are tidy tables",
    "results.pipeline:_inputs": "hashes",
    "results.pipeline:missing_ikcs": "codes of IKCs, which the public edition names too",
    "study.retention:_deliveries": "names and ages of files, to throw away",
    "study.working_copies:working_copies": "names of folders, to throw away",
    "tidy.store:write_tidy": "writes",
}
"""Doors without a guard, and what they give instead of rows or counts."""


@pytest.fixture
def study(proefresultaten):
    return load_study(proefresultaten)


@pytest.fixture
def public_process(study, monkeypatch):
    """What the kernel of a public report has in its environment."""
    monkeypatch.setenv(EDITIE, "publiek")
    monkeypatch.setenv(TRUSTED, str(results_folder(study, "publiek")))


def test_every_door_has_a_guard_or_a_reason():
    """A new function that opens a delivery, a tidy table or a key fails here until it has one of both."""
    assert unguarded_doors(functions()) == set(TELLS_NO_ROW)


@pytest.mark.parametrize(
    ("body", "is_door"),
    [
        ("return pd.read_parquet(study.folder / 'data/processed/kinderen')", True),
        ("return list((study.raw / 'leerlingen.csv').open())", True),
        ("from analysis.tidy.store import _read_table\n    return _read_table('kinderen', study.folder)", True),
        ("refuse_in_public('data/processed')\n    return pd.read_parquet(study.processed)", False),
        ("from analysis.tidy.store import load_tidy\n    return load_tidy(study)", False),
        ("return study.naam", False),
    ],
    ids=["parquet", "folder", "private-reader", "guarded", "behind-a-guard", "no-door"],
)
def test_the_search_finds_a_new_door(body, is_door):
    new = functions_of(f"def toon(study):\n    {body}\n", "presentation.nieuw")
    assert ("presentation.nieuw:toon" in unguarded_doors({**functions(), **new})) == is_door


def test_every_guard_is_tried():
    assert guarded(functions()) == set(GUARDED)


@pytest.mark.parametrize("name", [*GUARDED, *BEHIND])
def test_a_door_is_shut_where_the_public_edition_is_made(name, study, public_process):
    with pytest.raises(InvoerFout) as refused:
        {**GUARDED, **BEHIND}[name](study)
    (melding,) = refused.value.meldingen
    assert melding.code == "niet_openbaar" and "alleen open in de interne editie" in melding.tekst
    assert f"gegeven: {EDITIE} = publiek" in melding.regels and "`editie: intern`" in melding.advies


@pytest.mark.parametrize("name", [name for name in GUARDED if name != "study.key_rotation:rotate_keys"])
def test_a_guard_lets_through_where_the_internal_edition_is_made(name, study, monkeypatch):
    monkeypatch.setenv(EDITIE, "intern")
    assert GUARDED[name](study) is not None


@pytest.mark.parametrize("said", ["publiek", "Intern", "onbekend"])
def test_an_edition_that_is_not_known_is_never_taken_for_internal(said, study, monkeypatch):
    monkeypatch.setenv(EDITIE, said)
    with pytest.raises(InvoerFout, match="interne editie"):
        load_tidy(study)


@pytest.mark.parametrize("edition", [(), ("publiek",)])
def test_tidy_tables_open_only_for_who_says_intern(edition, study):
    with pytest.raises(InvoerFout, match=r"editie = publiek[\s\S]*`-p editie intern`"):
        open_schoon(study.folder, *edition)
    assert open_schoon(study.folder, "intern").tables["kinderen"] is not None


def test_a_public_report_opens_with_its_own_results_and_no_others(study, public_process):
    rapport = open_rapport(study.folder, "IKC01", "publiek")
    counts, exact = rapport.alle("gemeten"), study.reports / "intern" / "resultaten" / "gemeten.csv"
    assert exact.is_file() and len(counts) and (counts["n_kinderen"].dropna() % study.publicatie.basis == 0).all()


def test_results_that_are_not_there_are_never_those_of_another_edition(kopieer_studie, study, tmp_path, monkeypatch):
    alone = load_study(kopieer_studie(tmp_path / "studie"))
    results_folder(alone, "intern").parent.mkdir(parents=True)
    results_folder(alone, "intern").symlink_to(results_folder(study, "intern"))
    assert load_results(alone, "intern") and load_results(alone, "publiek") == {}
    monkeypatch.setenv(EDITIE, "publiek")
    monkeypatch.setenv(TRUSTED, str(results_folder(alone, "publiek")))
    with pytest.raises(InvoerFout, match="interne editie"):
        open_rapport(alone.folder, "IKC01", "publiek")
    assert not results_folder(alone, "publiek").exists()


def test_another_process_is_refused_as_well(study):
    """The variable is all that a kernel gets; nothing of this process is needed."""
    cell = f"from analysis.presentation import open_schoon; open_schoon({str(study.folder)!r}, 'intern')"
    paths = os.pathsep.join([str(SOURCE.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run([sys.executable, "-c", cell], env={**os.environ, EDITIE: "publiek", "PYTHONPATH": paths},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1 and "dit gaat alleen open in de interne editie" in done.stderr


def test_nothing_internal_is_written_into_a_public_edition(study, tmp_path):
    for folder in (tmp_path / "reports" / "publiek" / "brieven", study.reports / "publiek"):
        for write in (lambda place: check_folder(place, study), lambda place: write_proposal([], CODEBOOK, place)):
            with pytest.raises(InvoerFout, match="deze map wordt gepubliceerd"):
                write(folder)
    check_folder(tmp_path / "reports" / "intern" / "brieven", study)


COMPUTING = {"intake", "tidy", "measures", "inference", "costs", "simulation"}
READERS = {"presentation.rapport"}
"""Opens tables for others: the only module of presentation outside `verken` that may load what makes them."""


def test_no_chapter_of_a_report_computes_from_rows():
    """Chapters take words of earlier rooms (names in capitals); what counts, estimates, opens is for `verken` alone."""
    taken = {
        f"{module_of(path)} takes {node.module}.{alias.name}"
        for path in (SOURCE / "presentation").rglob("*.py")
        if "verken" not in path.parts
        for node in ast.walk(_without_types(ast.parse(path.read_text(encoding="utf-8"))))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.")
        for alias in node.names
        if (node.module.split(".")[1] in COMPUTING and not alias.name.isupper())
        or (node.module in ("analysis.results.pipeline", "analysis.results.compute", "analysis.disclosure.editions")
            and module_of(path) not in READERS)
    }  # fmt: skip
    assert taken == set()


def _without_types(tree):
    """Take out what is imported for type checkers only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    return tree
