"""The methods that results may name, in plain words with their reference; shown only where they were used."""

from dataclasses import dataclass

OWN_RULE = "Eigen rekenregel van dit onderzoek"
"""The source of a rule that nobody published; every other source names its year."""


@dataclass(frozen=True)
class Method:
    """One method: for what, how, from where.

    Used when `kolom` of `tabel` holds `waarde` (or begins with it, when it ends in `_`) in this report's own rows;
    without a `waarde` when the column has any value, without a `kolom` when the table has rows. `boek`: only the
    report over all IKCs shows what it gives.
    """

    wat: str
    hoe: str
    bron: str
    tabel: str
    kolom: str = ""
    waarde: str = ""
    boek: bool = False


METHODS: dict[str, Method] = {
    "wilson": Method(
        "Marge bij een aandeel",
        "Wilson-interval: blijft ook bij kleine aantallen betrouwbaar.",
        "Wilson (1927), J. Am. Stat. Assoc. 22",
        "signalen",
    ),
    "newcombe": Method(
        "Verschil tussen twee metingen, als niet bekend is wie in beide zit",
        "Newcombe: twee groepen kinderen als los van elkaar beschouwd. Zitten er kinderen in beide metingen, dan is de "
        "marge eerder te ruim dan te smal.",
        "Newcombe (1998), Stat. Med. 17, 873-890",
        "veranderingen",
        "methode",
        "newcombe",
    ),
    "gee": Method(
        "Verschil tussen twee metingen met deels dezelfde kinderen",
        "GEE: een model waarin de twee metingen van een kind bij elkaar horen, met robuuste marges; het verschil van "
        "de twee aandelen (onafhankelijke werkcorrelatie).",
        "Liang en Zeger (1986), Biometrika 73, 13-22; Mancl en DeRouen (2001), Biometrics 57, 126-134",
        "veranderingen",
        "methode",
        "gee",
    ),
    "mover": Method(
        "Hetzelfde, waar te weinig kinderen het verschil maken voor een GEE",
        "MOVER: de marges van de twee aandelen samen, met de samenhang die de gebleven kinderen geven.",
        "Zou en Donner (2008), Stat. Med. 27, 1693-1702",
        "veranderingen",
        "methode",
        "mover",
    ),
    "mcnemar_tango": Method(
        "Verschil tussen twee metingen met precies dezelfde kinderen",
        "Elk kind met zichzelf vergeleken: marge van Tango, p van McNemar (exact). Die p is iets voorzichtiger; het "
        "oordeel volgt de marge.",
        "Tango (1998), Stat. Med. 17, 891-908; McNemar (1947), Psychometrika 12, 153-157",
        "veranderingen",
        "methode",
        "mcnemar_tango",
    ),
    "bereik": Method(
        "Verandering in wie zorg krijgt van wie een probleem heeft",
        "Newcombe: de kinderen met een probleem zijn bij elke meting andere, dus als los van elkaar beschouwd.",
        "Newcombe (1998), Stat. Med. 17, 873-890",
        "verhoudingen_veranderingen",
        "verschil",
    ),
    "gestandaardiseerd": Method(
        "Verschil bij een gelijke verdeling over de bouwen",
        "Directe standaardisatie: beide metingen krijgen de verdeling van de twee samen.",
        "Fleiss, Levin en Paik (2003), Statistical Methods for Rates and Proportions, h. 19",
        "veranderingen",
        "verschil_gestandaardiseerd",
    ),
    "aantoonbaar": Method(
        "Kleinste aantoonbare verschil",
        "Het verschil dat in 80 van de 100 zulke onderzoeken gevonden zou worden.",
        "Fleiss, Levin en Paik (2003), par. 4.2",
        "veranderingen",
        "kleinst_aantoonbaar",
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
        "Donner en Zou (2012), Stat. Methods Med. Res. 21; zonder gevolgde kinderen Katz e.a. (1978), Biometrics 34",
        "veranderingen",
        "omslag_detectie",
    ),
    "detectie": Method(
        "Andere invuller, teruggerekend",
        "Hoe vaak de tweede invuller een signaal ziet tegenover de eerste, bij kinderen over wie allebei berichtten. "
        "De laatste meting wordt door die verhouding gedeeld, met de onzekerheid van beide.",
        "Tang, Li en Tang (2010), Stat. Methods Med. Res. 21; Zou en Donner (2008)",
        "informant",
        "detectie",
    ),
    "gevoeligheid": Method(
        "Houdt de conclusie stand?",
        "Dezelfde vraag telkens anders berekend (specification curve); elke uitkomst heeft een eigen oordeel.",
        "Simonsohn, Simmons en Nelson (2020), Nature Human Behaviour 4",
        "gevoeligheid",
    ),
    "mantel_haenszel": Method(
        "IKC's samen: deze kinderen, deze gebouwen",
        "Mantel-Haenszel: per IKC vergeleken, dan gewogen opgeteld, met de kinderen die in beide metingen zitten.",
        "Greenland en Robins (1985), Biometrics 41; Sato (1989), Biometrics 45",
        "over_ikcs",
        "methode",
        "mantel_haenszel",
        boek=True,
    ),
    "heterogeniteit": Method(
        "Hoeveel IKC's van elkaar verschillen",
        "Cochrans Q en I2.",
        "Higgins en Thompson (2002), Stat. Med. 21",
        "over_ikcs",
        "q",
        boek=True,
    ),
    "t_over_ikcs": Method(
        "IKC's zoals deze",
        "Elk IKC telt één keer: gemiddelde met t-interval, en de exacte tekenwisseltoets.",
        "Fisher (1935), The Design of Experiments, par. 21",
        "over_ikcs",
        "gemiddelde",
        boek=True,
    ),
    "gekrompen": Method(
        "Vergelijking van IKC's",
        "Een IKC waarover weinig bekend is, schuift naar het gemiddelde van zijn groep. Alleen het punt: de marge "
        "is bij zo weinig IKC's te smal.",
        "Raudenbush en Bryk (1985), J. Educ. Stat. 10",
        "ikc_schattingen",
        "verschil_gekrompen",
        boek=True,
    ),
    "did_welch": Method(
        "Met min zonder jeugdondersteuner",
        "Verschil in verschil over IKC's, in twee stappen, met Welch-interval; p door de rollen opnieuw te verdelen.",
        "Donald en Lang (2007), Rev. Econ. Stat. 89; Imbens en Kolesar (2016), Rev. Econ. Stat. 98",
        "verschil_in_verschil",
        "methode",
        "did_",
        boek=True,
    ),
    "callaway_santanna": Method(
        "Rond de start van de jeugdondersteuner",
        "Verandering sinds de laatste meting vóór de start, tegenover IKC's die niet begonnen; marge door elk IKC een "
        "keer weg te laten.",
        "Callaway en Sant'Anna (2021), J. Econometrics 225; MacKinnon, Nielsen en Webb (2023), J. Econometrics 232",
        "gebeurtenisstudie",
        "methode",
        "callaway_santanna",
        boek=True,
    ),
    "gesegmenteerd": Method(
        "Nieuwe toewijzingen per kwartaal",
        "Poissonregressie met trend, seizoen, bijzondere periodes en een sprong bij de start; marge ruimer bij extra "
        "spreiding of samenhang tussen kwartalen.",
        "Bernal e.a. (2017), Int. J. Epidemiol. 46; Newey en West (1987), Econometrica 55",
        "tijdreeks",
        "methode",
        "poisson_",
    ),
    "log_gepaard": Method(
        "Verhouding van twee aantallen kinderen",
        "Interval op de logschaal, met de kinderen die in beide groepen zitten.",
        "Agresti (2013), Categorical Data Analysis, h. 11",
        "verhoudingen",
        "methode",
        "log_",
    ),
    "samenhang": Method(
        "Samenhang van twee kenmerken",
        "Kansverhouding (odds ratio) met exact interval.",
        "Cornfield (1956); Fisher (1935)",
        "samenhang",
    ),
    "samenhang_verandering": Method(
        "Verandering in samenhang",
        "Verhouding van twee kansverhoudingen op de logschaal. Wie in beide metingen zit telt als twee kinderen: de "
        "marge is eerder te ruim dan te smal.",
        "Woolf (1955), Ann. Hum. Genet. 19; Altman en Bland (2003), BMJ 326, 219",
        "samenhang_veranderingen",
        "verhouding",
    ),
    "uitgangspositie": Method(
        "Wie bij de eerste meting uitschiet",
        "De eerste meting naast die van de andere IKC's samen (Newcombe, gecorrigeerd voor het aantal "
        "hoofdindicatoren): wat uitschiet, komt vaak vanzelf terug.",
        "Galton (1886), J. Anthropol. Inst. 15; Newcombe (1998), Stat. Med. 17, 873-890",
        "uitgangspositie",
        "verschil",
    ),
    "reeksen_naast_elkaar": Method(
        "Nieuwe toewijzingen met en zonder jeugdondersteuner",
        "De sprong van de ene groep gedeeld door die van de andere; kwartalen waarin de IKC's ongelijk waren begonnen "
        "tellen niet mee.",
        "Lopez Bernal e.a. (2018), Int. J. Epidemiol. 47; Wagner e.a. (2002), J. Clin. Pharm. Ther. 27",
        "tijdreeks",
        "methode",
        "log_verschil_reeksen",
        boek=True,
    ),
    "kaplan_meier": Method(
        "Duur van trajecten",
        "Kaplan-Meier: lopende trajecten tellen mee tot waar ze bekend zijn.",
        "Kaplan en Meier (1958), J. Am. Stat. Assoc. 53",
        "trajecten",
    ),
    "logrank": Method(
        "Duur van trajecten vóór en sinds de eerste meting",
        "Logranktoets over de hele looptijd; elk traject telt apart; gecorrigeerd voor het aantal domeinen "
        "(Benjamini-Hochberg).",
        "Mantel (1966), Cancer Chemother. Rep. 50",
        "trajecten_kort_lang",
        "p_logrank",
    ),
    "besparing": Method(
        "Besparing per casus",
        "Kosten van de referentie min die van de interventie, laag, midden en hoog; een post die niet in geld is, "
        "maakt het een ondergrens of niet bekend.",
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
    "zorgpad": Method(
        "Zorg vóór en na een indexdatum",
        "Kosten gedeeld door de waargenomen tijd; een periode die over de indexdatum loopt, is daar geknipt. In het "
        "totaal telt alleen wie vóór én na is gevolgd.",
        OWN_RULE,
        "zorgpad_vergelijking",
    ),
    "bundeling": Method(
        "Losse indicaties tegenover een gezamenlijke professional",
        "Kinderen maal uren per week maal weken, gedeeld door de productieve uren van een fte.",
        OWN_RULE,
        "bundeling",
    ),
    "controle": Method(
        "Controle van gepubliceerde cijfers",
        "Elk cijfer herberekend uit zijn kostenregels, elke regel uit aantal maal tarief maal kans; niets wordt "
        "verbeterd.",
        OWN_RULE,
        "controles",
    ),
}
