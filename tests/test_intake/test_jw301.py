import io
import struct
import tracemalloc
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jw301_examples import write_message, zip_of

from analysis.codebook import load_codebook
from analysis.intake import jw301, zips
from analysis.intake.jw301 import COLUMNS, Message, OngeldigBericht, hide_numbers, parse_message
from analysis.intake.toewijzingen import read_messages, read_toewijzingen
from analysis.intake.zips import zipped_messages
from analysis.study import Study
from analysis.tidy.schemas import empty_table
from analysis.tidy.toewijzingen import tidy_toewijzingen

KEY = b"een sleutel voor de test"
CODEBOOK = load_codebook()
SPECIFIC = {
    "toewijzing_nummer": "17", "productcategorie": "45", "productcode": "45A48", "toewijzingsdatum": "2019-01-15",
    "toewijzingstijd": "10:15:00", "ingangsdatum": "2019-02-01", "einddatum": "2019-07-31", "reden_wijziging": "04",
    "volume": "120", "eenheid": "01", "frequentie": "2", "budget": "1234.05",
}  # fmt: skip


def make_study(folder) -> Study:
    (folder / "data/raw/toewijzingen").mkdir(parents=True)
    return Study(folder=folder, naam="klein", synthetisch=True, toewijzingen={"van": "2018-01-01", "tot": "2021-06-30"})


def as_row(content: bytes) -> dict[str, str]:
    return dict(zip(COLUMNS, parse_message(content)[0], strict=True))


@pytest.mark.parametrize("versie", ["3_0", "3_1", "3_2"])
@pytest.mark.parametrize("prefix", ["jw301", "ns2", ""])
def test_version_and_type_come_from_the_namespace_not_the_prefix(versie, prefix):
    row = as_row(write_message([SPECIFIC], versie=versie, prefix=prefix))
    assert row == {
        **SPECIFIC,
        "client": "999900006",
        "geboortedatum": "2010-05-01",
        "aanbieder": "41410001",
        "afzender": "0080",
    }


def test_aspecific_generic_and_several_products_in_one_message():
    generic = {"toewijzing_nummer": "3", "ingangsdatum": "2019-02-01", "budget": "0.09"}
    aspecific = {"toewijzing_nummer": "2", "productcategorie": "54", "ingangsdatum": "2019-02-01"}
    rows = [
        dict(zip(COLUMNS, row, strict=True)) for row in parse_message(write_message([SPECIFIC, aspecific, generic]))
    ]
    assert [(row["productcategorie"], row["productcode"], row["budget"]) for row in rows] == [
        ("45", "45A48", "1234.05"),
        ("54", "", ""),
        ("", "", "0.09"),
    ]


def test_a_date_of_birth_with_an_unknown_part_is_empty():
    assert as_row(write_message([SPECIFIC], gebruik="1"))["geboortedatum"] == ""


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("content", "reden"),
    [
        (b"", "bericht is geen geldige XML"),
        (b"<Bericht>", "bericht is geen geldige XML"),
        (b"<a/>", "XML-bestand is geen iJw-bericht"),
        (BOMB, "bericht heeft een DOCTYPE"),
        (EXTERNAL, "bericht heeft een DOCTYPE"),
        (EXTERNAL.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), "bericht heeft een DOCTYPE"),
        (write_message([SPECIFIC], bericht="jw307"), "ander bericht: JW307"),
        (write_message([SPECIFIC], versie="2_4"), "JW301 in versie 2.4 wordt niet gelezen"),
        (write_message([]), "bericht zonder toegewezen product"),
        (write_message([SPECIFIC], client=""), "bericht zonder BSN"),
    ],
)
def test_unusable_message_has_a_reason(content, reden):
    with pytest.raises(OngeldigBericht, match=reden):
        parse_message(content)


def test_budget_that_is_no_whole_number_of_cents_stays_unreadable():
    assert jw301._euros("12.5") == "12.5 eurocent"


def test_numbers_in_file_names_are_hidden():
    assert hide_numbers("JW301_999900006_1.xml") == "JW301_#########_1.xml"


