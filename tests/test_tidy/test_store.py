import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.intake.distinct import with_texts
from analysis.study import Study, load_study
from analysis.tidy.store import load_tidy, write_tidy
from analysis.tidy.tidy_study import tidy_study

BSN = "999900006"
KINDCODE = "kindnummer77"
FILES = {
    "populatie.csv": "ikc;meting;bouw;aantal\nA1;nulmeting;onderbouw;30\n" + "A2;nulmeting;onderbouw;20\n" * 2,
    "inventarisatie/nulmeting/A1.csv": f"kindcode;groep;druk\n{KINDCODE};3;x\n{KINDCODE};3;x\n{KINDCODE};3;\n",
    "leerlingen.csv": f"bsn;kindcode;ikc;groep;van;tot\n{BSN};{KINDCODE};A1;3;01-08-2018;\n",
    "toewijzingen/export.csv": "bsn;toewijzingnummer;productcategorie;ingangsdatum;einddatum;naam;zomaar\n"
    f"{BSN};1;45;01-03-2019;;Jan Jansen;Jan Jansen\n{BSN};1;45;01-03-2019;;Jan Jansen;Jan Jansen\n",
    "casussen.csv": "casus;scenario;post;bedrag\n01;met_jok;JOK;12,50\n",
}


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = make_folder(tmp_path_factory.mktemp("studie"), FILES, "toewijzingen: {van: 2018-01-01, tot: 2021-06-30}\n")
    (folder / "data" / "processed").mkdir()
    (folder / "data" / "processed" / ".gitkeep").touch()
    return load_study(folder)


def test_what_is_read_back_is_what_was_written(study: Study) -> None:
    tidy = tidy_study(study, load_codebook())
    write_tidy(tidy, study)
    back = load_tidy(study)
    for name, table in tidy.tables.items():
        assert list(back.tables[name].dtypes == "category") == list(table.dtypes == "category")
        pd.testing.assert_frame_equal(with_texts(back.tables[name]), with_texts(table))
    pd.testing.assert_frame_equal(back.grootboek, tidy.grootboek)
    assert back.meldingen == tidy.meldingen
    assert set(back.apart) == set(tidy.apart) == {"populatie", "inventarisatie", "toewijzingen"}
    for delivery, rows in tidy.apart.items():
        pd.testing.assert_frame_equal(back.apart[delivery], rows)


def test_a_reason_or_file_name_that_a_spreadsheet_would_run_is_marked_and_read_back(study: Study) -> None:
    tidy = tidy_study(study, load_codebook())
    renamed = replace(tidy, grootboek=tidy.grootboek.assign(bestand="=1+1"))
    write_tidy(renamed, study)
    assert "\n'=1+1," in (study.processed / "grootboek.csv").read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(load_tidy(study).grootboek, renamed.grootboek)


def test_the_same_input_gives_the_same_bytes_and_keeps_gitkeep(study: Study) -> None:
    write_tidy(tidy_study(study, load_codebook()), study)
    first = hashes(study.processed)
    write_tidy(tidy_study(study, load_codebook()), study)
    assert hashes(study.processed) == first
    assert {".gitkeep", "populatie/ikc=A1/deel-0.parquet", "populatie/ikc=A2/deel-0.parquet"} <= set(first)
    assert [path.name for path in sorted(study.processed.parent.iterdir())] == ["processed", "raw"]


def test_no_number_or_name_of_a_child_gets_past_intake(study: Study) -> None:
    write_tidy(tidy_study(study, load_codebook()), study)
    contents = b"".join(path.read_bytes() for path in sorted(study.processed.rglob("*")) if path.is_file())
    tables = load_tidy(study).tables
    texts = " ".join(table.to_csv() for table in tables.values())
    assert tables["toewijzingen"]["client"].str.startswith("c_").all() and len(tables["toewijzingen"]) == 1
    assert tables["leerlingen"]["kind"].iloc[0] == tables["kinderen"]["kind"].iloc[0]
    for secret in (BSN, KINDCODE, "Jansen"):
        assert secret not in texts
        assert secret.encode() not in contents


def test_reading_before_anything_was_written_says_what_to_do(tmp_path: Path) -> None:
    study = load_study(make_folder(tmp_path, {}))
    with pytest.raises(InvoerFout, match="Draai eerst `ikc run`"):
        load_tidy(study)


def test_a_fout_stops_before_anything_is_written(tmp_path: Path) -> None:
    files = {"populatie.csv": "ikc;meting;bouw;aantal\nA9;nulmeting;onderbouw;x\nA1;nulmeting;onderbouw;x\n"}
    study = load_study(make_folder(tmp_path, files))
    with pytest.raises(InvoerFout) as error:
        tidy_study(study, load_codebook())
    assert [melding.code for melding in error.value.meldingen] == ["onbekende_ikc", "geen_aantal"]


def test_the_file_of_one_ikc_holds_no_client_of_another(tmp_path: Path) -> None:
    files = {
        "leerlingen.csv": "bsn;kindcode;ikc;groep;van;tot\n999900006;1;A1;3;01-08-2018;\n"
        "999900018;2;A2;3;01-08-2018;\n",
        "toewijzingen/export.csv": "bsn;toewijzingnummer;productcategorie;ingangsdatum;einddatum\n"
        "999900006;1;45;01-03-2019;\n999900018;2;45;01-03-2019;\n",
    }
    study = load_study(make_folder(tmp_path, files, "toewijzingen: {van: 2018-01-01, tot: 2021-06-30}\n"))
    write_tidy(tidy_study(study, load_codebook()), study)
    table = load_tidy(study).tables["toewijzingen"]
    of_ikc = {ikc: rows["client"].astype("str").item() for ikc, rows in table.groupby("ikc")}
    for ikc, other in (("A1", "A2"), ("A2", "A1")):
        content = (study.processed / f"toewijzingen/ikc={ikc}/deel-0.parquet").read_bytes()
        assert of_ikc[ikc].encode() in content and of_ikc[other].encode() not in content
