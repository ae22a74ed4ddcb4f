"""CBS files as they are: dimensions, names that differ by their number only, any period, OData, key figures."""

import json
import random
from pathlib import Path

import pandas as pd
import pytest
from small_raw import make_study, write

from analysis.intake.cbs import read_cbs
from analysis.tidy.cbs import tidy_cbs
from analysis.tidy.cbs_periods import read_period
from analysis.tidy.ledger import TidyPart


def judge(folder: Path, content: str | bytes, name: str = "x.csv") -> TidyPart:
    study = make_study(folder)
    return tidy_cbs(read_cbs([write(study, f"cbs/{name}", content)], study))


def rows_of(part: TidyPart) -> list[tuple]:
    table = part.tables["cbs"]
    return list(table[["regio", "periode", "indicator", "aantal"]].itertuples(index=False, name=None))


def codes(part: TidyPart) -> list[str]:
    return [melding.code for melding in part.meldingen]


def test_the_total_of_a_dimension_is_taken_by_its_code(tmp_path: Path) -> None:
    part = judge(tmp_path, "ID;Geslacht;RegioS;Perioden;JongerenMetJeugdzorg_1\n1;3000   ;GM0080;2019JJ00;1700\n"
                           "2;4000   ;GM0080;2019JJ00;1300\n3;T001038;GM0080;2019JJ00;3000\n")  # fmt: skip
    assert rows_of(part) == [("Leeuwarden", "2019JJ00", "jongeren met jeugdzorg", 3000.0)] and codes(part) == []


def test_the_total_of_a_dimension_is_taken_by_its_name_for_each_region(tmp_path: Path) -> None:
    lines = ['"Geslacht";"Regio\'s";"Perioden";"Jeugdhulp|Totaal (aantal)"', '"Mannen";"A";"2019";10']
    lines += ['"Totaal mannen en vrouwen";"A";"2019";30', '"Mannen";"B";"2019";7', '"Vrouwen";"B";"2019";8']
    part = judge(tmp_path, "\n".join(lines))
    assert rows_of(part) == [
        ("A", "2019", "jeugdhulp, totaal (aantal)", 30.0),
        ("B", "2019", "jeugdhulp, totaal (aantal), geslacht mannen", 7.0),
        ("B", "2019", "jeugdhulp, totaal (aantal), geslacht vrouwen", 8.0),
    ]


def test_without_a_total_a_part_never_passes_for_the_whole(tmp_path: Path) -> None:
    part = judge(tmp_path, "ID;TypeJeugdzorg;RegioS;Perioden;Jongeren_5\n1;1050010;GM0080;2019HJ01;2500\n"
                           "2;1050015;GM0080;2019HJ01;300\n")  # fmt: skip
    assert rows_of(part) == [
        ("Leeuwarden", "2019HJ01", "jongeren, type jeugdzorg 1050010", 2500.0),
        ("Leeuwarden", "2019HJ01", "jongeren, type jeugdzorg 1050015", 300.0),
    ]


def test_two_dimensions_give_the_total_of_both(tmp_path: Path) -> None:
    lines = [f"{sex};{age};GM0080;2019JJ00;{value}" for value, (sex, age) in enumerate(
        [("3000", "10000"), ("3000", "T009002"), ("T001038", "10000"), ("T001038", "T009002")], start=1)]  # fmt: skip
    part = judge(tmp_path, "\n".join(["Geslacht;Leeftijd;RegioS;Perioden;Jongeren_1", *lines]))
    assert rows_of(part) == [("Leeuwarden", "2019JJ00", "jongeren", 4.0)]


def test_a_file_of_one_part_alone_keeps_its_name(tmp_path: Path) -> None:
    part = judge(tmp_path, "Geslacht;RegioS;Perioden;Jongeren_1\n3000;GM0080;2019JJ00;1700\n")
    assert rows_of(part) == [("Leeuwarden", "2019JJ00", "jongeren, geslacht 3000", 1700.0)]


def test_names_that_differ_by_their_number_only_keep_it(tmp_path: Path) -> None:
    part = judge(
        tmp_path, "ID;RegioS;Perioden;Totaal_5;Totaal_9;Jeugdzorg_12;Jeugdzorg_12\n1;GM0080;2019JJ00;1;2;3;4\n"
    )
    assert [(indicator, value) for _, _, indicator, value in rows_of(part)] == [
        ("totaal 5", 1.0), ("totaal 9", 2.0), ("jeugdzorg 12", 3.0), ("jeugdzorg 12 (2)", 4.0),
    ]  # fmt: skip


