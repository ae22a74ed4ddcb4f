"""The doors to exact data, shut where the public edition is made.

The kernel of a report has the variable `IKC_EDITIE`, set by `publishing/notebook/kernel.py`. Unless it says `intern`,
nothing of ours there opens a delivery, the tidy tables, a key, or the results of another edition: no cell of a public
report can show them, whatever it calls. `tests/test_disclosure/test_doors.py` looks for every door and tries it.

Out of our hands is what a cell reads by hand, such as `pd.read_parquet("data/processed/kinderen")`. The notebooks of
the project name no path and read no file (`tests/test_notebooks`).
"""

import os
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.settings import REPORTS

INTERN, PUBLIEK = "intern", "publiek"
EDITIE = "IKC_EDITIE"
"""Names the edition that a process makes; where it is not set, as in a researcher's own session, every door opens."""


def refuse_in_public(what: str, editie: str = INTERN) -> None:
    """Stop before exact data are opened for another edition than the internal one; raises InvoerFout.

    `what` is the place, as messages name it; `editie` is what the caller asks for. An edition that we do not know is
    never taken for internal.
    """
    process = os.environ.get(EDITIE, "").strip() or INTERN
    if editie == process == INTERN:
        return
    given = f"{EDITIE} = {process}" if process != INTERN else f"editie = {editie}"
    why = "hier staan exacte aantallen: wie ze in een openbaar rapport zet, laat zien om welk kind het gaat"
    advies = (
        'Kies `editie: intern` (in een notebook `editie = "intern"`, bij papermill `-p editie intern`) en houd wat u '
        "maakt binnen de kring die de gegevens mag zien. Een openbaar rapport leest alleen `rapport.tabel(...)`."
    )
    text = "dit gaat alleen open in de interne editie."
    raise InvoerFout([Melding(what, text, regels=(f"gegeven: {given}", why), advies=advies, code="niet_openbaar")])


def refuse_public_folder(folder: Path) -> None:
    """Stop before something internal is written into a public edition, of whichever study; raises InvoerFout."""
    place = folder.resolve()
    if not any(part.name == PUBLIEK and part.parent.name == REPORTS for part in (place, *place.parents)):
        return
    text = "deze map wordt gepubliceerd; hier komt niets wat intern is."
    raise InvoerFout([Melding(str(folder), text, advies="Kies een map buiten `reports`.", code="niet_openbaar")])
