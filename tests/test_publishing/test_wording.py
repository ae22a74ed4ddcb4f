"""No report says what a comparison of before and after cannot say; what a study typed itself is not ours."""

from dataclasses import replace

import pytest
from nbformat.v4 import new_notebook, new_output, new_raw_cell
from toy_notebooks import code, parameters, text, toy_task, write

from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.screen import callout
from analysis.publishing.batch import run_batch
from analysis.publishing.gates import BouwFout
from analysis.publishing.wording import check_wording, typed_texts, without_typed


def cell(bundle, bron="03_a.ipynb", cel=9):
    made = code("zin(rapport)")
    made.metadata["ikc"] = {"bron": bron, "cel": cel}
    made.outputs = [new_output("display_data", bundle[0], metadata=bundle[1])]
    return made


def problems(*cells, typed=()):
    try:
        check_wording(new_notebook(cells=list(cells)), lambda: typed)
    except BouwFout as error:
        return list(error.problems)
    return []


def sentence(words):
    return cell(Tekst(words)._repr_mimebundle_())


def test_a_causal_word_is_told_with_word_cell_and_notebook():
    assert problems(sentence("Er zijn meer signalen dankzij de leerkracht.")) == [
        "03_a.ipynb, cel 9: tekst: “dankzij” mag niet in een gegenereerde tekst staan: "
        "“Er zijn meer signalen dankzij de leerkracht.”"
    ]


def test_every_word_of_every_cell_is_told_at_once():
    found = problems(sentence("Dat komt door iets, en is een effect."), sentence("Een succes."))
    assert [item.split("“")[1].split("”")[0] for item in found] == ["effect", "komt door", "succes"]


@pytest.mark.parametrize("key", ["fig-cap", "fig-alt", "fig-titel", "tbl-cap"])
def test_captions_alternative_texts_and_titles_are_judged_too(key):
    assert len(problems(cell(({"text/markdown": "| a |"}, {"ikc": {key: "Het effect van zorg"}})))) == 1


def test_callouts_headings_and_the_title_of_the_report_are_judged():
    assert len(problems(sentence(callout("Let op", "Dit bewijst iets.")))) == 1
    assert len(problems(text("## Wat is het effect?"))) == 1
    assert problems(new_raw_cell("---\ntitle: Een succes\n---"))[0].startswith(
        "de titel van het rapport: tekst: “succes”"
    )


def test_cells_of_tables_are_not_judged():
    assert problems(cell(Tabel("| Effect |\n|---|\n| 1 |", "Kinderen")._repr_mimebundle_())) == []


def test_what_the_study_typed_is_not_ours():
    quoted = sentence(
        "De post **Effectmeting \\*door\\* de JOK** kost het meest; die post, effectmeting *door* de JOK, is klein."
    )
    assert problems(quoted, typed=["Effectmeting *door* de JOK"]) == []
    assert len(problems(quoted, typed=["Iets anders"])) == 2


def test_a_typed_text_does_not_excuse_a_sentence_of_ours():
    found = problems(sentence("IKC Succes heeft het effect dankzij hulp."), typed=["Succes", "Het effect van alles"])
    assert [item.split("“")[1].split("”")[0] for item in found] == ["dankzij", "effect"]


def test_a_single_word_goes_only_as_it_was_typed():
    assert without_typed("IKC Succes is een succes, geen Successen.", ["Succes"]) == (
        "IKC … is een succes, geen Successen."
    )


def test_the_study_is_not_read_where_nothing_is_wrong():
    def never():
        raise AssertionError

    check_wording(new_notebook(cells=[sentence("Het verschil kan toeval zijn.")]), never)


def test_names_posts_and_labels_of_a_study_are_what_it_typed(proefresultaten):
    typed = typed_texts(proefresultaten)
    assert {"De Wilgen", "coronapandemie", "Sociaal werker"} <= typed


PLANTED = """
class Zin:
    def _repr_mimebundle_(self, include=None, exclude=None):
        words = "Dat is het effect." if ikc == "IKC02" else "Dat kan toeval zijn."
        return {"text/markdown": words}, {}
Zin()
"""


def test_a_planted_causal_word_fails_that_report_only(tmp_path):
    (tmp_path / "study.yml").write_text("naam: Proef\n", encoding="utf-8")
    notebook = write(tmp_path, "03_a.ipynb", text("# Metingen"), parameters(), code(PLANTED))
    tasks = [
        replace(toy_task(tmp_path, name), notebooks=(notebook,), parameters={"ikc": name}, front={"title": "Proef"})
        for name in ("IKC01", "IKC02")
    ]
    good, bad = run_batch([replace(task, formats=("html",)) for task in tasks])
    assert (good.state, bad.state) == ("klaar", "mislukt")
    assert "03_a.ipynb, cel 3: tekst: “effect” mag niet in een gegenereerde tekst staan" in bad.melding
    assert not tasks[1].target.exists() and tasks[0].target.is_dir()