def test_delivery_of_zips_folders_and_loose_files_accounts_for_every_message(tmp_path, monkeypatch):
    monkeypatch.setattr(jw301, "MESSAGE_LIMIT", 20_000)
    monkeypatch.setattr(zips, "MESSAGE_LIMIT", 20_000)
    study = make_study(tmp_path)
    folder = study.raw / "toewijzingen"
    (folder / "map").mkdir()
    (folder / "los.xml").write_bytes(write_message([SPECIFIC]))
    (folder / "map" / "999900006.xml").write_bytes(b"<kapot")
    (folder / "map" / "goed.xml").write_bytes(write_message([{**SPECIFIC, "toewijzing_nummer": "18"}]))
    members = {
        "a/1.xml": write_message([{**SPECIFIC, "toewijzing_nummer": "19"}, {**SPECIFIC, "toewijzing_nummer": "20"}]),
        "a/2.xml": write_message([SPECIFIC], bericht="jw305"),
        "a/3.xml": write_message([SPECIFIC], bericht="jw305"),
        "a/lees.txt": b"hallo",
        "bom.xml": b" " * 30_000,
        "__MACOSX/a.xml": b"x",
        "a/.DS_Store": b"x",
    }
    (folder / "map" / "berichten.zip").write_bytes(zip_of(members))
    (folder / "stuk.zip").write_bytes(b"PK\x03\x04 maar geen zip")
    (folder / "brief.pdf").write_bytes(b"%PDF")
    tables = {table.bestand: table for table in read_toewijzingen(study, CODEBOOK, KEY)}
    place = "data/raw/toewijzingen"
    assert {name: (len(table.rows), len(table.apart)) for name, table in tables.items()} == {
        f"{place}/*.xml": (1, 0),
        f"{place}/brief.pdf": (0, 0),
        f"{place}/map/*.xml": (1, 1),
        f"{place}/map/berichten.zip": (2, 4),
        f"{place}/stuk.zip": (0, 0),
    }
    zipped = tables[f"{place}/map/berichten.zip"]
    assert zipped.apart["reden"].value_counts().to_dict() == {
        "ander bericht: JW305": 2,
        "geen bericht, maar een bestand .txt": 1,
        "bericht is te groot": 1,
    }
    assert sorted([*zipped.rows["rij"], *zipped.apart["rij"]]) == [1, 2, 3, 4, 5, 6]
    assert [m.ernst for m in tables[f"{place}/stuk.zip"].meldingen] == ["fout"]
    assert [m.ernst for m in tables[f"{place}/brief.pdf"].meldingen] == ["waarschuwing"]
    text = "\n".join(m.als_tekst() for table in tables.values() for m in table.meldingen)
    assert "2 berichten zijn opzij gezet: ander bericht: JW305." in text
    part = tidy_toewijzingen(list(tables.values()), empty_table("leerlingen"), study, CODEBOOK)
    steps = part.ledger.grootboek
    assert steps.loc[steps["stap"] == "gelezen", "rijen_in"].sum() == 9
    everything = text + steps.to_csv() + part.ledger.apart_rows.to_csv() + part.tables["toewijzingen"].to_csv()
    everything += "".join(melding.als_tekst() for melding in part.meldingen)
    assert "999900006" not in everything
    assert "Geheimpje" not in everything


def test_zip_in_a_folder_of_a_zip_is_read_and_one_deeper_is_set_aside(tmp_path, monkeypatch):
    message = write_message([SPECIFIC])
    inner = {"2019/a.xml": message, "dieper.zip": zip_of({"b.xml": message})}
    (tmp_path / "alles.zip").write_bytes(
        zip_of({"map/jaar.zip": zip_of(inner), "map/stuk.ZIP": b"geen zip", "x.XML": message})
    )
    found = {message.naam: message.reden for message in zipped_messages(tmp_path / "alles.zip")}
    assert found == {
        "map/jaar.zip/2019/a.xml": "",
        "map/jaar.zip/dieper.zip": "geen bericht, maar een bestand .zip",
        "map/stuk.ZIP": "zipbestand in het zipbestand is beschadigd",
        "x.XML": "",
    }
    monkeypatch.setattr(zips, "ZIP_LIMIT", 100)
    first = next(iter(zipped_messages(tmp_path / "alles.zip")))
    assert (first.naam, first.inhoud, first.reden) == ("map/jaar.zip", b"", "bericht is te groot")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_set_aside_and_the_rest_goes_on(tmp_path, method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.xml", write_message([SPECIFIC]) * 50)
        archive.writestr("b.xml", write_message([SPECIFIC]))
    content = bytearray(buffer.getvalue())
    content[60:100] = b"\xff" * 40
    (tmp_path / "a.zip").write_bytes(content)
    reasons = [message.reden for message in zipped_messages(tmp_path / "a.zip")]
    assert reasons == ["bericht is beschadigd in het zipbestand", ""]


def test_a_member_that_lies_about_its_size_is_not_unpacked(tmp_path):
    content = zip_of({"a.xml": b" " * 30_000_000}).replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1000))
    (tmp_path / "a.zip").write_bytes(content)
    tracemalloc.start()
    found = [message.reden for message in zipped_messages(tmp_path / "a.zip")]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["bericht is beschadigd in het zipbestand"]
    assert peak < 25_000_000


