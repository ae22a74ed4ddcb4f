import pytest
from chapters import CALLED
from fake_results import ANDERS, CODEBOOK, ZELFDE, fake_rapport, fake_study, fake_tables, with_changes
from whole_tables import assert_whole, cells

from analysis.presentation import doelen, kosten, verantwoording, zorgpaden
from analysis.presentation.notes import hidden_note
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import make_rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.verantwoording.exploratory import table_changes

TABLES = [name for name in CALLED if name.startswith("tabel_")]
CHAPTERS_ELSEWHERE = (*doelen.__all__, *kosten.__all__, *zorgpaden.__all__)
ELSEWHERE = {*CHAPTERS_ELSEWHERE, "tabel_toewijzingen_kosten", "tabel_effectenketen", "tabel_trend"}
"""Tables of cases, costs, goals and the effectenketen: the fake results have none; their chapters have own tests."""
FED = [name for name in TABLES if name not in ELSEWHERE]


HOW = [
    {"seed": 3, "ikcs": 5},
    {"metingen": 6, "seed": 5, "lang": True, "ikcs": 3},
    {"ikc": "alle", "seed": 4},
    {"modus": "onderdrukt"},
    {"editie": "intern", "ikcs": 2},
]


@pytest.mark.parametrize("name", FED)
def test_tables_are_whole_and_fit_a_page(name):
    made = [CALLED[name](fake_rapport(**how)) for how in HOW]
    tables = [shown for shown in made if isinstance(shown, Tabel)]
    assert tables, "no case gives this table: it is not tested"
    for shown in tables:
        assert_whole(shown)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_data_is_a_sentence_or_nothing(name):
    rapport = make_rapport(fake_study(), CODEBOOK, "IKC01", "publiek", {})
    shown = CALLED[name](rapport)
    assert isinstance(shown, Tabel | Tekst)
    assert isinstance(shown, Tekst) or name == "tabel_definities"


def test_what_markdown_would_read_as_a_sign_is_escaped():
    table = pipe_table(["a_b"], [["x|y *z* $1 @fig `c` [d]"]], "l")
    assert table.split("\n")[0] == r"| a\_b |"
    assert table.split("\n")[2] == r"| x\|y \*z\* \$1 \@fig \`c\` \[d\] |"


def test_suppressed_cells_have_the_sign_and_the_note():
    rapport = fake_rapport(modus="onderdrukt")
    rows = table_changes(primary_changes(rapport), "2019", "2021", 1000).split("\n")
    assert cells(rows[2])[1:] == [*["‑"] * 3, "niet getoond"]
    assert hidden_note(~primary_changes(rapport)["getoond"]) == " ‑: te weinig kinderen om te tonen."


@pytest.mark.parametrize(("invuller", "word"), [(ZELFDE, "gestegen"), (ANDERS, "meer genoteerd")])
def test_key_figures_read_as_numbers_per_100(invuller, word):
    study = fake_study(ikcs=1, invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    changes = tables["veranderingen"]
    hit = (changes["indicator"] == "internaliserend") & (changes["naar"] == "eindmeting")
    values = {
        "aandeel_van": 0.09,
        "aandeel_naar": 0.23,
        "verschil": 0.14,
        "n_kinderen_van": 200,
        "n_kinderen_naar": 210,
        "ci_laag_gecorrigeerd": 0.09,
        "ci_hoog_gecorrigeerd": 0.19,
    }
    tables = with_changes(study, tables, hit, **values)
    rapport = make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)
    row = cells(table_changes(primary_changes(rapport), "2019", "2021", 1000).split("\n")[2])
    assert row == ["Internaliserende problemen", "9", "23", "+14 (+9 tot +19)", word]


def test_the_ledger_has_one_row_per_file_and_leaves_out_other_ikcs():
    shown = verantwoording.tabel_grootboek(fake_rapport(ikc="IKC02"))
    rows = [cells(line) for line in shown.markdown.split("\n")[2:]]
    assert [row[0] for row in rows] == ["populatie.csv", r"toewijzingen / 2019\_export.csv"]
    assert rows[1][1:4] == ["1.204", "1.180", "24"]
    assert rows[1][4] == r"dubbele rij (17); verwijderd (reden 13) \| ingetrokken (7)"


def test_an_amount_stays_with_its_euro_sign():
    shown = Tekst("Het verschil is € 8.777,55.")
    assert shown._repr_mimebundle_()[0]["text/markdown"] == "Het verschil is €\u00a08.777,55."
