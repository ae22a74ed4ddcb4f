"""A codebook that changes between years: days and successors, and what is said of what cannot be."""

from datetime import date
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout

HEAD = "kindproblematiek:\n  domeinen:\n    sociaal:\n      codes:\n"


def book(folder: Path, *codes: str):
    (folder / "codebook").mkdir(exist_ok=True)
    text = HEAD + "".join(f"        {code}\n" for code in codes)
    (folder / "codebook" / "signalen.yml").write_text(text, encoding="utf-8")
    return load_codebook(folder)


def test_days_are_the_first_and_the_last_on_which_a_code_is_asked(tmp_path: Path) -> None:
    found = book(tmp_path, "online: {label: Online pesten, van: 2023-01-01, tot: 2024-12-31}")
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [found.is_asked("online", day) for day in days] == [False, True, True, False]
    assert found.is_asked("aansluiting", date(1990, 1, 1))


def test_the_shipped_codebook_names_no_days() -> None:
    assert load_codebook().geldigheid == {}


def test_a_code_is_called_what_took_its_place_in_the_end(tmp_path: Path) -> None:
    found = book(
        tmp_path,
        "pesten: {tot: 2022-12-31, opgevolgd_door: omgang}",
        "omgang: {label: Omgang, van: 2023-01-01, tot: 2024-12-31, samengevoegd_in: samen}",
        "samen: {label: Samen spelen, van: 2025-01-01}",
    )
    assert [found.last_name(code) for code in ("pesten", "omgang", "samen", "druk")] == ["samen"] * 3 + ["druk"]


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["pesten: {van: 2023}"], "`pesten.van` is geen dag (er staat: 2023)"),
        (["pesten: {van: 2023-02-31}"], "`pesten.van` is geen dag (er staat: 2023-02-31)"),
        (["pesten: {van: 2024-01-01, tot: 2023-12-31}"], "`pesten` eindigt voordat zij begint"),
        (["pesten: {tot: 2023-12-31, opgevolgd_door: nergens}"], "`pesten.opgevolgd_door` noemt nergens"),
        (["pesten: {opgevolgd_door: aansluiting}"], "`pesten` heeft een opvolger maar geen `tot`"),
        (["pesten: {tot: 2023-12-31, opgevolgd_door: pesten}"], "volgt via pesten zichzelf op"),
        (
            ["pesten: {tot: 2023-12-31, opgevolgd_door: aansluiting}",
             "aansluiting: {tot: 2023-12-31, samengevoegd_in: pesten}"],
            "volgt via aansluiting zichzelf op",
        ),
        (["pesten: {tot: 2023-12-31, opgevolgd_door: aansluiting, samengevoegd_in: aansluiting}"], "een van beide"),
        (["pesten: {tot: [2023-12-31]}"], "`kindproblematiek.domeinen.sociaal.codes.pesten.tot` moet een tekst zijn"),
        (["pesten: {vanaf: 2023-12-31}"], "onbekende sleutel `vanaf`"),
        (["pesten: {tot: 2023-12-31, opgevolgd_door: logopedie}"], "die code staat niet in dit bestand"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_its_line(tmp_path: Path, codes: list[str], message: str) -> None:
    with pytest.raises(InvoerFout) as caught:
        book(tmp_path, *codes)
    assert message in str(caught.value)
    assert "codebook/signalen.yml: regel 5" in str(caught.value)
