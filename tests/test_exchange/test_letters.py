import errno
from pathlib import Path

import openpyxl
import pytest
from filled import make_study
from pypdf import PdfReader

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.errors import InvoerFout, Melding
from analysis.exchange import letters
from analysis.exchange.letter import letter_blocks
from analysis.exchange.recipients import Post, sort_post
from analysis.exchange.wording import ASK_US, advice_for_deliverer
from analysis.publishing.embedded.pandoc import plain_text

FILES = {
    "inventarisatie/nulmeting/IKC01.csv": "kindcode;groep;geslacht;druk;opstandg;Naam\n"
    "A-1;3;v;x;;Jan\nA-2;12;x;misschien;;Piet\n;4;;x;;Kees\nA-3;zz;v;ok ja?;x;Anna\n",
    "inventarisatie/nulmeting/samen.csv": "ikc;kindcode;groep;druk\nIKC01;C-1;3;zeker\nIKC02;C-2;3;weetniet\n",
    "toewijzingen/export.csv": "bsn;toewijzingnummer;ingangsdatum;eenheid\n999999990;1;31-02-2019;04\n",
    "populatie.csv": "ikc;meting;bouw;aantal\nIKC01;nulmeting;onderbouw;veel\n",
}
ORANGE = "00F4B183"


def check(folder: Path, target: Path) -> int:
    study = make_study(folder)
    for name, text in FILES.items():
        path = study.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(folder), "check", "--naar", str(target)])
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def post(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("brieven")
    assert check(folder / "studie", folder / "herstel") == 1
    return folder / "herstel"


def workbook(post: Path, who: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(post / who / f"herstel_{who}.xlsx")


def everything(book: openpyxl.Workbook) -> str:
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_each_recipient_has_a_workbook_and_a_letter_in_two_forms(post):
    made = sorted(path.relative_to(post).as_posix() for path in post.rglob("*") if path.is_file())
    of = [f"{who}/{name}" for who in ("IKC01", "IKC02", "gemeente")
          for name in (f"brief_{who}.docx", f"brief_{who}.pdf", f"herstel_{who}.xlsx")]  # fmt: skip
    assert made == [".ikc-brieven", *of]


def test_each_problem_is_a_row_with_its_cell_and_what_to_do(post):
    rows = [tuple(cell.value for cell in row) for row in workbook(post, "IKC01")["Te herstellen"].iter_rows(min_row=3)]
    cells = {(row[2], row[4]): row for row in rows}
    assert {("IKC01.csv", "E1"), ("IKC01.csv", "F1"), ("IKC01.csv", "D3"), ("IKC01.csv", "D5"), ("samen.csv", "D2"),
            ("IKC01.csv", "A4"), ("IKC01.csv", "B3")} <= set(cells)  # fmt: skip
    assert "Er staat: misschien." in cells["IKC01.csv", "D3"][5] and cells["IKC01.csv", "D3"][1] == "fout"
    assert cells["IKC01.csv", "B3"][1] == "let op" and all(row[6] for row in rows)
    assert "codebook" not in everything(workbook(post, "IKC01")) and "study.yml" not in everything(
        workbook(post, "IKC01")
    )


def test_letter_and_workbook_say_first_that_they_are_for_one_reader(post):
    first = "Vertrouwelijk, alleen voor De Wilgen (IKC01): dit gaat over kinderen."
    assert workbook(post, "IKC01").worksheets[0]["A1"].value.startswith(first)
    letter = " ".join(PdfReader(post / "IKC01/brief_IKC01.pdf").pages[0].extract_text().split())
    assert 0 < letter.index(first) < letter.index("Aan:")


def test_the_cells_are_marked_in_a_copy_at_the_same_place(post):
    copy = workbook(post, "IKC01")["IKC01"]
    assert (
        copy["D3"].value == "misschien"
        and copy["D3"].fill.fgColor.rgb == ORANGE
        and "ja of nee" in copy["D3"].comment.text
    )
    assert copy["D2"].value == "x" and copy["D2"].comment is None and copy["D2"].fill.fill_type is None


def test_nothing_of_another_delivery_and_no_name_is_in_it(post):
    own, other, town = (everything(workbook(post, who)) for who in ("IKC01", "IKC02", "gemeente"))
    assert "C-1" in own and "C-2" not in own and "weetniet" not in own
    assert "C-2" in other and "C-1" not in other and "A-1" not in other and "zeker" not in other
    assert "A-1" not in town and "C-1" not in town and "veel" in town
    for text in (own, other, town):
        assert not {"Jan", "Piet", "Kees", "Anna"} & set(text.split())


def test_the_letter_is_one_page_of_dutch_without_the_researchers_words(post):
    for who in ("IKC01", "IKC02", "gemeente"):
        reader = PdfReader(post / who / f"brief_{who}.pdf")
        text = " ".join(reader.pages[0].extract_text().split())
        assert len(reader.pages) == 1 and f"herstel_{who}.xlsx" in text and "codebook/" not in text
        assert "Jan" not in text.split() and "999999990" not in text
    assert "De Wilgen (IKC01)" in " ".join(PdfReader(post / "IKC01/brief_IKC01.pdf").pages[0].extract_text().split())


def test_many_problems_still_fit_on_one_page(tmp_path):
    long = "een heel lange tekst over wat er mis is, " * 20
    bestand = "data/raw/inventarisatie/nulmeting/IKC01.csv"
    meldingen = [Melding(bestand, f"{n}: {long}", regels=(long,), advies="Verbeter.") for n in range(40)]
    letters.write_letters(meldingen, make_study(tmp_path / "s"), load_codebook(), tmp_path / "uit")
    assert len(PdfReader(tmp_path / "uit/IKC01/brief_IKC01.pdf").pages) == 1


def test_a_file_that_names_two_ikcs_is_sent_to_neither(tmp_path):
    """Its rows may be of either: the researcher looks first. One that names one IKC is that one's."""
    place = "data/raw/inventarisatie/nulmeting"
    meldingen = [Melding(f"{place}/{name}.csv", "te veel kolommen.") for name in ("IKC01 en IKC02", "IKC02")]
    found = sort_post(meldingen, make_study(tmp_path), load_codebook())
    assert {post.ontvanger: [item.bestand for item in post.meldingen] for post in found} == {
        "IKC02": [f"{place}/IKC02.csv"],
        "onderzoeker": [f"{place}/IKC01 en IKC02.csv"],
    }


@pytest.mark.parametrize(("wrong", "told"), [(5, ""), (6, "En nog 1 punt:"), (7, "En nog 2 punten:")])
def test_a_letter_counts_the_problems_that_it_does_not_list(tmp_path, wrong: int, told: str):
    """Five are listed; the rest is in the workbook."""
    meldingen = tuple(Melding("data/raw/populatie.csv", f"{n} is fout.") for n in range(wrong))
    post = Post("IKC01", meldingen, {}, frozenset())
    text = plain_text(letter_blocks(post, make_study(tmp_path), "herstel.xlsx", "Brief"))
    assert told in text if told else "En nog" not in text


def test_only_a_new_an_empty_or_our_own_folder_is_written(tmp_path, capsys):
    mine = tmp_path / "mijn"
    mine.mkdir()
    (mine / "iets.txt").write_text("van mij")
    assert check(tmp_path / "s", mine) == 1
    assert "niet leeg" in capsys.readouterr().err and [path.name for path in mine.iterdir()] == ["iets.txt"]
    assert check(tmp_path / "s", tmp_path / "s" / "data" / "raw" / "brieven") == 1
    assert "hoort bij de studie zelf" in capsys.readouterr().err
    assert check(tmp_path / "s", tmp_path / "uit") == 1 and (tmp_path / "uit/IKC01").is_dir()
    (tmp_path / "uit" / "IKC09").mkdir()
    check(tmp_path / "s", tmp_path / "uit")
    assert not (tmp_path / "uit/IKC09").exists() and (tmp_path / "uit/IKC01").is_dir()


def test_a_full_disk_leaves_the_letters_of_last_time(tmp_path, monkeypatch):
    study = make_study(tmp_path / "s")
    melding = Melding("data/raw/inventarisatie/nulmeting/IKC01.csv", "fout.", advies="Verbeter het.")
    letters.write_letters([melding], study, load_codebook(), tmp_path / "uit")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "vol")

    monkeypatch.setattr(letters, "write_letter", full)
    with pytest.raises(OSError):
        letters.write_letters([melding], study, load_codebook(), tmp_path / "uit")
    assert (tmp_path / "uit/IKC01/brief_IKC01.pdf").is_file() and not (tmp_path / ".uit-nieuw").exists()


@pytest.mark.parametrize(
    ("advies", "expected"),
    [
        ("Vul een kindcode in.", "Vul een kindcode in."),
        ("Gebruik x; of voeg het teken toe in codebook/waarden.yml.", "Gebruik x."),
        ("Voeg de schrijfwijze toe aan codebook/waarden.yml.", ASK_US),
        ("", ASK_US),
    ],
)
def test_an_advice_says_only_what_its_reader_can_do(advies, expected):
    assert advice_for_deliverer(Melding("", "x", advies=advies)) == expected


def test_study_and_codebook_are_told_in_one_round(tmp_path, capsys):
    (tmp_path / "study.yml").write_text("naam: <naam>\nonzin: 1\n", encoding="utf-8")
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "onbekend.yml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--study", str(tmp_path), "check"])
    said = capsys.readouterr().err
    assert "niet ingevuld" in said and "onzin" in said and "codebook/onbekend.yml" in said
    with pytest.raises(InvoerFout, match="niet ingevuld"):
        from analysis.study import load_study

        load_study(tmp_path)
