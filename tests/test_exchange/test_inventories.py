import shutil
from pathlib import Path

import openpyxl
import pytest
from filled import make_study

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.exchange.inventories import write_inventories
from analysis.tidy.tidy_study import judge_study

CODEBOOK = load_codebook()
LEERLINGEN = """client;kindcode;ikc;groep;van;tot
999999990;007;IKC01;3;01-08-2018;31-07-2019
999999990;007;IKC01;5;01-08-2020;
999999991;008;De Wilgen;1;01-08-2018;31-01-2019
999999992;009;IKC02;8;01-08-2018;31-07-2019
999999993;;IKC01;4;01-08-2018;
"""


def first_rows(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row[:2]] for row in sheet.iter_rows(min_row=2) if row[0].value]


def test_each_ikc_and_meting_has_a_list_that_is_read_as_theirs_where_it_is_put(tmp_path):
    study = make_study(tmp_path)
    paths = write_inventories(study, CODEBOOK)
    assert len(paths) == 4
    assert paths[0] == tmp_path / "sjablonen/inventarisatie/nulmeting/inventarisatie_nulmeting_IKC01.xlsx"
    for path in paths:
        workbook = openpyxl.load_workbook(path)
        sheet = workbook.worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        assert "ikc" not in heads and "informant" not in heads and {"klas", "invuller"} <= set(heads)
        sheet.append(["k1", "3"])
        sheet.cell(sheet.max_row, heads.index("Druk of impulsief gedrag") + 1, "x")
        target = study.raw / path.relative_to(tmp_path / "sjablonen")
        target.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(target)
    tidy = judge_study(study, CODEBOOK)
    assert not [melding for melding in tidy.meldingen if melding.ernst == "fout"]
    found = tidy.tables["inventarisatie"][["ikc", "meting", "code", "groep"]]
    assert sorted(map(tuple, found.to_numpy())) == sorted(
        (ikc, meting, "druk", 3) for ikc in ("IKC01", "IKC02") for meting in ("nulmeting", "eindmeting")
    )


def test_prefilled_lists_have_the_children_of_the_peildatum_and_their_groep_then(tmp_path):
    study = make_study(tmp_path)
    study.raw.mkdir(parents=True)
    (study.raw / "leerlingen.csv").write_text(LEERLINGEN, encoding="utf-8")
    paths = {path.stem: first_rows(path) for path in write_inventories(study, CODEBOOK, prefilled=True)}
    assert paths == {
        "inventarisatie_nulmeting_IKC01": [["007", "3"]],  # 008 had left the day before; one has no kindcode
        "inventarisatie_nulmeting_IKC02": [["009", "8"]],
        "inventarisatie_eindmeting_IKC01": [["007", "5"]],
        "inventarisatie_eindmeting_IKC02": [],
    }


def test_a_list_that_is_there_is_never_overwritten(tmp_path):
    study = make_study(tmp_path)
    write_inventories(study, CODEBOOK)
    with pytest.raises(InvoerFout, match="worden niet overschreven"):
        write_inventories(study, CODEBOOK)


def test_in_a_later_year_the_new_lists_come_beside_the_older_ones(tmp_path, capsys):
    """Two metingen, two IKCs: the lists of the first are there, and filled in."""
    study = make_study(tmp_path)
    there = [path for path in write_inventories(study, CODEBOOK) if "nulmeting" in path.name]
    shutil.rmtree(tmp_path / "sjablonen" / "inventarisatie" / "eindmeting")
    for path in there:
        path.write_bytes(b"ingevuld")
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(tmp_path), "sjablonen"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "2 nieuwe lijsten staan in" in said and "De 2 lijsten die er al stonden, zijn niet veranderd." in said
    assert [path.read_bytes() for path in there] == [b"ingevuld"] * 2
    found = sorted(path.name for path in (tmp_path / "sjablonen" / "inventarisatie" / "eindmeting").iterdir())
    assert found == ["inventarisatie_eindmeting_IKC01.xlsx", "inventarisatie_eindmeting_IKC02.xlsx"]


def test_without_leerlingen_nothing_is_prefilled_and_nothing_written(tmp_path):
    study = make_study(tmp_path)
    with pytest.raises(InvoerFout, match="geen levering leerlingen"):
        write_inventories(study, CODEBOOK, prefilled=True)
    assert not (tmp_path / "sjablonen").exists()


def test_the_command_says_where_they_are(tmp_path, capsys):
    make_study(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(tmp_path), "sjablonen"])
    assert ended.value.code == 0 and "4 nieuwe lijsten staan in" in capsys.readouterr().out
