"""A study's own effectenketen: what it may write, and what is said of what is wrong, with file and line."""

from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout

OWN = """vervalt: [alle]
knopen:
  jok: {kolom: inzet, label: Jeugdondersteuner, codes: [inzet]}
  zien: {kolom: uitkomst, label: Meer zien, codes: [zien], indicatoren: {internaliserend: stijging}}
pijlen:
  jok > zien: {}
"""


def load(folder: Path, text: str):
    (folder / "codebook").mkdir()
    (folder / "codebook" / "effectenketen.yml").write_text(text, encoding="utf-8")
    return load_codebook(folder).keten


def test_the_shipped_chain_goes_from_inzet_to_impact() -> None:
    chain = load_codebook().keten
    assert [item.kolom for item in chain.knopen][:1] == ["inzet"] and chain.knopen[-1].kolom == "impact"
    assert {end for item in chain.pijlen for end in item.einden} == {item.schakel for item in chain.knopen}


def test_a_study_may_write_its_whole_own_chain(tmp_path: Path) -> None:
    chain = load(tmp_path, OWN)
    assert chain.namen == ["jok", "zien", "jok>zien"]
    assert chain.schakels_of_effect("Zien") == ("zien",)
    assert chain.knopen[1].meetlatten[0].richting == "omhoog"
    assert chain.match_schakel("Jeugdondersteuner>meer zien") == "jok>zien"


def test_a_node_that_goes_takes_its_arrows_along(tmp_path: Path) -> None:
    chain = load(tmp_path, "vervalt: [kosten]\n")
    assert "kosten" not in chain.namen and "andere_zorg>kosten" not in chain.namen


def test_codes_are_added_and_indicators_replaced(tmp_path: Path) -> None:
    chain = load(tmp_path, "knopen:\n  overleg: {codes: [rooster]}\n  signalering: {indicatoren: {leren: omhoog}}\n")
    by_name = {item.schakel: item for item in chain.knopen}
    assert by_name["overleg"].codes == ("overleg", "werkdruk", "rooster")
    assert [lat.naam for lat in by_name["signalering"].meetlatten] == ["leren"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OWN + "  zien>kijken: {}\n", "regel 7: de pijl zien>kijken noemt een knoop die er niet is: kijken."),
        (OWN + "  zien>zien: {}\n", "gaat van een knoop naar zichzelf"),
        (OWN + "  zien>jok: {}\n", "de pijl zien>jok gaat terug: inzet staat vóór uitkomst."),
        (OWN + "  jok>zien: {}\n", "de pijl jok>zien staat er twee keer."),
        (OWN + "  jok: {}\n", "jok is geen pijl."),
        (OWN.replace("internaliserend", "internalisrend"), "meet aan een indicator die niet bestaat: internalisrend."),
        (OWN.replace("internaliserend", "weer.zon"), "weer is geen soort uitkomst."),
        (OWN.replace("internaliserend", "verhouding.zorg"), "een indicator die niet bestaat: verhouding.zorg."),
        (OWN.replace("stijging", "vooruit"), "de richting van internaliserend is niet bekend (er staat: vooruit)."),
        (OWN.replace("kolom: inzet", "kolom: begin"), "staat in een kolom die niet bestaat: begin."),
        (OWN.replace("label: Meer zien, ", ""), "de knoop zien heeft geen label."),
        (OWN.replace("Meer zien", "JOK"), "de knopen jok en zien heten hetzelfde."),
        (OWN.replace("[zien]", "[zien, Zien]"), "`zien` noemt de code zien twee keer."),
        (OWN.replace("[alle]", "[alles]"), "`vervalt` noemt alles; dat staat niet in de keten"),
        (OWN + "  jok > zien: {}\n", "`pijlen.jok > zien` staat er al"),
        ("knopen:\n  a: {kolom: inzet, label: A, kleur: rood}\n", "heeft een onbekende sleutel `kleur`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InvoerFout) as caught:
        load(tmp_path, text)
    assert expected in str(caught.value)


def test_a_circle_is_said_once_with_its_nodes(tmp_path: Path) -> None:
    nodes = "".join(f"  {name}: {{kolom: uitkomst, label: {name.upper()}{name}}}\n" for name in "abc")
    arrows = "  a>b: {}\n  b>c: {}\n  c>a: {}\n"
    with pytest.raises(InvoerFout) as caught:
        load(tmp_path, f"vervalt: [alle]\nknopen:\n{nodes}pijlen:\n{arrows}")
    assert str(caught.value).count("kring") == 1 and "a > b > c > a" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = OWN.replace("stijging", "vooruit").replace("kolom: inzet", "kolom: begin") + "  zien>kijken: {}\n"
    with pytest.raises(InvoerFout) as caught:
        load(tmp_path, text)
    assert len(caught.value.meldingen) == 3
