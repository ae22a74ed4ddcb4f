from analysis.publishing.downloads import list_downloads


def test_tables_with_rows_are_offered_with_what_a_row_is_and_empty_ones_are_not(tmp_path):
    folder = tmp_path / "resultaten"
    folder.mkdir()
    (folder / "zorg.csv").write_text('ikc,tekst\nA,"een\nregel"\nB,twee\n', encoding="utf-8")
    (folder / "leeg.csv").write_text("ikc,n\n", encoding="utf-8")
    (folder / "tabellen.csv").write_text('tabel,rij\nzorg,"Een zorgvorm, bij één IKC."\nleeg,Niets.\n', "utf-8")
    found = list_downloads(tmp_path)
    assert [(item.pad, item.naam, item.rijen) for item in found] == [
        ("resultaten/tabellen.csv", "tabellen.csv", 2),
        ("resultaten/zorg.csv", "zorg.csv", 2),
    ]
    assert found[1].uitleg == "Een zorgvorm, bij één IKC."
    assert found[0].uitleg


def test_an_edition_without_tables_offers_none(tmp_path):
    assert list_downloads(tmp_path) == ()
