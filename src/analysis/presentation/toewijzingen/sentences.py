"""Toewijzingen in words: what they are, how many run, how to read the figure."""

import pandas as pd

from analysis.presentation.gebeurtenissen import gebeurtenissen
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, day, list_words, number, quarter_words
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.who_is_in import allocations_words
from analysis.study import ALLE


def zin_toewijzingen(rapport: Rapport) -> Tekst:
    """Introduce the toewijzingen: what they are, over which time, when the jeugdondersteuner started."""
    table = rapport.tabel("toewijzingen_kwartaal_domein")
    if table.empty:
        return Tekst(
            "Er zijn geen toewijzingen gekoppeld aan dit IKC."
            if not rapport.over_alle
            else "Er zijn geen toewijzingen."
        )
    first, last = (quarter_words(item) for item in (table["kwartaal"].min(), table["kwartaal"].max()))
    parts = [
        f"De gemeente leverde toewijzingen van {first} tot en met {last}.",
        "Een toewijzing is het besluit dat een kind jeugdhulp mag krijgen; het is nog geen zorg die begonnen is.",
        _running_words(rapport),
        start_words(rapport),
    ]
    return Tekst(" ".join(part for part in parts if part))


def start_words(rapport: Rapport) -> str:
    """Word when this IKC's jeugdondersteuner started, or in how many IKCs one did; empty when there is none."""
    starts = {item.ikc: item.start_jok for item in rapport.study.ikcs if item.start_jok}
    if rapport.over_alle:
        ikcs = "IKC" if len(starts) == 1 else "IKC's"
        return f"Bij {count_words(len(starts))} {ikcs} begon in deze jaren een jeugdondersteuner." if starts else ""
    start = starts.get(rapport.ikc)
    return f"De jeugdondersteuner van {escape(rapport.naam)} begon op {day(start)}." if start else ""


def zin_lees_toewijzingen(rapport: Rapport) -> Tekst:
    """Tell how to read the quarterly figure; the disturbing periods are named as study.yml has them."""
    names = list_words([in_sentence(escape(item.naam)) for item in rapport.study.storende_periodes])
    band = (
        f" Het gekleurde vlak is een bijzondere periode ({names}); toen werd overal anders zorg toegewezen."
        if names
        else ""
    )
    if study_covers_woonplaats(rapport):
        band += (
            " De stippellijn bij 1 januari 2022 is het nieuwe woonplaatsbeginsel: dossiers verhuisden toen tussen "
            "gemeenten, dus een begin of einde daar kan kunstmatig zijn."
        )
    if gebeurtenissen(rapport):
        band += " Een lijn van strepen en punten is een verandering op het IKC zelf."
    own = f"het totaal van {allocations_words(rapport)}" if rapport.over_alle else escape(rapport.naam)
    grey = ", de grijze lijnen zijn elk IKC apart" if rapport.over_alle else ""
    return Tekst(
        "Een toewijzing telt bij het IKC waar het kind op die dag is ingeschreven. "
        f"De gekleurde lijn is {own}{grey}.{band}"
        " Bij een klein IKC maakt één toewijzing meer of minder al een zichtbaar verschil."
    )


def study_covers_woonplaats(rapport: Rapport) -> bool:
    """Tell whether the quarters run past 1 January 2022, when the woonplaatsbeginsel changed."""
    return any(row.eerste < "2022Q1" <= row.laatste for row in rapport.samen("kwartalen").itertuples())


def _so_many(per_1000: float) -> str:
    """Write how many run; none in rounded counts may be a few."""
    return number(per_1000) if round(per_1000) > 0 else "hooguit enkele"


def _running_words(rapport: Rapport) -> str:
    """Word the running toewijzingen of all care together on the first and the last peildatum."""
    table = rapport.tabel("toewijzingen_peildatum")
    table = table[table["zorgvorm"] == ALLE] if len(table) else table
    known = table[table["lopend_per_1000"].notna()] if len(table) else table
    if known.empty:
        return ""
    ordered = known.sort_values("peildatum")
    told = list(ordered.iloc[[0, -1] if len(known) > 1 else [0]].itertuples())
    first, *later = [(day(pd.Timestamp(row.peildatum)), _so_many(row.lopend_per_1000)) for row in told]
    text = f"Op {first[0]} liepen er per 1.000 kinderen {first[1]} toewijzingen"
    text += "".join(f"; op {moment} waren dat er {count}" for moment, count in later)
    dropped = pd.Timestamp(told[-1].peildatum) < pd.Timestamp(table["peildatum"].max())
    return f"{text}.{' Van latere dagen tonen we geen aantal: het is te klein.' if dropped else ''}"
