"""What stands at the head of a report: its title, where and when was measured, which edition, the band above pages."""

from typing import Any

from analysis.publishing.index_page import INTERNAL, INTERNAL_BAND, in_dutch
from analysis.study import ALLE, Study
from analysis.study.apostrophes import with_apostrophes

MOST_DAYS = 4
"""The metingen whose days stand above a report; of more, the first and the last."""
SYNTHETIC_BAND = "Voorbeeld: kinderen en IKC’s zijn verzonnen"


def band(study: Study, editie: str) -> str:
    """Give the text above every page: that the data are made up, that the edition is internal; empty for neither."""
    parts = [SYNTHETIC_BAND] * study.synthetisch + [INTERNAL_BAND] * (editie == "intern")
    return " · ".join(parts)


def title_block(study: Study, ikc: str, editie: str, title: str) -> dict[str, Any]:
    """Give a report's title block: its title, then where, when measured, date of the data, which edition.

    The date of the data is no `date`: both renderers would show that as the day of publication. The title of an
    internal report says so first: it is the title of the page, of the PDF, and of the tab in a browser.
    """
    title = f"{INTERNAL}: {title}" if editie == "intern" else title
    subtitle = _subtitle(study, ikc, editie)
    return {"title": with_apostrophes(title), "subtitle": with_apostrophes(subtitle), "lang": "nl-NL"}


def _subtitle(study: Study, ikc: str, editie: str) -> str:
    days = [in_dutch(meting.peildatum) for meting in study.metingen]
    measured = f"Metingen op {', '.join(days[:-1])} en {days[-1]}" if len(days) > 1 else ""
    if len(days) > MOST_DAYS:
        measured = f"{len(days)} metingen, van {days[0]} tot en met {days[-1]}"
    parts = [
        "Onderzoeksrapport over alle IKC's" if ikc == ALLE and study.ikcs else "",
        f"Gemeente {study.gemeente}" if study.gemeente else "",
        measured,
        f"Gegevens tot en met {in_dutch(study.gegevens_datum)}" if study.gegevens_datum else "",
        "Interne editie" if editie == "intern" else "Publieke editie",
    ]
    return ". ".join(part for part in parts if part)
