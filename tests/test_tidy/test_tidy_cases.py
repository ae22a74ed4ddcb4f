"""Hand-counted deliveries: what is kept, set aside and said. The cases are tests/cases/tidy_*/*.yaml."""

from pathlib import Path

import pytest
from small_study import judge, load_cases

CASES = load_cases(
    "tidy_populatie",
    "tidy_inventarisatie",
    "tidy_tellingen",
    "tidy_casussen",
    "tidy_maatwerkplannen",
    "tidy_overige",
    "tidy_gesprekken",
    "tidy_cbs",
    "tidy_tarieven",
    "tidy_doelen",
    "tidy_inzet_jok",
    "tidy_ikc_profiel",
)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{p.parent.name}/{p.stem}" for p, _ in CASES])
def test_hand_counted_delivery(case: dict, tmp_path: Path) -> None:
    tidy = judge(tmp_path, case["files"], case.get("study", ""))
    expected = case["expected"]
    for name, table in expected.get("tables", {}).items():
        assert rows_of(tidy.tables[name][table["kolommen"]]) == [[str(v) for v in row] for row in table["rijen"]], name
    for name, rows in expected.get("apart", {}).items():
        found = tidy.apart[name][["rij", "reden", "toelichting"]] if name in tidy.apart else None
        assert (rows_of(found) if found is not None else []) == [[str(v) for v in row] for row in rows]
    if "grootboek" in expected:
        steps = tidy.grootboek[["stap", "rijen_in", "rijen_door", "rijen_apart", "reden"]]
        assert rows_of(steps) == [[str(v) for v in row] for row in expected["grootboek"]]
    said = [f"{m.ernst} {m.code}" for m in tidy.meldingen]
    assert said == expected["meldingen"]
    text = "\n".join(m.als_tekst() for m in tidy.meldingen)
    for part in expected.get("tekst", []):
        assert part in text


def rows_of(table) -> list[list[str]]:
    return [["" if str(v) in ("<NA>", "nan", "NaT") else str(v) for v in row] for row in table.to_numpy(dtype=object)]
