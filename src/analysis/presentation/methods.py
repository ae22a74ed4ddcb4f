"""The methods that results may name, in plain words with their reference; shown only where they were used."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One method: for what, how, from where; used when `kolom` of `tabel` holds `waarde` (or the table has rows)."""

    wat: str
    hoe: str
    bron: str
    tabel: str
    kolom: str = ""
    waarde: str = ""


METHODS: dict[str, Method] = {
    "wilson": Method(
        "Marge bij een aandeel",
        "Wilson-interval: blijft ook bij kleine aantallen betrouwbaar.",
        "Wilson (1927), J. Am. Stat. Assoc. 22",
        "signalen",
    ),
    "newcombe": Method(
        "Verschil tussen twee metingen",
        "Newcombe: twee groepen kinderen als los van elkaar beschouwd. Omdat veel kinderen in beide metingen "
        "zitten, is de "
        "marge eerder te ruim dan te smal.",
        "Newcombe (1998), Stat. Med. 17, 873-890",
        "veranderingen",
        "methode",
        "newcombe",
    ),
    "gee": Method(
        "Verschil bij deels dezelfde kinderen",
        "GEE: rekent mee dat een kind vaker gemeten is.",
        "Liang en Zeger (1986), Biometrika 73",
        "veranderingen",
        "methode",
        "gee",
    ),
    "mcnemar": Method(
        "Verschil bij dezelfde kinderen",
        "Exacte toets van McNemar.",
        "McNemar (1947), Psychometrika 12",
        "veranderingen",
        "methode",
        "mcnemar",
    ),
    "holm": Method(
        "Veel vergelijkingen, hoofdindicatoren",
        "Holm: de kans op ook maar één verkeerde uitspraak blijft klein.",
        "Holm (1979), Scand. J. Stat. 6",
        "veranderingen",
        "primair",
        "True",
    ),
    "benjamini_hochberg": Method(
        "Veel vergelijkingen, verkennend",
        "Benjamini-Hochberg: het deel verkeerde uitspraken blijft klein.",
        "Benjamini en Hochberg (1995), J. R. Stat. Soc. B 57",
        "veranderingen",
        "primair",
        "False",
    ),
    "omslag": Method(
        "Andere invuller",
        "Hoeveel keer vaker de tweede invuller moet signaleren om een stijging te laten verdwijnen.",
        "Katz e.a. (1978), Biometrics 34",
        "veranderingen",
        "informant_gewisseld",
        "True",
    ),
    "log_gepaard": Method(
        "Verhouding van twee aantallen kinderen",
        "Interval op de logschaal, met de kinderen die in beide groepen zitten.",
        "Agresti (2013), Categorical Data Analysis, h. 11",
        "verhoudingen",
        "methode",
        "log",
    ),
    "samenhang": Method(
        "Samenhang van twee kenmerken",
        "Kansverhouding (odds ratio) met exact interval.",
        "Cornfield (1956); Fisher (1935)",
        "samenhang",
    ),
    "kaplan_meier": Method(
        "Duur van trajecten",
        "Kaplan-Meier: lopende trajecten tellen mee tot waar ze bekend zijn.",
        "Kaplan en Meier (1958), J. Am. Stat. Assoc. 53",
        "trajecten",
    ),
    "besparing": Method(
        "Besparing per casus",
        "Kosten van de referentie min die van de interventie, laag, midden en hoog; een post die niet in geld is, "
        "maakt "
        "het een ondergrens of niet bekend.",
        "Drummond e.a. (2015), Methods for the Economic Evaluation; Moore (1966)",
        "kosten",
    ),
    "bootstrap": Method(
        "Marge bij de gemiddelde besparing",
        "Bootstrap over casussen (BCa); bij weinig casussen te smal.",
        "Efron (1987), J. Am. Stat. Assoc. 82",
        "kosten_over_casussen",
    ),
    "monte_carlo": Method(
        "Bandbreedtes en kansen samen",
        "Monte Carlo met een vast zaad: alle posten tegelijk getrokken, los van elkaar.",
        "Briggs e.a. (2006), Decision Modelling",
        "kosten_spreiding",
    ),
    "sroi": Method(
        "Opbrengst na aannames",
        "SROI: deadweight, bijdrage van anderen, verdringing en afname gaan eraf; latere jaren verdisconteerd.",
        "Social Value UK (2012), A Guide to SROI; Werkgroep discontovoet (2020)",
        "kosten_sroi",
    ),
    "controle": Method(
        "Controle van gepubliceerde cijfers",
        "Elk cijfer herberekend uit zijn kostenregels, elke regel uit aantal maal tarief maal kans; niets wordt "
        "verbeterd.",
        "Eigen rekenregel",
        "controles",
    ),
}
