from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.disclosure.suppression import suppress_results
from analysis.errors import Melding
from analysis.results.compute import compute_results
from analysis.results.dictionary import describe_columns
from analysis.results.kaarten import kaart, kaarten
from analysis.results.tables import read_results, type_table, write_results
from analysis.study import Study
from analysis.tidy.schemas import CATEGORIE, COLUMNS, empty_table

CODEBOOK = load_codebook()
TABLES = tuple(kaarten())
CONTRACT = {
    "signalen": "ikc meting bouw soort domein code n_kinderen n aandeel ci_laag ci_hoog onderdrukt",
    "zorg": "ikc meting bouw soort domein code n_kinderen n aandeel ci_laag ci_hoog onderdrukt",
    "veranderingen": "ikc indicator bouw van naar aandeel_van aandeel_naar verschil ci_laag ci_hoog p p_gecorrigeerd"
    " primair methode genoteerd oordeel oordeel_reden onderdrukt",
    "samenhang": "ikc meting verband n_beide n_eerste n_tweede n_geen odds_ratio ci_laag ci_hoog phi onderdrukt",
    "toewijzingen_kwartaal": "ikc kwartaal zorgvorm n_lopend n_gestart n_kinderen lopend_per_1000 gestart_per_1000"
    " kosten_eur storend onderdrukt",
    "trajecten": "ikc periode zorgvorm n n_lopend mediaan_dagen ci_laag ci_hoog aandeel_kort onderdrukt",
    "kosten": "casus grootheid scenario betaler laag midden hoog onbekend",
    "controles": "bron casus grootheid scenario betaler post gepubliceerd herberekend_laag herberekend herberekend_hoog"
    " verschil oordeel",
}


@dataclass(frozen=True)
class FakeTidy:
    """What compute_results needs of a TidyStudy."""

    tables: dict[str, pd.DataFrame]
    grootboek: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            [("data/raw/populatie.csv", "lezen", 4, 4, 0, "")],
            columns=["bestand", "stap", "rijen_in", "rijen_door", "rijen_apart", "reden"],
        )
    )
    meldingen: tuple[Melding, ...] = (Melding("data/raw/populatie.csv", "een kolom te veel.", "waarschuwing", ("x",)),)


def _study(**settings) -> Study:
    metingen = (
        {"meting": "nulmeting", "peildatum": "2019-02-01", "informant": "leerkracht"},
        {"meting": "eindmeting", "peildatum": "2021-06-01", "informant": "jeugdondersteuner"},
    )
    return Study(**{"folder": Path("studie"), "naam": "x", "metingen": metingen, "ikcs": ({"ikc": "Z"}, {"ikc": "A"}),
                    "toewijzingen": {"van": "2019-01-01", "tot": "2019-12-31"}, **settings})  # fmt: skip


def _tables(**given: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {name: given.get(name, empty_table(name)) for name in COLUMNS}


def _rows(table: str, rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS[table]))
    texts = [column for column, kind in COLUMNS[table].items() if kind in (str, CATEGORIE)]
    texts_filled = {column: frame[column].astype("object").fillna("") for column in texts}
    return frame.assign(**texts_filled).astype(COLUMNS[table])


def _inventory() -> dict[str, pd.DataFrame]:
    cells = [(ikc, meting) for ikc in ("A", "Z") for meting in ("eindmeting", "nulmeting")]
    children = [
        {"ikc": ikc, "meting": meting, "kind": f"{ikc}{k}", "groep": 1, "bouw": "onderbouw", "hoofdrapport": True,
         "informant": "leerkracht", "rij": k}
        for ikc, meting in cells for k in range(30)
    ]  # fmt: skip
    marks = [
        {**child, "soort": "kindproblematiek", "domein": "externaliserend", "code": "druk"}
        for child in children
        if child["rij"] < (20 if child["meting"] == "eindmeting" else 6)
    ]
    populatie = [{"ikc": ikc, "meting": meting, "bouw": "onderbouw", "aantal_kinderen": 40} for ikc, meting in cells]
    inventoried = [{"ikc": ikc, "meting": meting, "vorm": "kinderen"} for ikc, meting in cells]
    return {
        "kinderen": _rows("kinderen", children), "inventarisatie": _rows("inventarisatie", marks),
        "populatie": _rows("populatie", populatie), "inventarisaties": _rows("inventarisaties", inventoried),
    }  # fmt: skip


@pytest.fixture(scope="module")
def results() -> dict[str, pd.DataFrame]:
    return compute_results(FakeTidy(_tables(**_inventory())), _study(), CODEBOOK)


def test_contract_columns_are_in_the_dictionary() -> None:
    for table, columns in CONTRACT.items():
        assert set(columns.split()) <= set(kaart(table).kolommen), table