def test_several_values_for_one_key_are_left_out_and_told(tmp_path: Path) -> None:
    part = judge(tmp_path, "RegioS;Perioden;Jeugdzorg_1\nGM0080;2019JJ00;5\nGM0080;2019JJ00;6\nGM0080;2020JJ00;7\n")
    assert rows_of(part) == [("Leeuwarden", "2020JJ00", "jeugdzorg", 7.0)] and codes(part) == ["cbs_dubbel"]


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2020JJ00", 2020, "2020JJ00"), ("2020", 2020, "2020"), ("2020*", 2020, "2020"),
        ("2020 (voorlopig)", 2020, "2020"),
        ("2020HJ01", 2020, "2020HJ01"), ("2020 1e halfjaar", 2020, "2020HJ01"), ("1e halfjaar 2020*", 2020, "2020HJ01"),
        ("eerste halfjaar 2020", 2020, "2020HJ01"), ("2020KW03", 2020, "2020KW03"),
        ("3e kwartaal 2020", 2020, "2020KW03"),
        ("2020-Q2", 2020, "2020KW02"), ("Q2 2020", 2020, "2020KW02"), ("2020MM03", 2020, "2020MM03"),
        ("maart 2020", 2020, "2020MM03"), ("2020 maart", 2020, "2020MM03"), ("2020-03", 2020, "2020MM03"),
        ("2019/'20", 2019, "2019SJ00"), ("2019/2020", 2019, "2019SJ00"), ("halfjaar 3 2020", None, "halfjaar 3 2020"),
        ("2020 5e kwartaal", None, "2020 5e kwartaal"), ("", None, ""), ("gemiddeld", None, "gemiddeld"),
    ],
)  # fmt: skip
def test_a_period_is_read_in_any_of_its_forms_and_a_part_is_never_its_year(text, year, period) -> None:
    assert read_period(text) == (year, period)


def test_a_period_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    part = judge(tmp_path, "RegioS;Perioden;Jeugdzorg_1\nGM0080;ooit;5\nGM0080;2020JJ00;7\n")
    assert len(rows_of(part)) == 1 and codes(part) == ["cbs_periode"]


def test_odata_is_read(tmp_path: Path) -> None:
    values = [
        {"ID": 1, "Geslacht": "T001038", "RegioS": "GM0080", "Perioden": "2020JJ00", "Jeugdzorg_1": 12, "B_2": None}
    ]
    part = judge(tmp_path, json.dumps({"odata.metadata": "x", "value": values}), "x.json")
    assert rows_of(part) == [("Leeuwarden", "2020JJ00", "jeugdzorg", 12.0)]
    long = [
        {"Id": 0, "Measure": "M1", "ValueAttribute": "None", "Value": 9.0, "RegioS": "NL01", "Perioden": "2020JJ00"}
    ]
    assert rows_of(judge(tmp_path, json.dumps({"value": long}), "y.json")) == [("Nederland", "2020JJ00", "m1", 9.0)]


@pytest.mark.parametrize("content", ["{", "[]", '{"value": 3}', "[1]", "[" * 100_000])
def test_json_that_is_no_odata_is_a_waarschuwing(tmp_path: Path, content: str) -> None:
    part = judge(tmp_path, content, "x.json")
    assert [(m.ernst, m.code) for m in part.meldingen] == [("waarschuwing", "cbs_onleesbaar")]


def test_per_thousand_is_no_percentage_that_lost_its_comma(tmp_path: Path) -> None:
    header = "RegioS;Perioden;JeugdzorgRelatiefPer1000Jongeren_1;JongerenPercentage_2;KoopwoningenPercentage_3"
    part = judge(tmp_path, f"{header}\nGM0080;2019JJ00;98;98;60\n")
    table = part.tables["cbs"].set_index("indicator")
    assert table["aantal"].dropna().tolist() == [98.0]
    assert table["percentage"].dropna().to_dict() == {"jongeren percentage": 9.8, "koopwoningen percentage": 60.0}


def key_figures(names: list[str]) -> str:
    """Write 16 years x 96 neighbourhoods x measures, a text about the region with a number among them."""
    rng = random.Random(7)
    lines = [";".join(names)]
    for year in range(2005, 2021):
        for area in range(96):
            values = [rng.choice(["12", "7,5", ".", ""]) for _ in names[4:]]
            lines.append(";".join([f"BU0034{area:04d}", "Almere", "Buurt", f"{year}JJ00", *values]))
    return "\n".join(lines)


MEASURES = [f"Dubbel_{number}" if number % 9 == 0 else f"Cijfer{number}_{number}" for number in range(3, 60)]
KWB = ["WijkenEnBuurten", "Gemeentenaam_1", "SoortRegio_2", "Perioden", *MEASURES]


@pytest.mark.parametrize("renamed", [{}, {"Perioden": "Peilmoment"}, {"WijkenEnBuurten": "Gebiedscode"}])
def test_key_figures_of_neighbourhoods_are_read_also_with_a_column_renamed(tmp_path: Path, renamed: dict) -> None:
    part = judge(tmp_path, key_figures([renamed.get(name, name) for name in KWB]), "kwb 2020.csv")
    table = part.tables["cbs"]
    assert codes(part) == [] and table["regio"].nunique() == 96 and set(table["jaar"]) == set(range(2005, 2021))
    assert table["indicator"].str.startswith("dubbel ").sum() > 0 and not table.duplicated(
        ["regio", "periode", "indicator"]).any()  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;2\n",
        "RegioS;Perioden\n",
        "RegioS;RegioS;Perioden;Perioden\nA;B;2019;2020\n",
        "RegioS;Perioden;X_1\n;;\n",
        "",
        "%PDF-1.4",
        "GM0080\nGM0080\n",
    ],
)
def test_a_reference_trend_never_stops_a_run(tmp_path: Path, content: str) -> None:
    part = judge(tmp_path, content)
    assert all(melding.ernst == "waarschuwing" for melding in part.meldingen)
    assert isinstance(part.tables["cbs"], pd.DataFrame)
