"""Cards: what one must say, and that nothing is made from a table, a column or a card that says less."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.cli import described, main
from analysis.codebook import load_codebook
from analysis.disclosure.editions import prepare_results
from analysis.disclosure.suppression import suppress_results
from analysis.errors import InvoerFout
from analysis.presentation.rapport import make_rapport
from analysis.results import compute, kaarten
from analysis.results.dictionary import describe_tables
from analysis.results.reference import COMMANDS, commands_page, reference_pages
from analysis.results.tables import type_table, write_results
from analysis.study import Study, load_study
from result_rows import as_result

STUDY = Study(folder=Path("studie"), naam="x", publicatie={"drempel": 5})
NASLAG = Path(__file__).parents[2] / "docs" / "naslag"
CARD = {
    "rij": "Een IKC.", "sleutel": ["ikc"], "volgorde": ["ikc"], "plaats": 9990, "uit": ["kinderen"],
    "kolommen": {"ikc": None, "n_meisjes": {"type": "geheel getal", "betekenis": "Meisjes met een signaal."},
                 "onderdrukt": None},
    "onthulling": {"onderdrukken": {"regels": [{"tel": "n_meisjes", "wist": ["n_meisjes"]}]},
                   "afronden": {"tellingen": ["n_meisjes"]}},
}  # fmt: skip
COLUMN = {"type": "geheel getal", "betekenis": "Jongens met een signaal."}


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of every card, which is the one that is read."""
    folder = tmp_path / "tabellen"
    shutil.copytree(kaarten.FOLDER, folder)
    monkeypatch.setattr(kaarten, "FOLDER", folder)
    return folder


def write_card(folder: Path, content: dict, name: str = "meisjes") -> None:
    (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def said() -> str:
    with pytest.raises(InvoerFout) as caught:
        kaarten.kaarten()
    return str(caught.value)


def test_a_new_table_needs_a_card_and_nothing_else(cards: Path) -> None:
    write_card(cards, CARD)
    shown = suppress_results({"meisjes": as_result("meisjes", pd.DataFrame({"n_meisjes": [4, 5]}))}, STUDY, "publiek")
    assert shown["meisjes"]["n_meisjes"].isna().tolist() == [True, False]
    assert shown["meisjes"]["onderdrukt"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rij": None}, "`rij` ontbreekt"),
        ({"sleutel": None}, "`sleutel` ontbreekt"),
        ({"sleutel": []}, "`sleutel` is leeg"),
        ({"sleutel": ["ikc", "bouw"]}, "`sleutel` noemt een kolom die niet op de kaart staat: bouw"),
        ({"volgorde": ["meting"]}, "`volgorde` noemt een kolom die niet op de kaart staat: meting"),
        ({"uitleg": "x"}, "`uitleg` is geen bekende sleutel van een kaart"),
        ({"plaats": 10}, "`plaats` 10 heeft een andere kaart ook"),
        ({"onthulling": None}, "er is geen `onthulling`, en geen `openbaar` met de reden"),
        ({"onthulling": None, "openbaar": " "}, "er is geen `onthulling`, en geen `openbaar` met de reden"),
        ({"openbaar": "Niets."}, "`onthulling` en `openbaar` gaan niet samen"),
        ({"onthulling": {"waarom": "Omdat."}}, "`onthulling` heeft geen regels"),
        ({"onthulling": {"stappen": ["dun_curves"]}}, "stappen alleen vragen een `waarom`"),
        ({"kolommen": CARD["kolommen"] | {"n_jongens": None}}, "de kolom `n_jongens` heeft geen betekenis"),
        ({"kolommen": CARD["kolommen"] | {"n_jongens": COLUMN}}, "`onthulling.onderdrukken` zegt niets over n_jongens"),
        ({"kolommen": CARD["kolommen"] | {"n_jongens": COLUMN}}, "`onthulling.afronden` zegt niets over n_jongens"),
        ({"kolommen": {"ikc": None, "n_meisjes": COLUMN}}, "een tabel met regels heeft een kolom `onderdrukt`"),
        (
            {"sleutel": ["ikc", "n_jongens"], "kolommen": CARD["kolommen"] | {"n_jongens": COLUMN}},
            "`onthulling.onderdrukken` zegt niets over n_jongens",
        ),
        ({"onthulling": {"stappen": ["dun_curves"], "waarom": "x"}}, "er is geen regel die het zet"),
        ({"methode": [{"naam": "m", "plaats": 1, "wat": "x", "hoe": "x", "bron": "een boek"}]}, "noemt geen jaar"),
        ({"zoals": "niets"}, "`zoals` noemt niets; dat is geen kaart"),
    ],
)  # fmt: skip
def test_a_card_that_leaves_something_open_is_refused_by_name_and_key(cards: Path, change: dict, message: str) -> None:
    write_card(cards, {key: value for key, value in (CARD | change).items() if value is not None})
    text = said()
    assert text.startswith("tabellen/meisjes.yml: ") and message in text