def test_every_column_is_explained_once() -> None:
    columns = describe_columns()
    assert not columns.duplicated(["tabel", "kolom"]).any()
    assert (columns["omschrijving"].str.len() > 10).all()
    assert set(columns["type"]) == {"tekst", "geheel getal", "getal", "ja/nee", "datum"}


def test_every_table_has_exactly_the_documented_columns(results: dict[str, pd.DataFrame]) -> None:
    assert tuple(results) == TABLES
    for name, table in results.items():
        assert table.columns.tolist() == list(kaart(name).kolommen)


def test_written_results_read_back_the_same(results: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for editie in ("intern", "publiek"):
        shown = suppress_results(results, _study(), editie)
        write_results(shown, tmp_path / editie)
        for name, table in read_results(tmp_path / editie).items():
            pd.testing.assert_frame_equal(table, shown[name], check_exact=False, rtol=0, atol=5.1e-7)


def test_text_that_a_spreadsheet_would_run_is_marked_and_read_back(tmp_path: Path) -> None:
    texts = ["=1+1", "@SUM(A1)", "+cmd|x", "\t=1", "-12,5", "'=1", "gewoon"]
    rows = pd.DataFrame({"casus": texts, "casus_ikc": "", "aspect": "rendement", "tekst": texts})
    table = type_table("casus_waarden", rows)
    write_results({"casus_waarden": table}, tmp_path)
    written = pd.read_csv(tmp_path / "casus_waarden.csv", dtype=str)["tekst"].tolist()
    assert written == ["'=1+1", "'@SUM(A1)", "'+cmd|x", "'\t=1", "-12,5", "''=1", "gewoon"]
    pd.testing.assert_frame_equal(read_results(tmp_path)["casus_waarden"], table)


def test_same_results_give_the_same_bytes(results: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    shuffled = FakeTidy({name: table.iloc[::-1] for name, table in _tables(**_inventory()).items()})
    write_results(results, tmp_path / "a")
    write_results(compute_results(shuffled, _study(), CODEBOOK), tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_files_are_as_the_contract_says(results: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_results(results, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{name}.csv" for name in (*TABLES, "datadictionary", "tabellen")}
    content = (tmp_path / "signalen.csv").read_bytes()
    assert b"\r" not in content and content.startswith(b"ikc,meting,bouw,soort,domein,code,n_kinderen,n,aandeel")
    lines = content.decode("utf-8").splitlines()
    # by hand: 6 of 40 children, Wilson 0.0706 - 0.2907; no child without a signal is lost: 0 of 40 is a row
    assert "Z,nulmeting,alle,kindproblematiek,externaliserend,druk,40,6,0.15,0.070612,0.290723,1,false" in lines
    assert any(line.startswith("Z,nulmeting,alle,kindproblematiek,leren,alle,40,0,0.0,0.0,") for line in lines)
    assert (tmp_path / "trajecten.csv").read_text(encoding="utf-8").count("\n") == 1


def test_rows_are_in_the_order_of_study_and_codebook(results: dict[str, pd.DataFrame]) -> None:
    signalen = results["signalen"]
    assert signalen["ikc"].unique().tolist() == ["Z", "A", "alle"]
    assert signalen["meting"].unique().tolist() == ["nulmeting", "eindmeting"]
    assert signalen["bouw"].unique().tolist() == ["onderbouw", "alle"]
    expected = CODEBOOK.indicatoren.query("aard == 'signaal'")["code"].tolist()
    assert signalen["code"].head(len(expected)).tolist() == expected


def test_no_value_is_impossible(results: dict[str, pd.DataFrame]) -> None:
    for name in ("signalen", "zorg"):
        assert results[name]["aandeel"].dropna().between(0, 1).all()
        assert (results[name]["n"] <= results[name]["n_kinderen"]).fillna(True).all()
    assert results["veranderingen"]["verschil"].dropna().between(-1, 1).all()


def test_rise_is_found_and_worded(results: dict[str, pd.DataFrame]) -> None:
    changes = results["veranderingen"].query("ikc == 'A' and indicator == 'druk' and bouw == 'alle'")
    assert changes["genoteerd"].tolist() == ["meer"]
    assert changes[["oordeel", "oordeel_reden"]].to_numpy().tolist() == [["niet te zeggen", "andere_informant"]]
    assert changes["informant_gewisseld"].tolist() == [True]


def test_study_without_any_delivery_has_empty_tables() -> None:
    found = compute_results(FakeTidy(_tables()), _study(), CODEBOOK)
    assert tuple(found) == TABLES
    assert all(found[name].empty for name in CONTRACT)
    suppress_results(found, _study(), "publiek")


CERTAINTY = ("gevoeligheid", "uitgangspositie", "informant", "over_ikcs", "ikc_schattingen", "verschil_in_verschil",
             "gebeurtenisstudie")  # fmt: skip
PRIMARY = ({"indicator": "externaliserend", "richting": "daling"},)
MIDDLE = {"meting": "tussen", "peildatum": "2020-02-01", "informant": "leerkracht"}


def _small(ikcs: tuple[str, ...], primary: tuple = PRIMARY, third: bool = False) -> dict[str, pd.DataFrame]:
    """Compute a study of these IKCs, pilots that started between the two metingen, and both editions of it."""
    metingen = (*[item.model_dump() for item in _study().metingen], *([MIDDLE] if third else []))
    study = _study(
        ikcs=tuple({"ikc": ikc, "rol": "pilot", "start_jok": "2019-03-01"} for ikc in ikcs),
        metingen=tuple(sorted(metingen, key=lambda item: str(item["peildatum"]))), primaire_indicatoren=primary,
    )  # fmt: skip
    own = {name: table[table["ikc"].isin(ikcs)] for name, table in _inventory().items()}
    found = compute_results(FakeTidy(_tables(**own)), study, CODEBOOK)
    for editie in ("intern", "publiek"):
        suppress_results(found, study, editie)
    return found


@pytest.mark.parametrize("third", [False, True])
def test_one_ikc_has_every_table_of_how_sure_it_is(third: bool) -> None:
    """From 6 to 20 of 40 in the one IKC; one IKC says nothing of all together, and there is no other beside it."""
    found = _small(("A",), third=third)
    assert all(name in found for name in CERTAINTY)
    runs = found["gevoeligheid"].set_index(["ikc", "dreiging"])["verschil"]
    assert runs[("A", "gemeten")] == pytest.approx(0.35) and set(found["gevoeligheid"]["ikc"]) == {"A"}
    assert "zonder_ikc" not in found["gevoeligheid"]["dreiging"].tolist()
    assert found["over_ikcs"]["n_ikcs"].tolist() == [1] and found["ikc_schattingen"]["ikc"].tolist() == ["A"]
    assert found["informant"]["ikc"].tolist() == ["A"]
    assert found["verschil_in_verschil"].empty and found["gebeurtenisstudie"].empty


@pytest.mark.parametrize("ikcs", [("A",), ("A", "Z")])
def test_a_study_without_primary_indicators_has_empty_tables_of_how_sure_it_is(ikcs: tuple[str, ...]) -> None:
    found = _small(ikcs, primary=())
    assert all(found[name].empty for name in CERTAINTY)
    assert not found["veranderingen"].empty


def test_study_without_ikcs_or_metingen_runs() -> None:
    bare = _study(metingen=(), ikcs=())
    found = compute_results(FakeTidy(_tables()), bare, CODEBOOK)
    assert all(found[name].empty for name in CONTRACT)


def test_toewijzingen_alone_give_their_tables() -> None:
    toewijzingen = _rows("toewijzingen", [
        {"client": f"k{i}", "ikc": "A", "zorgvorm": "logopedie", "startdatum": pd.Timestamp("2019-01-15"),
         "toewijzingsdatum": pd.Timestamp("2019-01-10"), "einddatum": pd.Timestamp("2019-08-01"), "bron_rij": i}
        for i in range(6)
    ])  # fmt: skip
    found = compute_results(FakeTidy(_tables(toewijzingen=toewijzingen)), _study(), CODEBOOK)
    quarter = found["toewijzingen_kwartaal"].query("ikc == 'A' and kwartaal == '2019Q1' and zorgvorm == 'logopedie'")
    assert quarter[["n_lopend", "n_gestart"]].to_numpy().tolist() == [[6, 6]]
    assert found["trajecten"].query("ikc == 'A' and zorgvorm == 'logopedie' and periode == 'voor nulmeting'")[
        "n"
    ].tolist() == [6]
    assert found["signalen"].empty


def test_cases_alone_give_costs() -> None:
    casussen = _rows("casussen", [
        {"casus": "01", "scenario": scenario, "post": "hulp", "betaler": "gemeente", "bedrag": amount,
         "gemonetariseerd": True, "rij": row}
        for row, scenario, amount in ((2, "zonder_jok", 9000.0), (3, "met_jok", 2500.0))
    ])  # fmt: skip
    found = compute_results(FakeTidy(_tables(casussen=casussen)), _study(), CODEBOOK)
    saving = found["kosten"].query("grootheid == 'besparing' and betaler == 'alle'")
    assert saving["midden"].tolist() == [6500.0]