def test_invalid_bsn_is_a_count_and_the_row_stays():
    clients = ["999900006", "999900018", "123456789"]
    messages = [Message(f"{n}.xml", write_message([SPECIFIC], client=client)) for n, client in enumerate(clients)]
    table = read_messages(messages, "x.zip", CODEBOOK, KEY)
    assert len(table.rows) == 3
    assert [m.tekst for m in table.meldingen] == ["1 clientnummer is geen geldig BSN (elfproef), in 1 rij."]
    assert table.rows["client"].str.match(r"^c_[0-9a-f]{16}$").all()


def test_memory_stays_flat_over_messages():
    def peak(number: int) -> int:
        content = write_message([SPECIFIC])
        tracemalloc.start()
        read_messages((Message("x", bytes(content)) for _ in range(number)), "x.zip", CODEBOOK, KEY)
        result = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return result

    assert peak(1500) / 1500 < len(write_message([SPECIFIC]))


PRODUCTS = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["999900006", "999900018", "999900031"]),
        "toewijzing_nummer": st.sampled_from(["1", "2", "3"]),
        "product": st.sampled_from([("45", "45A48"), ("45", ""), ("", ""), ("54", "54Z99")]),
        "toewijzingsdatum": st.dates(pd.Timestamp("2018-01-01").date(), pd.Timestamp("2020-01-01").date()),
        "ingangsdatum": st.dates(pd.Timestamp("2017-06-01").date(), pd.Timestamp("2021-01-01").date()),
        "dagen": st.one_of(st.none(), st.integers(-5, 400)),
        "omvang": st.sampled_from([("", "", ""), ("120", "01", "2")]),
        "budget": st.sampled_from(["", "1234.05", "1200.00"]),
        "reden_wijziging": st.sampled_from(["", "04", "13"]),
    }
)


def as_product(row: dict) -> dict[str, str]:
    day = pd.Timestamp(row["ingangsdatum"])
    end = "" if row["dagen"] is None else (day + pd.Timedelta(days=row["dagen"])).date().isoformat()
    named = dict(zip(("productcategorie", "productcode"), row["product"], strict=True))
    size = dict(zip(("volume", "eenheid", "frequentie"), row["omvang"], strict=True))
    plain = {name: row[name] for name in ("toewijzing_nummer", "budget", "reden_wijziging")}
    dates = {"toewijzingsdatum": row["toewijzingsdatum"].isoformat(), "ingangsdatum": day.date().isoformat()}
    return {**plain, **named, **size, **dates, "einddatum": end}


@settings(max_examples=8, deadline=None)
@given(rows=st.lists(PRODUCTS, min_size=1, max_size=10))
def test_messages_and_export_give_the_same_tidy_table(tmp_path_factory, rows):
    study = make_study(tmp_path_factory.mktemp("twee_wegen"))
    products = [as_product(row) for row in rows]
    messages = [
        Message(f"{n:03}.xml", write_message([product], client=row["client"]))
        for n, (row, product) in enumerate(zip(rows, products, strict=True))
    ]
    export = pd.DataFrame(
        [
            {"BSN": row["client"], **product, "aanbieder": "41410001", "afzender": "0080"}
            for row, product in zip(rows, products, strict=True)
        ]
    )
    dutch = {
        name: pd.to_datetime(export[name]).dt.strftime("%d-%m-%Y").fillna("") for name in ("ingangsdatum", "einddatum")
    }
    export = export.assign(**dutch, budget=export["budget"].str.replace(".", ",", regex=False))
    export.to_csv(study.raw / "toewijzingen" / "export.csv", sep=";", index=False, encoding="cp1252")
    by_export = read_toewijzingen(study, CODEBOOK, KEY)
    by_message = [read_messages(messages, "berichten.zip", CODEBOOK, KEY)]
    tables = [
        tidy_toewijzingen(tables, empty_table("leerlingen"), study, CODEBOOK).tables["toewijzingen"]
        for tables in (by_export, by_message)
    ]
    first, second = (table.drop(columns=["bron_bestand", "bron_rij"]) for table in tables)
    pd.testing.assert_frame_equal(first, second)