@pytest.mark.parametrize("part", ["tel", "van", "maal", "wist", "woord", "rond", "waar"])
def test_a_rule_on_a_column_that_is_not_on_the_card_is_refused(cards: Path, part: str) -> None:
    named = {"wist": ["n_weg"], "rond": ["n_weg"], "woord": {"n_weg": ""}, "waar": {"n_weg": ["x"]}}.get(part, "n_weg")
    rules = [{"tel": "n_meisjes", "wist": ["n_meisjes"]}, {"tel": "n_meisjes", part: named}]
    write_card(cards, CARD | {"onthulling": CARD["onthulling"] | {"onderdrukken": {"regels": rules}}})
    assert "`onthulling.onderdrukken` noemt een kolom die niet op de kaart staat: n_weg" in said()


JONGENS = {"tel": "n_jongens", "wist": ["n_jongens"]}
BEIDE = {"tel": "n_meisjes", "wist": ["n_meisjes", "n_jongens"]}


@pytest.mark.parametrize(
    ("suppression", "refused"),
    [
        ({"regels": [BEIDE]}, True),
        ({"regels": [BEIDE], "via": {"n_jongens": "onderdrukt"}}, True),
        ({"regels": [BEIDE, {"tel": "n_jongens", "wist": ["n_meisjes"]}]}, True),
        ({"regels": [BEIDE, JONGENS]}, False),
        ({"regels": [{**BEIDE, "van": "n_jongens"}]}, False),
        ({"regels": [BEIDE], "via": {"n_jongens": "n_meisjes"}}, False),
    ],
)
def test_a_count_that_falls_with_another_one_only_is_refused(cards: Path, suppression: dict, refused: bool) -> None:
    """Two boys beside fifty girls would be shown: `wist` empties them when the girls are few, and not before."""
    rounding = {"tellingen": ["n_meisjes", "n_jongens"]}
    columns = CARD["kolommen"] | {"n_jongens": COLUMN}
    write_card(cards, CARD | {"kolommen": columns, "onthulling": {"onderdrukken": suppression, "afronden": rounding}})
    try:
        kaarten.kaarten()
        text = ""
    except InvoerFout as fault:
        text = str(fault)
    assert ("geen regel telt n_jongens" in text) == refused


def test_a_count_that_is_said_to_be_computed_is_refused(cards: Path) -> None:
    rounding = {"tellingen": [], "herrekend": ["n_meisjes"]}
    write_card(cards, CARD | {"onthulling": CARD["onthulling"] | {"afronden": rounding}})
    assert "`onthulling.afronden` herrekent n_meisjes; een telling hoort bij `tellingen`" in said()


@pytest.mark.parametrize("way", ["onderdrukken", "afronden"])
def test_a_card_with_rules_for_one_way_of_publishing_is_refused(cards: Path, way: str) -> None:
    write_card(cards, CARD | {"onthulling": {way: CARD["onthulling"][way]}})
    assert f"`onthulling` zegt alleen hoe het gaat met {way}" in said()


