"""An edition cut per IKC gives each report what the whole edition gives it, table by table."""

from pathlib import Path

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport

from analysis.presentation.divide import divide
from analysis.presentation.rapport import Rapport, make_rapport, open_rapport
from analysis.presentation.together import TOGETHER
from analysis.publishing.steps import ask_reads, divide_edition, open_edition
from analysis.results.kaarten import kaarten
from analysis.results.parts import OWN, WHOLE, Parts
from analysis.study import load_study
from analysis.study.hashes import Memory
from analysis.study.reads import NOTES, noted_reads

DELIVERIES = ("inventarisatie", "populatie", "leerlingen", "toewijzingen", "casussen", "gesprekken", "cbs", "een_ikc")


def cut(rapport: Rapport, folder: Path) -> Rapport:
    """Give the same report on the parts of its tables."""
    divide(rapport.tables, folder)
    parts = Parts(folder)
    return Rapport(rapport.study, rapport.codebook, rapport.ikc, rapport.editie, parts.whole, parts)


@pytest.fixture(params=["publiek", "intern"])
def both(request, proefresultaten, tmp_path) -> tuple[Rapport, Rapport]:
    """The small study over all IKCs: on its whole tables, and on their parts."""
    whole = open_edition(load_study(proefresultaten), request.param)
    return whole, cut(whole, tmp_path / request.param)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_exact=True, check_index_type=True)


def test_every_table_of_every_ikc_is_the_same_from_its_part_as_from_the_whole(both):
    whole, parts = both
    filled = 0
    assert set(parts.tables) == set(whole.tables) == set(kaarten())
    for ikc in ("alle", *whole.study.ikc_codes):
        for name in whole.tables:
            same(parts.of(ikc).tabel(name), whole.of(ikc).tabel(name))
            filled += len(whole.of(ikc).tabel(name)) > 0
    assert filled > 100
    for name in whole.tables:
        same(parts.alle(name), whole.alle(name))


def test_what_is_read_of_others_is_the_same_from_the_parts(both):
    whole, parts = both
    for name in TOGETHER:
        same(parts.samen(name), whole.samen(name))
    for ikc in ("alle", *whole.study.ikc_codes):
        one, other = whole.of(ikc), parts.of(ikc)
        same(other.naast("toewijzingen_kwartaal_domein"), one.naast("toewijzingen_kwartaal_domein"))
        for meting in whole.study.meting_namen:
            same(other.elders(meting), one.elders(meting))
        assert [other.heeft(name) for name in DELIVERIES] == [one.heeft(name) for name in DELIVERIES]


def test_a_report_of_one_ikc_opens_no_whole_table_that_is_per_ikc(both):
    _, parts = both
    own = parts.of("IKC01")
    for name in ("signalen", "zorg", "veranderingen", "gemeten", "trend"):
        assert len(own.tabel(name))
    own.elders(parts.study.meting_namen[-1])
    assert own.heeft("inventarisatie") and own.heeft("populatie")
    assert parts.parts.whole.opened == set()


def test_the_parts_of_an_ikc_do_not_grow_with_the_others(tmp_path):
    def size(ikcs: int) -> int:
        cut(fake_rapport("IKC01", ikcs=ikcs), tmp_path / str(ikcs))
        return (tmp_path / str(ikcs) / OWN / "IKC01.arrow").stat().st_size

    few, many = size(3), size(30)
    assert abs(many - few) < 0.02 * few
    whole = [(tmp_path / name / WHOLE / "signalen.arrow").stat().st_size for name in ("3", "30")]
    assert whole[1] > 4 * whole[0]


def test_of_other_results_only_the_part_that_changed_reads_differently(tmp_path, monkeypatch):
    monkeypatch.setenv(NOTES, str(tmp_path / "gelezen"))
    before = cut(fake_rapport("alle"), tmp_path / "eerst")
    for ikc in ("IKC01", "IKC02"):
        before.of(ikc).tabel("signalen")
    noted = noted_reads(tmp_path / "gelezen")
    table = before.alle("signalen")
    row = table.index[(table["ikc"] == "IKC02") & table["aandeel"].notna()][0]
    table.loc[row, "aandeel"] += 0.01
    tables = {**{name: before.alle(name) for name in before.tables}, "signalen": table}
    divide(tables, tmp_path / "later")
    later = Rapport(before.study, CODEBOOK, "alle", "publiek", tables, Parts(tmp_path / "later"))
    now = {ikc: later.of(ikc).hash_read("tabel", "signalen") for ikc in ("IKC01", "IKC02")}
    assert [now[ikc] == digest for ikc, digest in zip(now, noted.values(), strict=True)] == [True, False]


def test_a_batch_opens_the_parts_and_nobody_else_does(kopieer_studie, proefresultaten, tmp_path, monkeypatch):
    from analysis.disclosure.editions import DIVIDED, TRUSTED, parts_folder, results_folder

    study = load_study(proefresultaten)
    rounded = results_folder(study, "publiek")
    monkeypatch.setenv(TRUSTED, str(rounded))
    assert open_rapport(study.folder, "IKC01").parts is None
    copy = load_study(kopieer_studie(tmp_path / "studie"))
    results_folder(copy, "publiek").parent.mkdir(parents=True)
    results_folder(copy, "publiek").symlink_to(rounded)
    divide_edition(copy, "publiek", "r1", Memory({}))
    monkeypatch.setenv(DIVIDED, str(parts_folder(copy, "publiek")))
    opened = open_rapport(copy.folder, "IKC01")
    assert opened.parts is not None
    same(opened.tabel("signalen"), open_rapport(study.folder, "IKC01").tabel("signalen"))
    assert ask_reads(copy, "publiek")(['["publiek", "IKC01", "heeft", "toewijzingen"]'])


def test_results_are_cut_again_when_they_changed_and_only_then(kopieer_studie, proefresultaten, tmp_path):
    from analysis.disclosure.editions import parts_folder, results_folder

    study = load_study(kopieer_studie(tmp_path / "studie"))
    results_folder(study, "publiek").parent.mkdir(parents=True)
    results_folder(study, "publiek").symlink_to(results_folder(load_study(proefresultaten), "publiek"))
    made = []
    for results in ("r1", "r1", "r2"):
        divide_edition(study, "publiek", results, Memory({}))
        made.append(parts_folder(study, "publiek").stat().st_ino)
    assert made[0] == made[1] != made[2]
    next((parts_folder(study, "publiek") / OWN).glob("*.arrow")).write_bytes(b"half")
    divide_edition(study, "publiek", "r2", Memory({}))
    assert Parts(parts_folder(study, "publiek")).own("IKC01").rows("signalen")["ikc"].eq("IKC01").all()


def test_a_row_of_nobody_is_in_no_part(tmp_path):
    table = pd.DataFrame({"casus_ikc": ["", "IKC01"], "casus": [1, 2]})
    divide({"casussen": table}, tmp_path)
    assert sorted(path.stem for path in (tmp_path / OWN).iterdir()) == ["IKC01"]


def test_make_rapport_counts_rows_from_nought():
    rapport = fake_rapport("alle", modus="onderdrukt")
    again = make_rapport(rapport.study, CODEBOOK, "alle", "publiek", {"signalen": rapport.alle("signalen").iloc[3:]})
    assert list(again.alle("signalen").index) == list(range(len(again.alle("signalen"))))


def test_an_edition_that_was_not_cut_does_not_read_as_one_without_tables(tmp_path):
    parts = Parts(tmp_path / "publiek")
    with pytest.raises(FileNotFoundError):
        _ = parts.whole
    with pytest.raises(FileNotFoundError):
        _ = parts.together
