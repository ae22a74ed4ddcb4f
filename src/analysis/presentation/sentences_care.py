"""The chapters on care and toewijzingen in words."""

import pandas as pd

from analysis.presentation.markdown import escape
from analysis.presentation.numbers import (
    amount_words,
    day,
    is_missing,
    list_words,
    number,
    of_the_100,
    quarter_words,
)
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ratios, shares
from analysis.presentation.wording import in_sentence, informant_words
from analysis.study import ALLE


def zin_zorg(rapport: Rapport) -> Tekst:
    """Introduce care: of 100 children at the last meting, how many get first-line and second-line care, who "
    "says so."""
    table = shares(rapport, "zorg", ("soort",))
    if table.empty:
        return Tekst("Er is geen inventarisatie van zorg.")
    last = table[table["meting"] == rapport.laatste.meting]
    parts = [
        f"{of_the_100(row.aandeel)} {in_sentence(row.label)}"
        for row in last.itertuples()
        if not is_missing(row.aandeel)
    ]
    if not parts:
        return Tekst("De aantallen kinderen met zorg zijn te klein om te tonen.")
    who, jaar = (
        informant_words(rapport.informant(rapport.laatste.meting)),
        rapport.meting_label(rapport.laatste.meting, full=True),
    )
    return Tekst(
        f"In {jaar} kregen volgens {who} kinderen deze zorg: {list_words(parts)}. Een kind kan meer dan één "
        f"soort zorg krijgen. "
        "Zorg die niet op het IKC bekend is, telt hier niet mee."
    )


def zin_zorg_probleem(rapport: Rapport) -> Tekst:
    """Word, at the first and the last meting, how many of 100 children with a problem get care, and the reverse."""
    table = ratios(rapport, ("zorg_bij_probleem", "probleem_bij_zorg"))
    if table.empty:
        return Tekst("Zorg en problemen zijn niet per kind bekend.")
    parts = [
        _sentence_share(
            rapport, table, "zorg_bij_probleem", "kinderen met een gesignaleerd probleem", "kregen", "zorg"
        ),
        _sentence_share(rapport, table, "probleem_bij_zorg", "kinderen met zorg", "hadden", "een bekend probleem"),
    ]
    return Tekst(" ".join(part for part in parts if part) or "De aantallen zijn te klein om te tonen.")


def _sentence_share(rapport: Rapport, table: pd.DataFrame, maat: str, group: str, verb: str, what: str) -> str:
    known = table[(table["maat"] == maat) & table["waarde"].notna()]
    known = known[known["n_noemer"].isna() | (known["n_noemer"].astype(float) >= 20)]
    if known.empty:
        return ""
    words = [
        f"in {rapport.meting_label(row.meting, full=True)} {of_the_100(row.waarde)}{_margin(row)}"
        for row in known.iloc[[0, -1] if len(known) > 1 else [0]].itertuples()
    ]
    return f"Van de {group} {verb} {list_words(words)} {what}."


def _margin(row: object) -> str:
    if is_missing(row.ci_laag) or is_missing(row.ci_hoog):
        return ""
    return f" (marge {number(100 * row.ci_laag)} tot {number(100 * row.ci_hoog)})"


def zin_samenhang(rapport: Rapport) -> Tekst:
    """Word whether child and family problems, and problems and care, go together at the last meting."""
    table = rapport.tabel("samenhang")
    if table.empty or rapport.laatste is None:
        return Tekst("")
    last = table[table["meting"] == rapport.laatste.meting]
    words = {
        "kind_gezin": ("een kindprobleem", "een gezinsprobleem"),
        "probleem_zorg": ("een gesignaleerd probleem", "zorg"),
    }
    parts = [_sentence_link(row, *words[row.verband]) for row in last.itertuples() if row.verband in words]
    return Tekst(" ".join(part for part in parts if part))


def _sentence_link(row: object, first: str, second: str) -> str:
    if is_missing(row.odds_ratio) or is_missing(row.ci_laag):
        return f"Of {first} en {second} samengaan, is niet te zeggen: de aantallen zijn te klein."
    if row.ci_laag > 1:
        return (
            f"Kinderen met {first} hebben vaker ook {second} dan andere kinderen; dat is groter dan toeval verklaart."
        )
    if not is_missing(row.ci_hoog) and row.ci_hoog < 1:
        return (
            f"Kinderen met {first} hebben minder vaak {second} dan andere kinderen; dat is groter dan toeval verklaart."
        )
    return f"Dat kinderen met {first} vaker ook {second} hebben dan andere kinderen, is niet aan te tonen."


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
        return f"Bij {amount_words(len(starts))} {ikcs} begon in deze jaren een jeugdondersteuner." if starts else ""
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
    grey = "elk IKC apart" if rapport.over_alle else "de andere IKC's"
    own = "het totaal van alle IKC's" if rapport.over_alle else escape(rapport.naam)
    return Tekst(
        "Een toewijzing telt bij het IKC waar het kind op die dag is ingeschreven. "
        f"De gekleurde lijn is {own}, de grijze lijnen zijn {grey}.{band}"
        " Bij een klein IKC maakt één toewijzing meer of minder al een zichtbaar verschil."
    )


def study_covers_woonplaats(rapport: Rapport) -> bool:
    """Tell whether the quarters run past 1 January 2022, when the woonplaatsbeginsel changed."""
    table = rapport.alle("toewijzingen_kwartaal")
    return len(table) > 0 and str(table["kwartaal"].min()) < "2022Q1" <= str(table["kwartaal"].max())


def _running_words(rapport: Rapport) -> str:
    """Word the running toewijzingen of all care together on the first and the last peildatum."""
    table = rapport.tabel("toewijzingen_peildatum")
    table = table[table["zorgvorm"] == ALLE] if len(table) else table
    known = table[table["lopend_per_1000"].notna()] if len(table) else table
    if known.empty:
        return ""
    words = [
        f"op {day(pd.Timestamp(row.peildatum))} {number(row.lopend_per_1000)} per 1.000 kinderen"
        for row in known.sort_values("peildatum").iloc[[0, -1] if len(known) > 1 else [0]].itertuples()
    ]
    return f"Er liepen {list_words(words)}."