def test_all_faults_of_all_cards_come_at_once(cards: Path) -> None:
    write_card(cards, {key: value for key, value in CARD.items() if key != "rij"})
    write_card(cards, {key: value for key, value in CARD.items() if key != "uit"} | {"plaats": 9991}, "jongens")
    text = said()
    assert "tabellen/meisjes.yml: `rij` ontbreekt" in text and "tabellen/jongens.yml: `uit` ontbreekt" in text


@pytest.mark.parametrize("name", kaarten.NO_TABLES)
def test_a_table_cannot_be_named_as_a_file_beside_the_results(cards: Path, name: str) -> None:
    write_card(cards, CARD, name)
    assert f"`{name}` is de naam van een ander bestand" in said()


@pytest.mark.parametrize("editie", ["intern", "publiek"])
def test_a_step_that_does_not_exist_stops_every_edition(cards: Path, editie: str) -> None:
    write_card(cards, CARD | {"onthulling": CARD["onthulling"] | {"stappen": ["verberg_alles"]}})
    with pytest.raises(InvoerFout, match=r"tabellen/meisjes\.yml: `onthulling` noemt een stap die niet bestaat"):
        suppress_results({}, STUDY, editie)


PLANTED = pd.DataFrame({"ikc": ["A", "B"], "n_meisjes": [1, 4]})
PRODUCTS = {"productcategorie": "45", "productcode": "x", "zorgvorm": "y", "bekend": True, "n": 9, "budget_eur": 1.0,
            "n_zonder_budget": 0}  # fmt: skip


