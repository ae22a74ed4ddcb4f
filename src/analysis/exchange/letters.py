"""`ikc check --naar`: a folder per recipient with what is to be mended, as a workbook and a letter."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.exchange.letter import name_of, write_letter
from analysis.exchange.mending_workbook import write_mending_workbook
from analysis.exchange.recipients import ONDERZOEKER, Post, sort_post
from analysis.study import Study
from analysis.study.doors import refuse_public_folder
from analysis.study.writing import gone_when_unfinished

MARK = ".ikc-brieven"
"""A file by which we know a folder of an earlier check: only such a folder is written anew."""


def write_letters(meldingen: Sequence[Melding], study: Study, codebook: Codebook, folder: Path) -> str:
    """Write the folder and give the Dutch text that says what is in it.

    Everything is made beside the folder and put in its place at the end. Raises InvoerFout when the folder has
    something that is not ours.
    """
    check_folder(folder, study)
    post = sort_post(meldingen, study, codebook)
    made = folder.with_name(f".{folder.name}-nieuw")
    shutil.rmtree(made, ignore_errors=True)
    with gone_when_unfinished(made):
        (made / MARK).write_text(
            "Gemaakt door ikc check --naar; wordt bij een volgende keer vervangen.\n", encoding="utf-8"
        )
        for item in post:
            if item.ontvanger != ONDERZOEKER:
                _write(item, study, made / item.ontvanger)
    if folder.exists():
        shutil.rmtree(folder)
    made.rename(folder)
    return _conclude(post, study, folder)


def check_folder(folder: Path, study: Study) -> None:
    """Stop when a folder is not new, empty or ours, or is where deliveries or results are kept, or is published."""
    refuse_public_folder(folder)
    ours = not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).is_file()))
    inside = folder.resolve()
    kept = [study.raw.resolve(), study.processed.resolve(), study.reports.resolve()]
    if not ours or any(place == inside or place in inside.parents for place in kept):
        tekst = "hier kunnen de brieven niet komen: de map is niet leeg en niet van een eerdere controle."
        tekst = tekst if not ours else "hier kunnen de brieven niet komen: deze map hoort bij de studie zelf."
        raise InvoerFout([Melding(str(folder), tekst, advies="Kies een nieuwe of lege map.", code="map_bezet")])


def _write(post: Post, study: Study, folder: Path) -> None:
    folder.mkdir()
    workbook = f"herstel_{post.ontvanger}.xlsx"
    write_mending_workbook(post, name_of(post, study), folder / workbook)
    letter = f"brief_{post.ontvanger}"
    write_letter(post, study, workbook, folder / f"{letter}.docx", folder / f"{letter}.pdf")


def _conclude(post: list[Post], study: Study, folder: Path) -> str:
    sent = [item for item in post if item.ontvanger != ONDERZOEKER]
    own = next((item for item in post if item.ontvanger == ONDERZOEKER), None)
    lines = [f"  {folder}/{item.ontvanger}: {_counts(item)} voor {name_of(item, study)}" for item in sent]
    head = (
        f"Brieven en Excelbestanden staan in {folder}:" if sent else f"Er is niemand om te schrijven; {folder} is leeg."
    )
    rest = [f"Wat u zelf herstelt (study.yml, codeboek, casussen): {_counts(own)}, hierboven."] if own else []
    return "\n".join([head, *lines, *rest])


def _counts(post: Post) -> str:
    wrong = sum(melding.ernst == "fout" for melding in post.meldingen)
    look = len(post.meldingen) - wrong
    return f"{wrong} {'fout' if wrong == 1 else 'fouten'} en {look} {'waarschuwing' if look == 1 else 'waarschuwingen'}"
