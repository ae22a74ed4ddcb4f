import pytest
import yaml
from toy_notebooks import code, parameters, text, write

from analysis.errors import InvoerFout
from analysis.publishing.notebook.assemble import assemble_notebook, needed_deliveries, split_chapters


@pytest.fixture
def notebooks(tmp_path):
    first = write(
        tmp_path,
        "03_a.ipynb",
        text("# Metingen\n\nWat veranderde er?"),
        parameters(),
        code("import pandas as pd", "laden"),
        text("## Kinderen"),
        code("#| label: fig-kinderen\n1"),
        text("## Toewijzingen\n\nHoeveel lopen er?"),
        code("#| label: fig-lopend\n2", "vereist:toewijzingen"),
        code("3", "alleen-notebook"),
    )
    second = write(
        tmp_path,
        "04_b.ipynb",
        text("# Zorg"),
        parameters("top = 10"),
        code("import pandas as pd", "laden"),
        text("Alleen met beide.", "vereist:toewijzingen", "vereist:leerlingen"),
    )
    return [first, second]


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_parameters_come_once_with_what_later_notebooks_add(notebooks):
    joined = assemble_notebook(notebooks, {"toewijzingen", "leerlingen"}, {"title": "T"})
    found = [cell for cell in joined.cells if "parameters" in cell.metadata.get("tags", [])]
    assert [cell.source for cell in found] == ["study = '.'\nikc = 'alle'\neditie = 'publiek'\ntop = 10"]
    assert sources(joined).index(found[0].source) == 1
    assert sources(joined).count("import pandas as pd") == 1


def test_front_matter_is_a_raw_first_cell_that_yaml_reads_back(notebooks):
    front = {"title": "IKC De Wilgen: wat veranderde er?", "date": "2021-06-30", "lang": "nl-NL"}
    first = assemble_notebook(notebooks, set(), front).cells[0]
    assert first.cell_type == "raw"
    assert yaml.safe_load(first.source.strip("-")) == front


def test_a_section_and_a_chapter_without_their_delivery_disappear_with_their_heading(notebooks):
    joined = assemble_notebook(notebooks, set(), {"title": "T"})
    assert sources(joined)[2:] == [
        "# Metingen\n\nWat veranderde er?",
        "import pandas as pd",
        "## Kinderen",
        "#| label: fig-kinderen\n1",
    ]
    assert joined.metadata.ikc.weggelaten == ["fig-lopend"]


def test_all_required_deliveries_must_be_there(notebooks):
    assert "Alleen met beide." not in sources(assemble_notebook(notebooks, {"toewijzingen"}, {}))
    with_both = sources(assemble_notebook(notebooks, {"toewijzingen", "leerlingen"}, {}))
    assert with_both[-2:] == ["# Zorg", "Alleen met beide."]
    assert "3" not in with_both
    assert needed_deliveries(notebooks) == {"toewijzingen", "leerlingen"}


def test_a_section_that_lost_nothing_keeps_its_lone_heading_cell(tmp_path):
    path = write(tmp_path, "01_a.ipynb", text("# A"), text("## B\n\ntekst"), text("## C", "vereist:x"))
    assert sources(assemble_notebook([path], set(), {}))[1:] == ["# A", "## B\n\ntekst"]


def test_a_chapter_with_a_living_section_keeps_its_heading(tmp_path):
    path = write(tmp_path, "01_a.ipynb", text("# A"), code("1", "vereist:x"), text("## B"), code("2"))
    assert sources(assemble_notebook([path], set(), {}))[1:] == ["# A", "## B", "2"]


def test_cells_know_their_notebook_and_number_and_ids_are_unique_and_repeatable(notebooks):
    one, two = (assemble_notebook(notebooks, {"toewijzingen"}, {"title": "T"}) for _ in range(2))
    cell = next(cell for cell in one.cells if "fig-lopend" in cell.source)
    assert cell.metadata.ikc == {"bron": "03_a.ipynb", "cel": 7}
    ids = [cell.id for cell in one.cells]
    assert len(set(ids)) == len(ids)
    assert one == two


def test_a_label_used_twice_names_both_places(tmp_path):
    first = write(tmp_path, "01_a.ipynb", text("# A"), code("#| label: fig-x\n1"))
    second = write(tmp_path, "02_b.ipynb", code('#| label: "fig-x"\n2'))
    with pytest.raises(InvoerFout) as caught:
        assemble_notebook([first, second], set(), {})
    assert "fig-x" in str(caught.value)
    assert "01_a.ipynb, cel 2" in str(caught.value) and "02_b.ipynb, cel 1" in str(caught.value)


def test_chapters_start_at_each_level_1_heading(tmp_path):
    path = write(tmp_path, "03_a.ipynb", code("import math"), text("# Een"), text("## Deel"), text("# Twee"), code("1"))
    joined = assemble_notebook([path], set(), {"title": "T"})
    assert [[cell.source for cell in chapter.cells] for chapter in split_chapters(joined)] == [
        ["import math", "# Een", "## Deel"],
        ["# Twee", "1"],
    ]


def test_chapters_stand_in_the_order_that_is_asked_with_the_others_at_the_star(tmp_path):
    first = write(tmp_path, "03_a.ipynb", parameters(), code("import os", "laden"), text("# A", "sectie:a"), code("1"),
                  text("# B", "sectie:b"), code("2"))  # fmt: skip
    second = write(tmp_path, "04_b.ipynb", parameters(), code("import re", "laden"), text("# C"), code("3"),
                   text("# D", "sectie:d"), text("## D1"), code("4"))  # fmt: skip
    joined = assemble_notebook([first, second], set(), {"title": "T"}, ("d", "*", "a"))
    assert sources(joined)[2:] == [
        "import os", "import re", "# D {#sec-d}", "## D1", "4", "# B {#sec-b}", "2", "# C", "3", "# A {#sec-a}", "1",
    ]  # fmt: skip