@pytest.fixture(scope="module")
def study_folder(kopieer_studie, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the small study: its tidy tables are made once, and no run below may write a result in it."""
    return kopieer_studie(tmp_path_factory.mktemp("kaarten") / "studie")


def plant(monkeypatch: pytest.MonkeyPatch, **tables: pd.DataFrame) -> None:
    """Let the costs of care hand these tables beside their own, as a new producer would."""
    own = compute.care_tables
    monkeypatch.setattr(compute, "care_tables", lambda *given: own(*given) | tables)


@pytest.mark.parametrize("editie", ["intern", "publiek"])
@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"meisjes": PLANTED}, "tabellen/meisjes.yml: deze resultaattabel heeft geen kaart"),
        (
            {"toewijzingen_producten": pd.DataFrame([PRODUCTS | {"n_meisjes": 1}])},
            "de tabel heeft een kolom die niet op de kaart staat: n_meisjes",
        ),
        (
            {"toewijzingen_producten": pd.DataFrame([PRODUCTS]).drop(columns="n")},
            "een kolom van de kaart ontbreekt in de tabel: n",
        ),
        ({"toewijzingen_producten": pd.DataFrame([PRODUCTS] * 2)}, "1 rij heeft een sleutel die er al is"),
        (
            {"toewijzingen_producten": pd.DataFrame([PRODUCTS | {"n": "vier"}])},
            "de kolom `n` heeft een waarde die geen geheel getal is",
        ),
    ],
    ids=["table", "column", "absent", "doubled", "type"],
)
def test_a_planted_table_or_column_stops_the_run_in_every_edition(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys, tables: dict, message: str, editie: str
) -> None:
    plant(monkeypatch, **tables)
    monkeypatch.setattr(compute, "_inventory_tables", lambda *given: {})
    monkeypatch.setattr(compute, "_count_inventories", lambda *given: {})
    monkeypatch.setattr(compute, "_count_toewijzingen", lambda *given: {})
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(study_folder), "run", "--edition", editie, "--to", "html"])
    assert ended.value.code == 1
    assert message in capsys.readouterr().err
    assert not list(study_folder.rglob("reports/*/resultaten/*")) and not list(study_folder.rglob("*.html"))


@pytest.mark.parametrize(
    ("editie", "change"), [("intern", {"onthulling": None}), ("publiek", {"sleutel": ["bestand"]})]
)
def test_a_planted_card_stops_the_run_in_every_edition(
    study_folder: Path, cards: Path, change: dict, editie: str
) -> None:
    write_card(cards, {key: value for key, value in (CARD | change).items() if value is not None})
    with pytest.raises(InvoerFout, match=r"tabellen/meisjes\.yml"):
        prepare_results(load_study(study_folder), load_codebook(study_folder), editie)
    assert not list(study_folder.rglob("reports/*/resultaten/*"))


@pytest.mark.parametrize("editie", ["intern", "publiek"])
def test_disclosure_itself_denies_what_no_card_knows(editie: str) -> None:
    exact = as_result("toewijzingen_producten", pd.DataFrame([PRODUCTS]))
    with pytest.raises(InvoerFout, match="heeft geen kaart"):
        suppress_results({"meisjes": PLANTED}, STUDY, editie)
    with pytest.raises(InvoerFout, match="niet op de kaart staat: n_meisjes"):
        suppress_results({"toewijzingen_producten": exact.assign(n_meisjes=1)}, STUDY, editie)


def test_nothing_is_written_beside_a_table_that_no_card_knows(tmp_path: Path) -> None:
    exact = as_result("toewijzingen_producten", pd.DataFrame([PRODUCTS]))
    for results in ({"meisjes": PLANTED}, {"toewijzingen_producten": exact.assign(n_meisjes=1)}):
        with pytest.raises(InvoerFout):
            write_results(results, tmp_path / "resultaten")
    assert not (tmp_path / "resultaten").exists()


def test_no_report_is_made_from_a_table_that_no_card_knows() -> None:
    with pytest.raises(InvoerFout, match="heeft geen kaart"):
        make_rapport(STUDY, load_codebook(), "alle", "intern", {"meisjes": PLANTED})


def test_a_table_without_rows_may_lack_columns_but_not_have_others() -> None:
    assert type_table("toewijzingen_producten", pd.DataFrame({"n": []})).columns.tolist() == [*PRODUCTS, "onderdrukt"]
    with pytest.raises(InvoerFout, match="n_meisjes"):
        type_table("toewijzingen_producten", pd.DataFrame({"n_meisjes": []}))


def test_the_list_of_tables_says_row_key_disclosure_method_and_rows() -> None:
    exact = as_result("toewijzingen_producten", pd.DataFrame([PRODUCTS]))
    rows = describe_tables({"toewijzingen_producten": exact}).set_index("tabel")
    assert rows.columns.tolist() == ["rij", "sleutel", "onthulling", "methode", "n_rijen"]
    # by hand, from the card: two rules, on n and on n_zonder_budget with its rest of n
    assert rows.loc["toewijzingen_producten"].tolist() == [
        "Een product (categorie en code) en de zorgvorm waarvoor het telt.",
        "productcategorie, productcode, zorgvorm",
        "bewaakt: n, n_zonder_budget; en de rest van: n",
        "",
        1,
    ]
    assert rows.loc["signalen", "methode"] == "wilson: Wilson (1927), J. Am. Stat. Assoc. 22"
    assert rows.loc["cbs", "onthulling"].startswith("openbaar: Cijfers die het CBS zelf")
    assert rows.loc["meldingen", "sleutel"] == "volgnummer" and rows["n_rijen"].sum() == 1


def test_the_reference_in_the_docs_is_what_the_cards_and_schemas_give() -> None:
    pages = {**reference_pages(load_codebook()), COMMANDS: commands_page(described())}
    for name, text in pages.items():
        assert (NASLAG / name).read_text(encoding="utf-8") == text, f"{name}: ikc schema --format docs"


def test_the_reference_has_every_command_with_its_options() -> None:
    page = commands_page(described())
    assert "## ikc vergeet" in page and "| `[CLIENT]` | het clientnummer;" in page
    assert "| `--insider IKC MAP` | wat iemand van dit IKC" in page and "| `--ja` | verwijder het;" in page
    assert "`--study MAP` |" not in page and "| `--naar xlsx\\|sav\\|parquet` |" in page


def test_the_reference_is_written_where_it_is_asked(tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schema", "--format", "docs", "--naar", str(tmp_path / "naslag")])
    assert ended.value.code == 0
    assert sorted(path.name for path in (tmp_path / "naslag").iterdir()) == sorted(
        path.name for path in NASLAG.iterdir()
    )
